"""What stands below a listing on its page: listings like it, and those looked at before, to be compared with it."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from catalog.listings.beside import Beside, stands_beside
from catalog.listings.shown import ShownListing
from catalog.search.cards import card
from catalog.search.choices import Reader, choices
from catalog.search.editions import Kept, lately
from catalog.search.elsewhere import cards_of
from catalog.search.recent import recent, recent_cards, remember
from catalog.search.related import Like, related
from catalog.search.skeletons import fill, joined
from catalog.search.window import Window

_kept_related = Kept(related)


@stands_beside
def others(request: HttpRequest, shown: ShownListing) -> Beside:
    """Show what is like the listing, and what was looked at before it; two statements, and one shared by all."""
    listing, looked_at = shown.listing, recent(request)
    edition, known, pairs = lately()
    language = get_language() or settings.LANGUAGE_CODE
    reader = Reader(language, choices(known, language), Window(shown.base, shown.shelves))
    like_it = _kept_related.get(Like(listing.pk, shown.shelves), edition)
    before = recent_cards(looked_at, without=[listing.pk], shelves=shown.shelves)
    code = shown.channel.code if shown.channel else ""
    like_it, before = (cards_of(cards, code, None, pairs) for cards in (like_it, before))
    parts = [
        _part("related", gettext("Similar add-ons"), like_it, reader),
        _part("recent", gettext("Looked at lately"), before, reader),
    ]

    def finish(response: HttpResponse) -> None:
        remember(response, [listing.pk, *looked_at])
        patch_vary_headers(response, ["Cookie"])

    name = shown.version.content["name"]
    shelves = fill("beside", language, slug=listing.slug, name=name, parts=joined(part for part in parts if part))
    return Beside(shelves, finish)


def _part(name: str, heading: str, cards: Sequence[str], reader: Reader) -> SafeString | str:
    if not cards:
        return ""
    shown = joined(card(each, reader.language, reader.choices, reader.window.base) for each in cards)
    return fill("beside_part", "en", id=name, heading=heading, cards=shown)
