"""A partner appeals, and a second reviewer answers."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from core.actors import Actor
from core.events.recording import record
from core.refusals import Invalid, NotFound
from partners.vetting.actions.claiming import end_claim, refuse_claimed
from partners.vetting.actions.foureyes import check_four_eyes, check_second_reviewer
from partners.vetting.actions.judging import about, locked, move, satisfy, withdraw_appeal
from partners.vetting.actions.settling import settle
from partners.vetting.clocks import decision_due
from partners.vetting.events import AppealDecided, AppealRaised
from partners.vetting.models import Appeal, Application, Assessment, Evidence, Finding
from partners.vetting.refusals import AppealNotOpen, NothingToAppeal, TooManyAppeals
from partners.vetting.rounds import fingerprint

MOST_ON_THE_SAME_EVIDENCE = 3

AppealOutcome = Literal["upheld", "overturned", "rule_clarified"]


@transaction.atomic
def appeal(
    *, application: Application, key: str, findings: Collection[UUID], statement: str, actor: Actor, at: datetime
) -> Appeal:
    """Appeal against findings of the refusal that stands; the answer is due within three business days.

    At most three times on the same evidence, and any number of times on new. Raises NotFound, NothingToAppeal,
    TooManyAppeals, and Invalid for findings that are not among the open ones that block.
    """
    application = locked(application.pk)
    assessment = application.assessments.select_related("requirement", "evidence").filter(key=key).first()
    if assessment is None:
        raise NotFound
    evidence = assessment.evidence
    if assessment.state != "action_required" or evidence is None:
        raise NothingToAppeal(
            f"{key} is “{assessment.state}”. An appeal is raised against a refusal that stands; load it again to see"
            " what is open.",
            state=assessment.state,
        )
    found = _appealed(assessment, findings)
    shown = _refuse_too_many(assessment, evidence)
    withdraw_appeal(application, assessment, actor=actor, at=at)
    first = found[0].decision
    raised = Appeal.objects.create(
        assessment=assessment,
        evidence=evidence,
        fingerprint=shown,
        statement=statement,
        raised_at=at,
        due_at=decision_due(at),
        first_reviewer_id=first.decided_by_id if first else None,
    )
    raised.findings.set(found)
    move(assessment, "under_appeal", at=at, anew=True)
    codes = [finding.code for finding in found]
    facts = about(application, assessment)
    record(AppealRaised(appeal_id=raised.pk, **facts, findings=codes, due_at=raised.due_at), actor=actor, at=at)
    settle(application, actor=actor, at=at)
    return raised


@transaction.atomic
def decide_appeal(*, appeal: Appeal, outcome: AppealOutcome, answer: str, actor: Actor, at: datetime) -> Appeal:
    """Answer an appeal, by somebody else than who refused.

    Upheld: the refusal stands, and the partner acts. Overturned, or the rule clarified in the partner's favour: the
    findings fall, and if nothing else stands in the way the requirement is satisfied. Of two at once, or with newer
    evidence in between, one gets AppealNotOpen. Also raises SecondReviewerNeeded, OwnOrganisation, ClaimedByAnother.
    """
    application = locked(appeal.assessment.application_id)
    appeal = Appeal.objects.get(pk=appeal.pk)
    assessment = Assessment.objects.select_related("requirement", "evidence").get(pk=appeal.assessment_id)
    if appeal.outcome or assessment.state != "under_appeal":
        raise AppealNotOpen(
            "It was answered already, or newer evidence took the place of what it was about. Load it again.",
            outcome=appeal.outcome or None,
        )
    check_four_eyes(application, assessment, actor)
    check_second_reviewer(assessment, actor)
    refuse_claimed(assessment, actor, at=at)
    appeal.outcome, appeal.answer, appeal.reviewer_id, appeal.decided_at = outcome, answer, actor.id, at
    appeal.save(update_fields=["outcome", "answer", "reviewer", "decided_at"])
    end_claim(assessment, "decided", at=at)
    facts = about(application, assessment)
    record(AppealDecided(appeal_id=appeal.pk, **facts, outcome=outcome), actor=actor, at=at)
    if outcome != "upheld":
        appeal.findings.open().update(resolved_at=at)
    left = list(assessment.findings.open().blocking())
    if left:
        move(assessment, "action_required", at=at, clock="platform" if any(one.late for one in left) else "partner")
    else:
        satisfy(application, assessment, decided_by="appeal", actor=actor, at=at)
    settle(application, actor=actor, at=at)
    return appeal


def _appealed(assessment: Assessment, findings: Collection[UUID]) -> list[Finding]:
    found = list(
        assessment.findings.open().blocking().filter(pk__in=findings).select_related("decision").order_by("pk")
    )
    if not found or len(found) != len(set(findings)):
        raise Invalid.field(
            "findings",
            "Name at least one of the blocking findings that are open for this requirement, and no others.",
            code="unknown-reference",
        )
    return found


def _refuse_too_many(assessment: Assessment, evidence: Evidence) -> str:
    shown = fingerprint(evidence.kind, evidence.sha256, evidence.data)
    if (
        Appeal.objects.about(assessment).filter(fingerprint=shown).exclude(outcome="withdrawn").count()
        >= MOST_ON_THE_SAME_EVIDENCE
    ):
        raise TooManyAppeals(
            f"There were {MOST_ON_THE_SAME_EVIDENCE} appeals about this evidence, and each was answered. Submit other"
            " evidence; about that you may appeal again."
        )
    return shown
