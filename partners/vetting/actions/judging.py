"""What the actions of this room share: taking evidence in and judging it.

Everything here runs in the transaction of an action that holds the application's lock (`locked`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from core.actors import Actor
from core.events.recording import record
from core.storage.models import Upload
from partners.vetting import events
from partners.vetting.actions.forgetting import forget_replaced
from partners.vetting.actions.looks import ask_for_look
from partners.vetting.actions.settling import settle
from partners.vetting.actions.turns import pass_turn
from partners.vetting.checks import CHECKS
from partners.vetting.checks.facts import PASSED, UNDECIDED, Facts, Observation, Result
from partners.vetting.gaps import gaps_of, is_left_to_gaps
from partners.vetting.models import ASSESSMENT_MOVES, Appeal, Application, Assessment, Evidence, Finding
from partners.vetting.pieces import accepted_as, piece_named, pieces_in_hand, still_needed
from partners.vetting.standing import AWAITING, Awaiting, answered
from partners.vetting.subject import subject_of
from partners.vetting.terms import LIVE, LOOKED_AT, dates_of, terms_of, worth_ending


def locked(application_id: UUID) -> Application:
    """Return the application, locked, with partner and organisation as they are after waiting for the lock.

    Two queries on purpose: what is joined in the locking one would be as it was before the wait.
    """
    Application.objects.select_for_update().get(pk=application_id)
    return Application.objects.select_related("partner__organisation", "programme").get(pk=application_id)


def take(
    *,
    application: Application,
    assessment: Assessment,
    kind: str,
    data: dict[str, Any],
    upload: Upload | None,
    name: str = "",
    actor: Actor,
    at: datetime,
) -> Assessment:
    """Take evidence in as the next round, let the check judge it, and settle. Returns the assessment as it stands.

    While pieces of it are still needed nothing moves, unless what came is found wanting by itself.
    """
    requirement = assessment.requirement
    name = piece_named(requirement, kind, name)
    evidence = Evidence.objects.create(
        assessment=assessment,
        round=assessment.round + 1,
        name=name,
        revision=requirement.revision,
        kind=kind,
        upload=upload,
        sha256=upload.sha256 if upload else "",
        data=data,
        submitted_at=at,
        submitted_by_kind=actor.kind,
        submitted_by_id=actor.id,
        submitted_by_label=actor.label,
    )
    record(
        events.EvidenceSubmitted(
            **about(application, assessment), evidence_id=evidence.pk, round=evidence.round, kind=kind
        ),
        actor=actor,
        at=at,
    )
    unfit = gaps_of(requirement, evidence, at=at)
    pieces = pieces_in_hand(assessment)
    have = [piece for piece in requirement.evidence if piece in pieces or piece == name]
    if not unfit and still_needed(requirement, have):
        _update(assessment, round=evidence.round, in_hand=have)
        return assessment
    replaces, with_person = assessment.awaiting == "platform", assessment.awaits_person
    withdraw_appeal(application, assessment, actor=actor, at=at)
    if assessment.evidence is not None:
        forget_replaced(assessment.evidence)
    # The check answers at once, so the turn passes only with its answer.
    in_hand = [piece for piece in have if not unfit or piece != name]
    set_state(assessment, "submitted", at=at, round=evidence.round, evidence=evidence, in_hand=in_hand)
    check = CHECKS.get(requirement.check_code)
    if check is not None and check.gathers and kind in LOOKED_AT and not unfit:
        move(assessment, "in_check", at=at, anew=replaces)
        ask_for_look(about_evidence(application, assessment), actor=actor, at=at)
    else:
        result = Result("failed", unfit) if unfit else verdict_on(application, assessment, {}, at=at)
        conclude(application, assessment, result, anew=replaces, actor=actor, at=at)
    if with_person:
        pass_claim(assessment, at=at)
    settle(application, actor=actor, at=at)
    return assessment


def verdict_on(
    application: Application, assessment: Assessment, gathered: Mapping[str, Any], *, at: datetime
) -> Result:
    """Ask the requirement's check about the newest evidence and what was gathered.

    A requirement without a check, with one this version lacks, or with one that would have to look at something which
    nobody can look at, is for a person. So is a run at the partner's: a claim, never believed in place of our own look.
    """
    requirement, evidence = assessment.requirement, assessment.evidence
    check = CHECKS.get(requirement.check_code)
    if check is None or evidence is None or not gathered.keys() >= set(check.gathers):
        return UNDECIDED
    if evidence.kind == "conformance_run":
        return UNDECIDED
    if is_left_to_gaps(requirement, evidence):
        return PASSED
    return check.run(
        Facts(
            country=application.partner.organisation.country,
            accepts=accepted_as(requirement, evidence.name),
            evidence=evidence.data,
            subject=(subject_of(application.partner) | application.facts) if check.about_subject else {},
            gathered=gathered,
            at=at,
        )
    )


def conclude(
    application: Application,
    assessment: Assessment,
    result: Result,
    *,
    anew: bool = False,
    ended: bool = False,
    actor: Actor,
    at: datetime,
) -> None:
    """Move the assessment to where a check's verdict brings it; `anew` and `ended` as `move` and `refuse` have them."""
    if result.verdict == "failed":
        findings = _findings(assessment, result.observations, at=at)
        refuse(application, assessment, findings, ended=ended, actor=actor, at=at)
    elif result.verdict == "passed" and assessment.requirement.decided_by == "check":
        satisfy(application, assessment, decided_by="check", actor=actor, at=at)
    else:
        move(assessment, "needs_review", at=at, anew=anew)
        record(events.ReviewRequested(**about_evidence(application, assessment)), actor=actor, at=at)


