"""What else stands on a listing's page: rooms above know, and say so here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from catalog.listings.shown import ShownListing


@dataclass(frozen=True, slots=True)
class Beside:
    """Markup below the listing, and what is done with the answer before it leaves, such as setting a cookie."""

    markup: SafeString
    finish: Callable[[HttpResponse], None]


Shows = Callable[[HttpRequest, ShownListing], Beside]
_shown: list[Shows] = []


def stands_beside(shows: Shows) -> Shows:
    """Register a function that says what stands beside a listing."""
    if shows not in _shown:
        _shown.append(shows)
    return shows


def beside(request: HttpRequest, shown: ShownListing) -> list[Beside]:
    """Return all that stands beside a listing."""
    return [shows(request, shown) for shows in _shown]
