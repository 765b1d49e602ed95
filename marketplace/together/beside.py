"""Showing on the page of a listing what is often taken with it."""

from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from catalog.listings.beside import Beside, stands_beside
from catalog.listings.shown import ShownListing
from catalog.search.cards import card
from catalog.search.choices import choices
from catalog.search.editions import Kept, lately
from catalog.search.skeletons import fill, joined

MOST_SHOWN = 4
_COMPANIONS = """
SELECT card FROM together_companion AS companion
JOIN listings_listing AS listing ON listing.offer_id = companion.other_id
JOIN search_document ON listing_id = listing.id
WHERE companion.offer_id = %s ORDER BY customers DESC, other_id LIMIT %s
"""


@stands_beside
def often_together(request: HttpRequest, shown: ShownListing) -> Beside:
    """Show what at least three customers have in one subscription with the listing; one query, where it is not kept."""
    edition, categories = lately()
    cards = _kept_companions.get(shown.listing.offer_id, edition)
    if not cards:
        return Beside(SafeString(""), _nothing_more)
    language = get_language() or settings.LANGUAGE_CODE
    known = choices(categories, language)
    heading = gettext("Often taken together")
    part = fill(
        "beside_part", "en", id="together", heading=heading, cards=joined(card(each, language, known) for each in cards)
    )
    return Beside(part, _nothing_more)


def companions(offer_id: UUID) -> list[str]:
    """Return the cards of up to four offers often taken with one, of those that anybody finds; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPANIONS, [offer_id, MOST_SHOWN])
        return [found for (found,) in cursor.fetchall()]


_kept_companions = Kept(companions)


def _nothing_more(response: HttpResponse) -> None:
    """Leave the answer as it is."""
