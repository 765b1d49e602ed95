"""Waivers: one person on staff asks, another approves, and each expires."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from core.actors import Actor
from core.events.recording import record, record_all
from core.refusals import Invalid, NotFound
from partners.vetting import events
from partners.vetting.actions.foureyes import check_four_eyes
from partners.vetting.actions.judging import about, locked, move, withdraw_appeal
from partners.vetting.actions.settling import settle
from partners.vetting.models import Application, Assessment, Waiver
from partners.vetting.refusals import SecondApproverNeeded, WaiverNotOpen, WaiverPending
from partners.vetting.standing import waived
from partners.vetting.terms import terms_of, worth_ending

LONGEST = timedelta(days=366)
ONE_SWEEP = 500


@transaction.atomic
def ask_for_waiver(
    *, application: Application, key: str, reason: str, expires_at: datetime, actor: Actor, at: datetime
) -> Waiver:
    """Ask for a requirement to be waived until `expires_at`, within a year; nothing changes before it is approved.

    Raises NotFound, Invalid, OwnOrganisation, and WaiverPending while another is asked for.
    """
    application = locked(application.pk)
    assessment = application.assessments.select_related("requirement", "evidence").filter(key=key).first()
    if assessment is None or actor.id is None:
        raise NotFound
    check_four_eyes(application, assessment, actor)
    if not at < expires_at <= at + LONGEST:
        raise Invalid.field("expires_at", "A waiver ends within a year from now, and not before now.")
    Waiver.objects.about(assessment).run_out(at).update(ended_at=at, ended_as="expired")
    if Waiver.objects.about(assessment).open().filter(approved_at=None).exists():
        raise WaiverPending("A waiver of this requirement is asked for already. Approve or decline that one first.")
    asked = Waiver.objects.create(
        assessment=assessment,
        requirement=assessment.requirement,
        reason=reason,
        requested_by_id=actor.id,
        requested_at=at,
        expires_at=expires_at,
    )
    facts = about(application, assessment)
    record(events.WaiverRequested(waiver_id=asked.pk, **facts, expires_at=expires_at), actor=actor, at=at)
    return asked


@transaction.atomic
def approve_waiver(*, waiver: Waiver, actor: Actor, at: datetime) -> Waiver:
    """Waive the requirement: it counts as met until the waiver expires, and nothing can be found wrong with it.

    What was found before is settled, an open appeal is withdrawn, and an earlier waiver ends. Raises
    SecondApproverNeeded, OwnOrganisation and WaiverNotOpen.
    """
    application, assessment, waiver = _loaded(waiver)
    if waiver.ended_at or waiver.approved_at or waiver.expires_at <= at:
        raise WaiverNotOpen("It was approved or declined already, or its time is over. Load it again.")
    if actor.id is None or actor.id == waiver.requested_by_id:
        raise SecondApproverNeeded("You asked for this waiver. Somebody else approves it.")
    check_four_eyes(application, assessment, actor)
    Waiver.objects.about(assessment).in_force().update(ended_at=at, ended_as="replaced")
    waiver.approved_by_id, waiver.approved_at = actor.id, at
    waiver.save(update_fields=["approved_by", "approved_at"])
    withdraw_appeal(application, assessment, actor=actor, at=at)
    worth = waived(terms_of(assessment.requirement), until=waiver.expires_at, at=at)
    move(assessment, "waived", at=at, **asdict(worth))
    assessment.findings.open().update(resolved_at=at)
    facts = about(application, assessment)
    record(events.RequirementWaived(waiver_id=waiver.pk, **facts, expires_at=waiver.expires_at), actor=actor, at=at)
    settle(application, actor=actor, at=at)
    return waiver


@transaction.atomic
def end_waiver(*, waiver: Waiver, actor: Actor, at: datetime) -> Waiver:
    """Decline a waiver that is asked for, or revoke one that is in force: the requirement is then due, with its grace.

    Raises WaiverNotOpen.
    """
    application, assessment, waiver = _loaded(waiver)
    if waiver.ended_at:
        raise WaiverNotOpen(f"It has ended already ({waiver.ended_as}). Nothing was changed.")
    waiver.ended_at, waiver.ended_as = at, "revoked" if waiver.approved_at else "declined"
    waiver.save(update_fields=["ended_at", "ended_as"])
    facts = about(application, assessment)
    record(events.WaiverEnded(waiver_id=waiver.pk, **facts, ended_as=waiver.ended_as), actor=actor, at=at)
    if waiver.approved_at and assessment.state == "waived":
        move(assessment, "lapsed", at=at, **asdict(worth_ending(assessment, at, at=at)))
        settle(application, actor=actor, at=at)
    return waiver


@transaction.atomic
def expire_waivers(*, actor: Actor, at: datetime) -> int:
    """End the waivers whose time is over; the sweep of assessments lets their requirements lapse. Returns how many.

    At most 500 at a time; what another sweep has in hand is left to it.
    """
    found = Waiver.objects.run_out(at).select_related("assessment__application", "assessment__requirement")
    rows = list(found.order_by("pk").select_for_update(of=("self",), skip_locked=True)[:ONE_SWEEP])
    if not rows:
        return 0
    Waiver.objects.filter(pk__in=[waiver.pk for waiver in rows]).update(ended_at=at, ended_as="expired")
    record_all(
        [
            events.WaiverEnded(
                waiver_id=waiver.pk, **about(waiver.assessment.application, waiver.assessment), ended_as="expired"
            )
            for waiver in rows
        ],
        actor=actor,
        at=at,
    )
    return len(rows)


def _loaded(waiver: Waiver) -> tuple[Application, Assessment, Waiver]:
    application = locked(waiver.assessment.application_id)
    assessment = Assessment.objects.select_related("requirement", "evidence").get(pk=waiver.assessment_id)
    return application, assessment, Waiver.objects.select_related("assessment", "requirement").get(pk=waiver.pk)
