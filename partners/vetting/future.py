"""The rule book that an application is held to, and what an announced version will ask of it."""

from collections.abc import Sequence
from typing import Any

from partners.programmes.diff import Change, diff
from partners.programmes.models import RuleBookVersion
from partners.programmes.spans import Span
from partners.vetting.models import Application, Assessment
from partners.vetting.reopening import is_asked
from partners.vetting.standing import AWAITING


def versions_of(application: Application) -> tuple[RuleBookVersion | None, RuleBookVersion | None]:
    """Return the version in force and the next one announced, where there are such; one query."""
    found = application.programme.versions.filter(state__in=("in_force", "announced")).defer("content", "changelog")
    in_force, announced = None, None
    for version in found.order_by("effective_at", "major", "minor", "patch"):
        if version.state == "in_force":
            in_force = version
        else:
            announced = announced or version
    return in_force, announced


def rule_book_json(application: Application, version: RuleBookVersion | None) -> dict[str, Any] | None:
    """Return the version in force as the board names it."""
    if version is None:
        return None
    return {"id": application.programme.code, "version": version.number, "effective_at": version.effective_at}


def coming(
    application: Application,
    assessments: Sequence[Assessment],
    in_force: RuleBookVersion | None,
    version: RuleBookVersion | None,
) -> dict[str, Any] | None:
    """Return what the announced version changes for this subject, or None when nothing is announced."""
    if version is None or version.effective_at is None:
        return None
    known = {one.key: one for one in assessments}
    changes = diff(in_force.contents if in_force else [], version.contents)
    country = application.partner.organisation.country
    shown = [
        _change_json(version, change, known.get(change.key))
        for change in changes
        if change.how != "reworded" and _concerns(change, application, country)
    ]
    return {"rule_book_version": version.number, "effective_at": version.effective_at, "diff_for_you": shown}


def _concerns(change: Change, application: Application, country: str) -> bool:
    if change.after is None:
        return True
    condition = change.after.spec.plain()["applies_if"]
    return is_asked(condition, country=country, facts=application.facts)


def _change_json(version: RuleBookVersion, change: Change, assessment: Assessment | None) -> dict[str, Any]:
    due_at = None
    if change.how in ("new", "stricter") and change.after is not None and version.effective_at is not None:
        due_at = Span.read(change.after.spec.due_in).after(version.effective_at)
    status = assessment.state if assessment else "missing"
    return {
        "key": change.key,
        "change": change.how,
        "your_status": status,
        "awaiting_action_from": "none" if change.how in ("gone", "eased") else AWAITING[status],
        "first_deadline": due_at,
    }
