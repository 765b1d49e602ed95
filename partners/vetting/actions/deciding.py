"""A reviewer decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from core.actors import Actor
from core.refusals import Invalid
from partners.vetting.actions.claiming import end_claim, refuse_claimed
from partners.vetting.actions.foureyes import check_four_eyes
from partners.vetting.actions.judging import locked, refuse, satisfy
from partners.vetting.actions.settling import settle
from partners.vetting.clocks import desk
from partners.vetting.models import Assessment, Decision, Evidence, Finding
from partners.vetting.pieces import pieces_in_hand, shown_of
from partners.vetting.refusals import EvidenceReplaced, FindingTooLate, NotAwaitingDecision, RequirementChanged
from partners.vetting.rounds import GRAVE, is_late, mend_by

Outcome = Literal["accept", "refuse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingInput:
    """What a reviewer found: a stable code, what was seen, what was expected, and what mends it.

    Advice blocks nothing. `late` admits that an earlier round should have found it.
    """

    code: str
    observed: str
    expected: str
    fix: str
    type: Literal["blocking", "advice"] = "blocking"
    severity: Literal["critical", "high", "medium", "low"] = "medium"
    where: str = ""
    how_to_reproduce: str = ""
    late: bool = False


@transaction.atomic
def decide(
    *,
    assessment: Assessment,
    evidence_id: UUID,
    revision: int | None = None,
    outcome: Outcome,
    findings: Sequence[FindingInput] = (),
    actor: Actor,
    at: datetime,
) -> Assessment:
    """Accept or refuse the evidence `evidence_id` that the reviewer looked at, against the `revision` that was read.

    Without `revision` it is the one of the assessment in hand. A refusal brings all its findings.

    The decision ends the round. A later round brings up only what is open and what the partner has changed: anything
    else is FindingTooLate, unless it is grave and admitted to be late; mending it then runs on the platform's clock.
    Two reviewers at once: one decides, the other gets NotAwaitingDecision. Newer evidence in between: EvidenceReplaced.
    Another revision: RequirementChanged. Nothing is decided then. Also raises OwnOrganisation (four eyes),
    ClaimedByAnother and Invalid.
    """
    read = assessment.requirement.revision if revision is None else revision
    application = locked(assessment.application_id)
    assessment = Assessment.objects.select_related("requirement", "evidence").get(pk=assessment.pk)
    check_four_eyes(application, assessment, actor)
    evidence = _awaiting_decision(assessment, evidence_id)
    _refuse_other_revision(assessment, read)
    refuse_claimed(assessment, actor, at=at)
    _check_findings(outcome, findings)
    shown = shown_of([*pieces_in_hand(assessment).values()] or [evidence])
    late = _late(assessment, shown, findings)
    decision = _decided(assessment, evidence, outcome, shown, actor=actor, at=at)
    written = [_written(decision, assessment, finding, late=finding.code in late) for finding in findings]
    end_claim(assessment, "decided", at=at)
    if outcome == "accept":
        satisfy(application, assessment, written, decided_by="reviewer", actor=actor, at=at)
    else:
        refuse(application, assessment, written, actor=actor, at=at)
    settle(application, actor=actor, at=at)
    return assessment


def _awaiting_decision(assessment: Assessment, evidence_id: UUID) -> Evidence:
    evidence = assessment.evidence
    if evidence is None or evidence.pk != evidence_id:
        raise EvidenceReplaced(
            "The evidence you looked at is not the newest for this requirement. Load it again, look at the newer one,"
            " and decide on that.",
            evidence=str(evidence.pk) if evidence else None,
        )
    if assessment.state != "needs_review":
        raise NotAwaitingDecision(
            f"{assessment.requirement.key} is “{assessment.state}”; a decision is due only while it needs review."
            " Somebody else may have decided in the meantime: load it again.",
            state=assessment.state,
        )
    return evidence


def _refuse_other_revision(assessment: Assessment, read: int) -> None:
    if assessment.requirement.revision != read:
        raise RequirementChanged(
            f"The rule book has changed while you looked: {assessment.key} is held to revision"
            f" {assessment.requirement.revision} now, and you read {read}. Load it again, and decide by what it says.",
            revision=assessment.requirement.revision,
        )


def _check_findings(outcome: Outcome, findings: Sequence[FindingInput]) -> None:
    blocking = any(finding.type == "blocking" for finding in findings)
    if (outcome == "refuse") != blocking:
        raise Invalid.field(
            "findings",
            "A refusal says what is wrong in at least one blocking finding; an acceptance has none, at most advice.",
            code="required" if outcome == "refuse" else "not-allowed",
        )


def _late(assessment: Assessment, shown: str, findings: Sequence[FindingInput]) -> set[str]:
    """Return the codes of blocking findings that come too late. Raises FindingTooLate where that is not allowed."""
    seen = _seen_before(assessment)
    open_codes = set(assessment.findings.open().blocking().values_list("code", flat=True))
    late = [f for f in findings if f.type == "blocking" and is_late(f.code, shown, seen=seen, open_codes=open_codes)]
    barred = [finding.code for finding in late if not (finding.late and finding.severity in GRAVE)]
    if barred:
        raise FindingTooLate(
            f"{', '.join(barred)}: the evidence has not changed since a reviewer looked at it, and this was not found"
            " then. Leave it out or give it as advice. If it is critical or high, send it with “late”: the partner's"
            " time to mend it then runs on our clock. If the rule lacks something, propose a change of the rule book.",
            findings=barred,
        )
    return {finding.code for finding in late}


def _seen_before(assessment: Assessment) -> set[str]:
    """Return what reviewers had in hand in the rounds since this revision was last satisfied."""
    rounds = assessment.decisions.filter(requirement=assessment.requirement)
    if assessment.satisfied_at is not None:
        rounds = rounds.filter(decided_at__gt=assessment.satisfied_at)
    return set(rounds.values_list("fingerprint", flat=True))


def _decided(
    assessment: Assessment, evidence: Evidence, outcome: Outcome, shown: str, *, actor: Actor, at: datetime
) -> Decision:
    turn = assessment.turns.running().first()
    return Decision.objects.create(
        assessment=assessment,
        requirement=assessment.requirement,
        evidence=evidence,
        round=assessment.round,
        outcome=outcome,
        fingerprint=shown,
        waited=int(desk().elapsed(turn.began_at, at).total_seconds()) if turn else 0,
        decided_at=at,
        decided_by_id=actor.id,
    )


def _written(decision: Decision, assessment: Assessment, finding: FindingInput, *, late: bool) -> Finding:
    blocking = finding.type == "blocking"
    return Finding(
        assessment=assessment,
        requirement=decision.requirement,
        evidence=decision.evidence,
        decision=decision,
        source="reviewer",
        code=finding.code,
        type=finding.type,
        severity=finding.severity,
        observed=finding.observed,
        expected=finding.expected,
        fix=finding.fix,
        where=finding.where,
        how_to_reproduce=finding.how_to_reproduce,
        late=late,
        mend_by=mend_by(decision.requirement.kind, finding.severity, decision.decided_at) if blocking else None,
        found_at=decision.decided_at,
    )
