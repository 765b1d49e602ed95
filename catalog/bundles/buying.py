"""How somebody who sees the price of a selection orders it: only the floor above knows, and says so here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString

from catalog.bundles.queries import Selection


@dataclass(frozen=True, slots=True)
class Buying:
    """What stands below the price: taxes, the first invoice and the button. `wrong` says of plans why not."""

    markup: SafeString
    wrong: Mapping[UUID, str] = field(default_factory=dict)


# What is priced, the query of the address that says just this, and when.
Shows = Callable[[HttpRequest, Selection, str, datetime], Buying]
_asked: list[Shows] = []


def tells_how_to_buy(shows: Shows) -> Shows:
    """Register a function that says how a selection is ordered by whoever sees the page."""
    if shows not in _asked:
        _asked.append(shows)
    return shows


def how_to_buy(request: HttpRequest, selection: Selection, query: str, *, at: datetime) -> list[Buying]:
    """Return all that stands below the price of a selection."""
    return [shows(request, selection, query, at) for shows in _asked]
