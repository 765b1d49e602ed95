"""Reactions to what happens to reviews: the stars of the offer are counted anew, and both sides are told."""

from datetime import datetime
from functools import partial
from uuid import UUID

from catalog.listings.actions import keep_rating
from catalog.listings.models import Listing
from catalog.search.actions import refresh
from core.events.facts import handles
from marketplace.reviews import telling
from marketplace.reviews.events import (
    ReplyWritten,
    ReviewChanged,
    ReviewHidden,
    ReviewRestored,
    ReviewWithdrawn,
    ReviewWritten,
)
from marketplace.reviews.models import Review
from marketplace.reviews.queries import count_stars

Counts = ReviewWritten | ReviewChanged | ReviewWithdrawn | ReviewHidden | ReviewRestored


@handles(ReviewWritten)
@handles(ReviewChanged)
@handles(ReviewWithdrawn)
@handles(ReviewHidden)
@handles(ReviewRestored)
def count_anew(event: Counts, *, at: datetime) -> None:
    """Let the listing, and lists and searches, show what the stars come to now; run again, nothing changes."""
    offer_id = Review.objects.values_list("offer_id", flat=True).get(pk=event.review_id)
    keep_rating(offer_id=offer_id, counted=partial(count_stars, offer_id))
    # The rating is locked by now, so of two at once the last to count is also the last to write what is searched.
    refresh(listing_ids=list(Listing.objects.live().filter(offer=offer_id).values_list("pk", flat=True)), at=at)


@handles(ReviewWritten)
def tell_partner(event: ReviewWritten, *, at: datetime) -> None:
    """Tell the partner that a customer has reviewed one of its offers."""
    review = _loaded(event.review_id)
    telling.mail(review, "review_written", telling.partner_of(review), mark=str(event.number))


@handles(ReplyWritten)
def tell_author(event: ReplyWritten, *, at: datetime) -> None:
    """Tell the author that the partner has answered; of later editions of the answer nobody is told."""
    if event.number == 1:
        review = _loaded(event.review_id)
        telling.mail(review, "reply_written", telling.author_of(review), mark="1")


@handles(ReviewHidden)
def tell_hidden(event: ReviewHidden, *, at: datetime) -> None:
    """Tell author and partner, in the same words, what was hidden and why."""
    _tell_both(event, f"{event.about}_hidden", event.hidden_at)


@handles(ReviewRestored)
def tell_restored(event: ReviewRestored, *, at: datetime) -> None:
    """Tell author and partner, in the same words, what can be read again and why."""
    _tell_both(event, f"{event.about}_restored", event.restored_at)


def _tell_both(event: ReviewHidden | ReviewRestored, kind: str, when: datetime) -> None:
    review = _loaded(event.review_id)
    both = [*telling.author_of(review), *telling.partner_of(review)]
    telling.mail(review, kind, both, mark=f"{when:%Y%m%d%H%M%S%f}", reason=event.reason)


def _loaded(review_id: UUID) -> Review:
    rows = Review.objects.select_related("organisation", "offer__partner", "offer__listing")
    return rows.get(pk=review_id)
