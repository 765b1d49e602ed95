"""Holding to its requirements what a partner has: when it is submitted first, and whenever it has changed."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from core.actors import Actor
from core.events.recording import record
from partners.organisations.models import Partner
from partners.programmes.models import Programme
from partners.vetting.actions.adopting import give_time, reapply
from partners.vetting.actions.applying import open_application
from partners.vetting.actions.judging import about, locked, move, take
from partners.vetting.actions.settling import settle
from partners.vetting.checks import CHECKS
from partners.vetting.events import RequirementReopened
from partners.vetting.models import Application, Assessment
from partners.vetting.reopening import reopened, seen
from partners.vetting.terms import terms_of, worth_ending

# A good answer that nobody is looking at anew.
_GOOD = ("satisfied", "expiring")
# What an automatic look does not touch: it is not asked, or somebody has excused it.
_EXCUSED = ("not_applicable", "waived")


@transaction.atomic
def review_subject(
    *,
    partner: Partner,
    programme_scope: str,
    subject_id: UUID,
    facts: Mapping[str, Any],
    touched: Collection[str],
    sells: bool = False,
    actor: Actor,
    at: datetime,
) -> list[Application]:
    """Hold a subject to the programmes of its scope as it is now; returns its application to each.

    The first time opens the application; a subject that `sells` by then gets the time that each requirement names.
    Later on exactly the good answers reopen whose requirement looks at a part that was `touched` since the last time:
    the old answer stays good until it is due. Then the automatic checks whose facts are at hand look again, where they
    see something else than the last time. `facts`: plain values, of which `reopening` says the names. Partners whom the
    operator answers for are not held to it: nothing happens.
    """
    programmes = list(Programme.objects.filter(scope=programme_scope, by_operator=False).order_by("pk"))
    if not programmes or Application.objects.filter(partner=partner, programme__by_operator=True).exists():
        return []
    # Two submissions of one partner queue here, so that an application is opened once.
    partner = Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
    applications = []
    for programme in programmes:
        known = Application.objects.filter(partner=partner, programme=programme, subject_id=subject_id).first()
        if known is None:
            known, asked = open_application(partner, programme, subject_id=subject_id, facts=facts, actor=actor, at=at)
            if sells:
                give_time(asked, at=at)
        application = locked(known.pk)
        _remember(application, facts)
        reapply(application, actor=actor, at=at)
        _reopen(application, touched, actor=actor, at=at)
        _look(application, actor=actor, at=at)
        settle(application, actor=actor, at=at)
        applications.append(application)
    return applications


def _remember(application: Application, facts: Mapping[str, Any]) -> None:
    if application.facts != facts:
        application.facts = dict(facts)
        Application.objects.filter(pk=application.pk).update(facts=application.facts)


def _assessments(application: Application) -> list[Assessment]:
    found = application.assessments.select_related("requirement", "evidence")
    return list(found.order_by("requirement__position", "pk"))


def _reopen(application: Application, touched: Collection[str], *, actor: Actor, at: datetime) -> None:
    good = {one.key: one for one in _assessments(application) if one.state in _GOOD}
    for key, parts in reopened(touched, {key: one.requirement.touches for key, one in good.items()}).items():
        assessment = good[key]
        worth = worth_ending(assessment, terms_of(assessment.requirement).due_in.after(at), at=at)
        move(assessment, "reopened", at=at, **asdict(worth))
        fact = RequirementReopened(**about(application, assessment), touched=list(parts))
        record(fact, actor=actor, at=at)


def _look(application: Application, *, actor: Actor, at: datetime) -> None:
    """Let the checks look that need nothing of the partner but the subject itself."""
    for assessment in _assessments(application):
        requirement = assessment.requirement
        check = CHECKS.get(requirement.check_code)
        if check is None or requirement.accepts["kind"] != "probe" or assessment.state in _EXCUSED:
            continue
        data = seen(requirement.check_code, reaches_out=bool(check.gathers), facts=application.facts)
        before = assessment.evidence.data if assessment.evidence else None
        if data is not None and (assessment.state == "reopened" or data != before):
            take(
                application=application,
                assessment=assessment,
                kind="probe",
                data=data,
                upload=None,
                actor=actor,
                at=at,
            )
