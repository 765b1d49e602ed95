"""What pages show beside what REST answers: names, colours, and groups."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from core.events.models import Fact
from core.storage.kinds import KINDS as FILE_KINDS
from partners.vetting.api.shapes import finding_json
from partners.vetting.models import Appeal, Assessment, Evidence, Finding
from partners.vetting.pages import labels
from partners.vetting.standing import Capability


def entry_shown(entry: Mapping[str, Any], assessment: Assessment) -> dict[str, Any]:
    """Return an entry of the board with its dates, and the names a page gives to what is in it."""
    state, colour = labels.STATES.get(entry["status"], (entry["status"], ""))
    return {
        **entry,
        "state_label": state,
        "colour": colour,
        "turn_label": labels.TURNS[entry["awaiting_action_from"]],
        "kind_label": labels.KINDS.get(entry["kind"], entry["kind"]),
        "blocks_labels": [labels.CAPABILITIES.get(name, name) for name in entry["blocks"]],
        "is_mandatory": entry["level"] == "mandatory",
        "deadline": assessment.due_at,
        "good_until": assessment.good_until,
        "grace_until": assessment.grace_until,
    }


# What a partner comes for: whatever stands in its way is shown before all else.
FIRST = {"list_public", "sell", "new_sales"}


def board_groups(entries: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the entries by who acts: what the partner has to do first, for more, or may do; what is with us; others.

    In what has to be done the nearest deadline comes first, then what was refused.
    """
    groups: dict[str, list[dict[str, Any]]] = {"yours": [], "more": [], "optional": [], "ours": [], "done": []}
    for entry in entries:
        groups[_group(entry)].append(entry)
    for name in ("yours", "more"):
        groups[name].sort(
            key=lambda entry: (entry["deadline"] is None, entry["deadline"], entry["status"] != "action_required")
        )
    return groups


def _group(entry: Mapping[str, Any]) -> str:
    match entry["awaiting_action_from"]:
        case "partner" if not entry["is_mandatory"]:
            return "optional"
        case "partner":
            return "yours" if entry["deadline"] or FIRST & set(entry["blocks"]) else "more"
        case "platform":
            return "ours"
    return "done"


def capability_shown(found: Capability) -> dict[str, Any]:
    """Return a capability by its name, with its status and colour, why, and what follows if nothing is done."""
    status, colour = labels.CAPABILITY_STATUSES[found.status]
    return {
        "label": labels.CAPABILITIES.get(found.name, found.name),
        "status_label": status,
        "colour": "warn" if found.reason == "in_grace" else colour,
        "reason": labels.REASONS.get(found.reason, ""),
        "next": found.next and {"at": found.next.at, "status": labels.CAPABILITY_STATUSES[found.next.status][0]},
    }


def evidence_shown(evidence: Evidence) -> dict[str, Any]:
    """Return the facts of evidence, each with its name. The file itself is only ever downloaded."""
    return {
        "id": evidence.pk,
        "kind_label": labels.EVIDENCE.get(evidence.kind, evidence.kind),
        "is_file": evidence.kind == "file",
        "round": evidence.round,
        "submitted_at": evidence.submitted_at,
        "submitted_by": evidence.submitted_by_label,
        "sha256": evidence.sha256,
        "values": [
            (labels.VALUES.get(name, name), _value(name, value))
            for name, value in sorted(evidence.data.items(), key=_place)
        ],
    }


def finding_shown(finding: Finding, assessment: Assessment) -> dict[str, Any]:
    """Return a finding as REST shows it, and when it was mended."""
    return finding_json(finding, assessment) | {"resolved_at": finding.resolved_at}


def appeal_shown(appeal: Appeal, assessment: Assessment) -> dict[str, Any]:
    """Return an appeal with its findings and, once there is one, its answer."""
    withdrawn = _("Withdrawn: newer evidence took the place of what it was about")
    return {
        "id": appeal.pk,
        "statement": appeal.statement,
        "raised_at": appeal.raised_at,
        "due_at": appeal.due_at,
        "is_open": not appeal.outcome,
        "outcome_label": labels.APPEAL_OUTCOMES.get(appeal.outcome, withdrawn) if appeal.outcome else "",
        "answer": appeal.answer,
        "decided_at": appeal.decided_at,
        "findings": [finding_json(finding, assessment) for finding in appeal.findings.all()],
    }


def _place(item: tuple[str, Any]) -> tuple[int, str]:
    """Return where a value stands: in the order of the labels, since the database keeps none."""
    known = list(labels.VALUES)
    return (known.index(item[0]) if item[0] in known else len(known), item[0])


def _value(name: str, value: Any) -> Any:  # noqa: ANN401
    match name:
        case "size":
            return filesizeformat(value)
        case "content_type" if value in FILE_KINDS:
            return FILE_KINDS[value].name
    return value


def story(facts: Sequence[Fact], *, for_staff: bool) -> list[dict[str, Any]]:
    """Return facts as lines to read; to a partner, a person on staff is just the marketplace."""
    return [
        {
            "at": fact.at,
            "what": labels.FACTS.get(fact.type, fact.type),
            "key": fact.data.get("key", ""),
            "who": _who(fact, for_staff=for_staff),
        }
        for fact in facts
    ]


def _who(fact: Fact, *, for_staff: bool) -> labels.Sentence:
    """Return who did it: a check decides in the transaction, and so under the name, of whoever brought the evidence."""
    if fact.data.get("decided_by") == "check":
        return labels.CHECK
    if fact.type in labels.BY_ITSELF or (fact.actor_kind in ("staff", "system") and not for_staff):
        return labels.MARKETPLACE
    return str(fact.actor_label)
