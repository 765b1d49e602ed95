"""Reviewers take what waits, keep it for a working day, give it back or hand it over."""

from datetime import datetime

from django.db import transaction

from core.accounts.models import User
from core.accounts.principals import principal_of_user
from core.accounts.roles import StaffRole
from core.actors import Actor
from core.events.recording import record
from partners.vetting.actions.foureyes import check_four_eyes, check_second_reviewer
from partners.vetting.actions.judging import about, locked
from partners.vetting.clocks import desk
from partners.vetting.events import ReviewClaimed, ReviewHandedOver, ReviewReleased
from partners.vetting.models import Assessment, Claim
from partners.vetting.refusals import CannotTakeOver, ClaimedByAnother, NotAwaitingDecision, NotClaimed


@transaction.atomic
def claim(*, assessment: Assessment, actor: Actor, at: datetime) -> Claim:
    """Take what waits for a decision, for one working day; the reviewer who has it already gets another one.

    Of two at once one gets it. Raises ClaimedByAnother, NotAwaitingDecision, OwnOrganisation and
    SecondReviewerNeeded.
    """
    application = locked(assessment.application_id)
    assessment = _waiting(assessment)
    check_four_eyes(application, assessment, actor)
    check_second_reviewer(assessment, actor)
    refuse_claimed(assessment, actor, at=at)
    held = assessment.claims.open().first()
    if held is not None and held.reviewer_id == actor.id:
        held.until = _lease(at)
        held.save(update_fields=["until"])
        return held
    end_claim(assessment, "lapsed", at=at)
    taken = _take(assessment, actor, at=at)
    record(ReviewClaimed(**about(application, assessment), until=taken.until), actor=actor, at=at)
    return taken


@transaction.atomic
def release(*, assessment: Assessment, actor: Actor, at: datetime) -> None:
    """Give back what one has taken. Raises NotClaimed."""
    application = locked(assessment.application_id)
    _own(assessment, actor)
    end_claim(assessment, "released", at=at)
    record(ReviewReleased(**about(application, assessment)), actor=actor, at=at)


@transaction.atomic
def hand_over(*, assessment: Assessment, to: User, note: str = "", actor: Actor, at: datetime) -> Claim:
    """Hand what one has taken to another reviewer, who then has it for a working day.

    Raises NotClaimed, and CannotTakeOver for somebody who may not decide on it.
    """
    application = locked(assessment.application_id)
    _own(assessment, actor)
    assessment = _waiting(assessment)
    if to.pk == actor.id or not principal_of_user(to).has_staff_role(StaffRole.VETTING):
        raise CannotTakeOver(
            "Hand it to another person on staff in the role “vetting”. Nothing has changed; it is still yours."
        )
    check_four_eyes(application, assessment, to.actor)
    check_second_reviewer(assessment, to.actor)
    end_claim(assessment, "handed_over", at=at)
    taken = _take(assessment, to.actor, note=note, at=at)
    record(ReviewHandedOver(**about(application, assessment), until=taken.until), actor=actor, at=at)
    return taken


def refuse_claimed(assessment: Assessment, actor: Actor, *, at: datetime) -> None:
    """Raise ClaimedByAnother while another reviewer has taken it."""
    held = assessment.claims.holding(at).exclude(reviewer_id=actor.id).select_related("reviewer").first()
    if held is not None:
        raise ClaimedByAnother(
            f"{held.reviewer} has taken this until {held.until:%d %B %Y, %H:%M} UTC. Ask for it to be handed over, or"
            " take something else from the queue.",
            until=held.until.isoformat(),
        )


def end_claim(assessment: Assessment, how: str, *, at: datetime) -> None:
    """End the claim, if there is one."""
    assessment.claims.open().update(ended_at=at, ended_as=how)


def _waiting(assessment: Assessment) -> Assessment:
    found = Assessment.objects.select_related("requirement", "evidence").get(pk=assessment.pk)
    if not found.awaits_person:
        raise NotAwaitingDecision(
            f"{found.requirement.key} is “{found.state}”, so nothing is to be decided. Load the queue again.",
            state=found.state,
        )
    return found


def _own(assessment: Assessment, actor: Actor) -> None:
    if not assessment.claims.open().filter(reviewer_id=actor.id).exists():
        raise NotClaimed("You have not taken this, or no longer. Load it again to see who has it.")


def _take(assessment: Assessment, reviewer: Actor, *, note: str = "", at: datetime) -> Claim:
    if reviewer.id is None:
        raise NotClaimed("Only a person on staff takes something to decide on it.")
    return Claim.objects.create(
        assessment=assessment, reviewer_id=reviewer.id, note=note, claimed_at=at, until=_lease(at)
    )


def _lease(at: datetime) -> datetime:
    calendar = desk()
    return calendar.after(at, calendar.day)