def satisfy(
    application: Application,
    assessment: Assessment,
    advice: Sequence[Finding] = (),
    *,
    decided_by: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Move to satisfied, for as long as the requirement and the evidence say.

    Whatever was found wrong before is mended. Advice may stay beside it.
    """
    issued_at, ends = dates_of(assessment)
    worth = answered(terms_of(assessment.requirement), issued_at=issued_at, ends=ends, at=at)
    move(assessment, "satisfied", at=at, in_hand=[], **asdict(worth))
    if assessment.round > 1:
        assessment.findings.open().update(resolved_at=at)
    if advice:
        Finding.objects.bulk_create(advice)
    record(
        events.RequirementSatisfied(**about_evidence(application, assessment), decided_by=decided_by),
        actor=actor,
        at=at,
    )


def refuse(
    application: Application,
    assessment: Assessment,
    findings: Sequence[Finding],
    *,
    ended: bool = False,
    actor: Actor,
    at: datetime,
) -> None:
    """Move to action required, with all findings of this round; they take the place of the earlier ones.

    If one of them came too late, the partner mends it on the platform's clock. An earlier answer goes on to count,
    unless that has `ended` it, as evidence does that is a look at how things are (`LIVE`).
    """
    late = [finding.code for finding in findings if finding.late]
    ended = ended or (assessment.evidence is not None and assessment.evidence.kind in LIVE)
    dates = asdict(worth_ending(assessment, at, at=at)) if ended and assessment.is_held else {}
    move(assessment, "action_required", at=at, clock="platform" if late else "partner", **dates)
    assessment.findings.open().update(resolved_at=at)
    Finding.objects.bulk_create(findings)
    record(
        events.RequirementRefused(
            **about_evidence(application, assessment),
            decided_by=findings[0].source,
            findings=[finding.code for finding in findings],
            late=late,
        ),
        actor=actor,
        at=at,
    )


def move(
    assessment: Assessment,
    to: str,
    *,
    at: datetime,
    clock: Awaiting | None = None,
    anew: bool = False,
    **updates: Any,  # noqa: ANN401
) -> None:
    """Move the assessment by compare-and-set, the value in hand with it, and the turn. Raises IllegalMove.

    The clock that runs then is that of the side which has to act, or `clock`; `anew` lets it begin again although it
    runs already.
    """
    with_person = assessment.awaits_person
    set_state(assessment, to, at=at, **updates)
    if with_person:
        pass_claim(assessment, at=at)
    pass_turn([assessment], clock or AWAITING[to], at=at, anew=anew)


def withdraw_appeal(application: Application, assessment: Assessment, *, actor: Actor, at: datetime) -> None:
    """End an open appeal without an answer: newer evidence, or a waiver, takes the place of what it was about."""
    if assessment.state not in ("under_appeal", "action_required"):
        return
    for appeal in Appeal.objects.about(assessment).open():
        appeal.outcome, appeal.decided_at = "withdrawn", at
        appeal.save(update_fields=["outcome", "decided_at"])
        facts = about(application, assessment)
        record(events.AppealWithdrawn(appeal_id=appeal.pk, **facts), actor=actor, at=at)


def pass_claim(assessment: Assessment, *, at: datetime) -> None:
    """End the reviewer's claim on what a person does not decide any more."""
    if not assessment.awaits_person:
        assessment.claims.open().update(ended_at=at, ended_as="passed")


def set_state(assessment: Assessment, to: str, *, at: datetime, **updates: Any) -> None:  # noqa: ANN401
    """Move the assessment by compare-and-set, and the value in hand with it; the turn stays. Raises IllegalMove."""
    ASSESSMENT_MOVES.apply(Assessment.objects.filter(pk=assessment.pk), to=to, since=at, **updates)
    _remember(assessment, state=to, since=at, **updates)


def _update(assessment: Assessment, **updates: Any) -> None:  # noqa: ANN401
    Assessment.objects.filter(pk=assessment.pk).update(**updates)
    _remember(assessment, **updates)


def _remember(assessment: Assessment, **updates: Any) -> None:  # noqa: ANN401
    for name, value in updates.items():
        setattr(assessment, name, value)


def _findings(assessment: Assessment, observations: Sequence[Observation], *, at: datetime) -> list[Finding]:
    return [
        Finding(
            assessment=assessment,
            requirement=assessment.requirement,
            evidence=assessment.evidence,
            source="check",
            code=observation.code,
            values=dict(observation.values),
            found_at=at,
        )
        for observation in observations
    ]


def about(application: Application, assessment: Assessment) -> dict[str, Any]:
    """Return what facts say of an assessment that they are about."""
    return {
        "assessment_id": assessment.pk,
        "application_id": application.pk,
        "partner_id": application.partner_id,
        "key": assessment.requirement.key,
        "revision": assessment.requirement.revision,
    }


def about_evidence(application: Application, assessment: Assessment) -> dict[str, Any]:
    """Return what facts say of the newest evidence that they are about."""
    return about(application, assessment) | {"evidence_id": assessment.evidence_id}
