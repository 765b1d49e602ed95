"""The address a listing gets with its first publication."""

import itertools
from collections.abc import Iterator
from datetime import datetime

from django.utils.text import slugify

from catalog.listings.models import Listing, ListingVersion
from catalog.offers.models import Offer

LONGEST_PART = 70
# Below /api/v1/listings/ these are addresses of their own.
TAKEN = frozenset({"facets", "compare"})


def create_listing(offer: Offer, version: ListingVersion, *, at: datetime) -> Listing:
    """Create the offer's listing under the first free slug: name, name-partner, name-partner-2, and so on.

    Two at once with the same name: the database lets one have it, and the other takes the next.
    """
    name = slugify(version.content["name"])[:LONGEST_PART].strip("-_") or "offer"
    for slug in _candidates(name, offer.partner.slug):
        listing = Listing(
            offer=offer, partner=offer.partner, slug=slug, current=version, first_published_at=at, published_at=at
        )
        Listing.objects.bulk_create([listing], ignore_conflicts=True)
        if Listing.objects.filter(pk=listing.pk).exists():
            return listing
    raise AssertionError("the candidates never end")


def _candidates(name: str, partner: str) -> Iterator[str]:
    owned = f"{name}-{partner[:LONGEST_PART]}"
    yield from (slug for slug in (name, owned) if slug not in TAKEN)
    yield from (f"{owned}-{number}" for number in itertools.count(2))
