"""Keeping the stars of an offer where its listing and searches find them.

They are derived from what the floor above holds and say nothing new, so this records no fact and needs no actor.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from catalog.listings.models import ListingRating
from catalog.listings.ratings import Rating


@transaction.atomic
def keep_rating(*, offer_id: UUID, counted: Callable[[], Rating]) -> Rating:
    """Write down what `counted` comes to, and return it. Running it again changes nothing.

    The row is locked before the reviews are counted: of two at once, the last to count is the last to write.
    """
    ListingRating.objects.bulk_create([ListingRating(offer_id=offer_id)], ignore_conflicts=True)
    row = ListingRating.objects.select_for_update().get(pk=offer_id)
    rating = counted()
    if row.rating != rating:
        ListingRating.objects.filter(pk=offer_id).update(
            count=rating.count, sum=rating.sum, by_stars=list(rating.by_stars)
        )
    return rating
