"""The page on which up to four listings stand side by side."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from orjson import loads

from catalog.listings.shown import shown_listings
from catalog.listings.wording import in_words
from catalog.search.comparing import MOST_COMPARED, compared_json, may_be, named
from catalog.search.recent import recent, recent_cards
from core import clock
from core.accounts.principals import principal_of

_NOT_FOUND, _TOO_MANY = 404, 422
# So many are offered to choose four from; whoever asks for more ticked them elsewhere.
MOST_OFFERED = 20


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Compare the listings named; of too many let the reader choose, and say which are not there. Five queries."""
    slugs = named(request.GET.getlist("listing"))
    offered = may_be(slugs)[:MOST_OFFERED]
    shown = shown_listings(offered, principal=principal_of(request), at=clock.now())
    # What was typed is cut, so that nothing fills the page.
    missing = [slug[:80] for slug in slugs[:MOST_OFFERED] if slug not in shown]
    too_many = len(slugs) > MOST_COMPARED
    listings = [compared_json(each) for each in shown.values()]
    compared = [one["id"] for one in listings]
    addable = len(compared) < MOST_COMPARED and not too_many and not missing
    context: dict[str, Any] = {
        "more": [loads(each) for each in recent_cards(recent(request), without=compared)] if addable else [],
        "listings": [
            one | {"said": in_words(one), "without": address_of([s for s in shown if s != one["slug"]])}
            for one in listings
        ],
        "missing": missing,
        "others": address_of(list(shown)),
        "too_many": too_many,
        "number": len(slugs),
        "most": MOST_COMPARED,
    }
    status = _TOO_MANY if too_many else _NOT_FOUND if missing else None
    return render(request, "search/compare.html", context, status=status)


def address_of(slugs: list[str]) -> str:
    """Return the address of the page that compares these."""
    return f"/compare?{urlencode([('listing', slug) for slug in slugs])}" if slugs else "/compare"
