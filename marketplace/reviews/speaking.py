"""Telling the catalogue what customers say, for the page of a listing."""

from uuid import UUID

from catalog.listings.voices import Voice, tells_what_customers_say
from marketplace.reviews.models import Review
from marketplace.reviews.places import Order


@tells_what_customers_say
def newest_of(offer_id: UUID, most: int) -> list[Voice]:
    """Return the newest reviews of an offer that everybody may read; one query."""
    rows = Review.objects.readable().filter(offer=offer_id).in_order(Order.NEWEST).select_related("organisation")
    return [
        Voice(
            stars=review.stars,
            title=review.title,
            text=review.text,
            language=review.language,
            author=review.organisation.name,
            written_at=review.written_at,
        )
        for review in rows[:most]
    ]
