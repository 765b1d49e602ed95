"""Beginning a look at what is outside, judging what was seen, and looking again when that is too old.

The look itself happens between two transactions (`partners.vetting.tasks`), and nothing of it is believed that is about
evidence which has been replaced in the meantime.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from core.actors import Actor
from partners.programmes.spans import Span
from partners.vetting.actions.judging import about_evidence, conclude, locked, satisfy, set_state, verdict_on
from partners.vetting.actions.looks import LEASE, ask_for_look
from partners.vetting.actions.settling import settle
from partners.vetting.checks import CHECKS
from partners.vetting.checks.facts import Result
from partners.vetting.models import Application, Assessment, Evidence, Probe
from partners.vetting.standing import answered
from partners.vetting.subject import subject_of
from partners.vetting.terms import dates_of, terms_of

# A look that keeps killing its worker is left to a person.
MOST_ATTEMPTS = 4
# One hiccup does not end an answer: a look at what was good counts when three in a row have failed, an hour apart.
FAILURES_THAT_COUNT = 3
LOOK_AGAIN_AFTER = timedelta(hours=1)
_GOOD = ("satisfied", "expiring")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a worker needs for one look."""

    gathers: tuple[str, ...]
    evidence: Mapping[str, Any]
    subject: Mapping[str, Any]


@transaction.atomic
def begin_look(*, probe_id: UUID, at: datetime) -> Look | None:
    """Take the look upon oneself for two minutes. None: it is done, another is at it, or it was tried too often.

    Two workers at once: one gets it. One that is killed has it until its lease ends.
    """
    waiting = Probe.objects.open().filter(pk=probe_id, attempts__lt=MOST_ATTEMPTS)
    waiting = waiting.exclude(attempts__gt=0, leased_until__gt=at)
    if not waiting.update(attempts=F("attempts") + 1, leased_until=at + LEASE):
        return None
    evidence = Evidence.objects.select_related("assessment__requirement", "assessment__application__partner").get(
        probes=probe_id
    )
    check = CHECKS.get(evidence.assessment.requirement.check_code)
    application = evidence.assessment.application
    subject = subject_of(application.partner) | application.facts
    return Look(gathers=check.gathers if check else (), evidence=evidence.data, subject=subject)


@transaction.atomic
def judge_look(*, probe_id: UUID, gathered: Mapping[str, Any], actor: Actor, at: datetime) -> str:
    """Keep what was seen and judge it, all in one. Returns the outcome, or "" where it was judged already.

    A look at evidence that was replaced meanwhile is dropped. Repeating it changes nothing.
    """
    found = Probe.objects.select_related("evidence__assessment").get(pk=probe_id)
    application = locked(found.evidence.assessment.application_id)
    probe = Probe.objects.get(pk=probe_id)
    if probe.outcome:
        return ""
    assessment = Assessment.objects.select_related("requirement", "evidence").get(pk=found.evidence.assessment_id)
    probe.gathered, probe.judged_at = dict(gathered), at
    if assessment.evidence_id != probe.evidence_id or assessment.state not in ("in_check", *_GOOD):
        probe.outcome = "dropped"
    else:
        result = verdict_on(application, assessment, gathered, at=at)
        probe.outcome = result.verdict
        if assessment.state == "in_check":
            conclude(application, assessment, result, actor=actor, at=at)
        else:
            _repeat(application, assessment, probe, result, actor=actor, at=at)
        settle(application, actor=actor, at=at)
        probe.again_at = _again_at(assessment, result, at=at)
    probe.save(update_fields=["gathered", "judged_at", "outcome", "failures", "again_at"])
    return probe.outcome


@transaction.atomic
def give_up_look(*, probe_id: UUID, actor: Actor, at: datetime) -> bool:
    """Leave to a person a look that no worker survived. Returns whether it was one."""
    lost = Probe.objects.left_lying(at).filter(pk=probe_id, attempts__gte=MOST_ATTEMPTS)
    return lost.exists() and judge_look(probe_id=probe_id, gathered={}, actor=actor, at=at) != ""


@transaction.atomic
def probe_again(*, probe_id: UUID, actor: Actor, at: datetime) -> bool:
    """Ask for another look where the result of this one is too old. Returns whether one was asked for."""
    found = Probe.objects.select_related("evidence__assessment").get(pk=probe_id)
    application = locked(found.evidence.assessment.application_id)
    if not Probe.objects.due_again(at).filter(pk=probe_id).update(again_at=None):
        return False
    assessment = Assessment.objects.select_related("requirement").get(pk=found.evidence.assessment_id)
    if assessment.evidence_id != found.evidence_id or assessment.state not in _GOOD:
        return False
    ask_for_look(about_evidence(application, assessment), failures=found.failures, actor=actor, at=at)
    return True


def _repeat(
    application: Application, assessment: Assessment, probe: Probe, result: Result, *, actor: Actor, at: datetime
) -> None:
    """Renew a good answer, or end it: when as many looks in a row have failed as count."""
    probe.failures = probe.failures + 1 if result.verdict == "failed" else 0
    if result.verdict == "passed" and assessment.state == "satisfied":
        issued_at, ends = dates_of(assessment)
        worth = asdict(answered(terms_of(assessment.requirement), issued_at=issued_at, ends=ends, at=at))
        # Quietly: that things are as they were is no news.
        Assessment.objects.filter(pk=assessment.pk).update(**worth)
    elif result.verdict == "passed":
        set_state(assessment, "submitted", at=at)
        satisfy(application, assessment, decided_by="check", actor=actor, at=at)
    elif probe.failures >= FAILURES_THAT_COUNT:
        set_state(assessment, "submitted", at=at)
        conclude(application, assessment, result, ended=True, actor=actor, at=at)


def _again_at(assessment: Assessment, result: Result, *, at: datetime) -> datetime | None:
    """Return when to look again: an hour after a failure that does not count yet, else when the result is too old."""
    if assessment.state not in _GOOD:
        return None
    if result.verdict == "failed":
        return at + LOOK_AGAIN_AFTER
    max_age = assessment.requirement.max_age
    return Span.read(max_age).after(at) if max_age else None
