"""What staff decide about words that everybody reads."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog.offers.refusals import refuse_fields
from core.accounts.models import Membership
from core.actors import Actor
from core.events.recording import record
from marketplace.reviews.events import ReportsDismissed, ReviewHidden, ReviewRestored
from marketplace.reviews.models import HIDDEN, MODERATION, SHOWN, Reply, Report, Review
from marketplace.reviews.refusals import Concerned, NothingToModerate
from marketplace.reviews.rules import review_errors


@transaction.atomic
def hide(*, review: Review, about: str, reason: str, actor: Actor, at: datetime) -> Review:
    """Hide a review, or the reply to it. Everybody reads the reason in its place; author and partner are told.

    Of two at once one wins. Raises Invalid without a reason, Concerned, NothingToModerate and IllegalMove.
    """
    _move(review, about, to=HIDDEN, reason=reason, actor=actor, at=at)
    fact = ReviewHidden(about=about, reason=reason, hidden_at=at, **_sides(review))
    record(fact, actor=actor, at=at)
    return review


@transaction.atomic
def restore(*, review: Review, about: str, reason: str, actor: Actor, at: datetime) -> Review:
    """Let a hidden review, or the reply to it, be read again; author and partner are told why. Raises as `hide`."""
    _move(review, about, to=SHOWN, reason=reason, actor=actor, at=at)
    fact = ReviewRestored(about=about, reason=reason, restored_at=at, **_sides(review))
    record(fact, actor=actor, at=at)
    return review


@transaction.atomic
def dismiss_reports(*, review: Review, about: str, actor: Actor, at: datetime) -> int:
    """Let stand what was reported, and return how many reports that answers. Raises Concerned and NothingToModerate."""
    _refuse_concerned(review, actor)
    closed = _close_reports(review, about, at)
    if not closed:
        raise NothingToModerate("No report waits here any more: somebody else has looked at it.")
    record(ReportsDismissed(review_id=review.pk, about=about, reports=closed), actor=actor, at=at)
    return closed


def _move(review: Review, about: str, *, to: str, reason: str, actor: Actor, at: datetime) -> None:
    refuse_fields(review_errors({"reason": reason}))
    _refuse_concerned(review, actor)
    words: Review | Reply | None = review if about == "review" else getattr(review, "reply", None)
    if words is None:
        raise NothingToModerate("There is no reply to this review.")
    # What is shown has no reason: that of the restoration is in the fact and in the message to both sides.
    kept = reason if to == HIDDEN else ""
    row = Review.objects.filter(pk=words.pk) if about == "review" else Reply.objects.filter(pk=words.pk)
    MODERATION.apply(row, to=to, field="moderation", reason=kept, moderated_at=at)
    words.moderation, words.reason, words.moderated_at = to, kept, at
    _close_reports(review, about, at)


def _sides(review: Review) -> dict[str, UUID]:
    return {
        "review_id": review.pk,
        "organisation_id": review.organisation_id,
        "partner_id": review.offer.partner_id,
    }


def _close_reports(review: Review, about: str, at: datetime) -> int:
    return Report.objects.open().filter(review=review, about=about).update(closed_at=at)


def _refuse_concerned(review: Review, actor: Actor) -> None:
    sides = (review.organisation_id, review.offer.partner.organisation_id)
    if actor.id and Membership.objects.filter(user=actor.id, organisation__in=sides).exists():
        raise Concerned("You belong to the customer or to the partner. Somebody else on staff decides about this.")
