"""Telling the room of offers which listings stand on a category, so that it is not retired under them."""

from catalog.listings.models import ListingVersion
from catalog.offers.standing import tells_what_stands


@tells_what_stands
def listing_versions_on(slug: str) -> dict[str, int]:
    """Return how many versions that are shown or may come to be shown are in the category; one query."""
    versions = ListingVersion.objects.filter(state__in=["submitted", "scheduled", "live"])
    return {"listing_versions": versions.filter(content__categories__contains=[slug]).count()}
