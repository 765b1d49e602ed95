"""Reactions to changes of the partner profile: what was read from it is judged again."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from core.accounts.events import OrganisationChanged, PersonErased
from core.actors import SYSTEM
from core.events.facts import handles
from partners.organisations.events import ContactConfirmed, PartnerChanged
from partners.organisations.models import Partner
from partners.programmes.events import RuleBookInForce
from partners.programmes.models import Programme, RuleBookVersion
from partners.vetting import tasks
from partners.vetting.actions import adopt_rule_book, forget_person, notify, recheck
from partners.vetting.events import (
    NoticeGiven,
    PartnerVetted,
    ProbeRequested,
    RequirementAsked,
    RequirementExpiring,
    RequirementRefused,
    StandingStepped,
)
from partners.vetting.models import Notice
from partners.vetting.telling import mail, tell_step

WATCHED = {"vat_id", "contact_email"}


@handles(ContactConfirmed)
def judge_confirmed_contact(event: ContactConfirmed, *, at: datetime) -> None:
    """Let the confirmed address count in the partner's applications."""
    recheck(partner_id=event.partner_id, actor=SYSTEM, at=at)


@handles(PartnerChanged)
def judge_changed_profile(event: PartnerChanged, *, at: datetime) -> None:
    """Judge another VAT id, and the loss of a confirmed address."""
    if WATCHED & event.changes.keys():
        recheck(partner_id=event.partner_id, actor=SYSTEM, at=at)


@handles(OrganisationChanged)
def judge_changed_country(event: OrganisationChanged, *, at: datetime) -> None:
    """Judge the VAT id against another country of the organisation, and ask what is asked in that country."""
    for partner in Partner.objects.filter(organisation_id=event.organisation_id):
        recheck(partner_id=partner.pk, actor=SYSTEM, at=at)


@handles(PersonErased)
def forget_erased_person(event: PersonErased, *, at: datetime) -> None:
    """Blank the name of a person who had themselves erased."""
    forget_person(person_id=event.user_id, actor=SYSTEM, at=at)


@handles(ProbeRequested)
def look_outside(event: ProbeRequested, *, at: datetime) -> None:
    """Start the look once this transaction is over; should that be lost, the sweep finds its row."""
    transaction.on_commit(partial(tasks.ring, [event.probe_id]), robust=True)


@handles(RuleBookInForce)
def hold_to_new_version(event: RuleBookInForce, *, at: datetime) -> None:
    """Hold the applications to the version of the rule book that is in force now."""
    version = RuleBookVersion.objects.select_related("programme").get(pk=event.rule_book_version_id)
    if version.state == "in_force":
        stricter = [named.split("@")[0] for named in event.stricter]
        adopt_rule_book(version=version, stricter=stricter, actor=SYSTEM, at=at)


@handles(RequirementExpiring)
def tell_expiring(event: RequirementExpiring, *, at: datetime) -> None:
    """Tell the partner that an answer ends."""
    values = {"good_until": event.good_until.isoformat(), "days": event.days}
    notify(**_about(event), kind="expiring", values=values, actor=SYSTEM, at=at)


@handles(RequirementAsked)
def tell_asked(event: RequirementAsked, *, at: datetime) -> None:
    """Tell a partner who sells already what is asked newly, and by when."""
    if event.due_at is not None:
        notify(**_about(event), kind="asked", values={"due_at": event.due_at.isoformat()}, actor=SYSTEM, at=at)


@handles(RequirementRefused)
def tell_refused(event: RequirementRefused, *, at: datetime) -> None:
    """Tell the partner what a reviewer has refused; a check answers whoever submits at once."""
    if event.decided_by == "reviewer":
        notify(**_about(event), kind="refused", actor=SYSTEM, at=at)


@handles(StandingStepped)
def tell_stepped(event: StandingStepped, *, at: datetime) -> None:
    """Tell the partner of a step on the ladder."""
    tell_step(event, at=at)


@handles(PartnerVetted, together=True)
def tell_vetted(events: Sequence[PartnerVetted], *, at: datetime) -> None:
    """Tell partners that what is needed first is met, once; what goes down and up again later, the ladder tells.

    Those whom the operator entered have shown nothing themselves, and are told nothing.
    """
    entered = Programme.objects.filter(pk__in={event.programme_id for event in events}, by_operator=True)
    told = Notice.objects.filter(application__in={event.application_id for event in events}, kind="vetted")
    silent = {*entered.values_list("pk", flat=True), *told.values_list("application_id", flat=True)}
    for event in events:
        if not silent & {event.programme_id, event.application_id}:
            silent.add(event.application_id)
            notify(partner_id=event.partner_id, application_id=event.application_id, kind="vetted", actor=SYSTEM, at=at)


@handles(NoticeGiven)
def mail_notice(event: NoticeGiven, *, at: datetime) -> None:
    """Send the notice by e-mail too."""
    mail(Notice.objects.select_related("partner", "requirement").get(pk=event.notice_id))


def _about(event: RequirementExpiring | RequirementAsked | RequirementRefused) -> dict[str, Any]:
    return {
        "partner_id": event.partner_id,
        "application_id": event.application_id,
        "assessment_id": event.assessment_id,
    }
