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
from catalog.search.elsewhere import cards_of
from catalog.search.skeletons import fill, joined

MOST_SHOWN = 4
_COMPANIONS = """
SELECT card FROM together_companion AS companion
JOIN listings_listing AS listing ON listing.offer_id = companion.other_id
JOIN search_document ON listing_id = listing.id
WHERE companion.offer_id = %(offer)s AND (%(shelves)s::text[] = '{}' OR categories && %(shelves)s::text[])
ORDER BY customers DESC, other_id LIMIT %(most)s
"""


@stands_beside
def often_together(request: HttpRequest, shown: ShownListing) -> Beside:
    """Show what at least three customers have in one subscription with the listing; one query, where it is not kept."""
    current = lately()
    cards = _kept_companions.get((shown.listing.offer_id, shown.shelves), current.edition)
    if not cards:
        return Beside(SafeString(""), _nothing_more)
    cards = cards_of(cards, shown.channel.code if shown.channel else "", None, current.pairs)
    language = get_language() or settings.LANGUAGE_CODE
    known = choices(current.categories, language)
    heading = gettext("Often taken together")
    told = joined(card(each, language, known, shown.base) for each in cards)
    part = fill("beside_part", "en", id="together", heading=heading, cards=told)
    return Beside(part, _nothing_more)


def companions(offer_id: UUID, shelves: tuple[str, ...] = ()) -> list[str]:
    """Return the cards of up to four offers often taken with one, of those that anybody finds; one query.

    With `shelves` only what stands on one of them is among them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COMPANIONS, {"offer": offer_id, "shelves": list(shelves), "most": MOST_SHOWN})
        return [found for (found,) in cursor.fetchall()]


_kept_companions: Kept[tuple[UUID, tuple[str, ...]], list[str]] = Kept(lambda asked: companions(*asked))


def _nothing_more(response: HttpResponse) -> None:
    """Leave the answer as it is."""
