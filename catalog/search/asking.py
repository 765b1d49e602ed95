"""Reading what a list is asked for: every parameter by name, checked, and told apart from what it should have been."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.offers.registers import INTEGRATIONS, place_of, tag_of
from catalog.offers.rules import LONGEST_TAG, SHORTEST_TAG
from catalog.pricing import schemes
from catalog.search.cursors import BadCursor, Order, Place, decode
from catalog.search.elsewhere import Pairs, stands_apart
from catalog.search.filters import Filters
from catalog.search.query import MAX_TEXT, Query, parse
from core.money import Money
from core.periods import Interval

# What a price is compared in where no currency is named: amounts in different currencies are never compared.
CURRENCY = "EUR"
PAGE_SIZE = 20
LARGEST_PAGE = 100
BADGE_PATTERN = "[a-z][a-z0-9-]{0,39}"
PRICE_PATTERN = r"[0-9]{1,9}([.,][0-9]{1,3})?"
NAMES = (
    "q", "category", "partner", "scheme", "price_min", "price_max", "currency", "interval", "tag", "integration",
    "data_location", "badge", "rating", "works_with", "mine", "order", "cursor", "page_size",
)  # fmt: skip
# The least stars on the average that may be asked for.
RATINGS = ("4", "3")
# The orders that may be asked for.
ORDERS = tuple(order for order in Order if order is not Order.FITTING)
# What whoever asks holds, as the ids of offers in their order; None where nobody is known behind the request.
Held = tuple[UUID, ...] | None
_SLUG = re.compile(r"[-_A-Za-z0-9]{1,160}")
_BADGE = re.compile(BADGE_PATTERN)
_CURRENCY = re.compile(r"[A-Z]{3}")
_PRICE = re.compile(PRICE_PATTERN)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of the list is to show, and what could not be understood (`errors`: name to sentence).

    `held` are the offers that whoever asks holds; prices are those of the `channel`.
    """

    text: str = ""
    query: Query = field(default_factory=Query)
    filters: Filters = field(default_factory=Filters)
    order: Order = Order.NEWEST
    after: Place | None = None
    page_size: int = PAGE_SIZE
    errors: Mapping[str, str] = field(default_factory=dict)
    held: tuple[UUID, ...] = ()
    channel: str = ""
    pairs: Pairs = frozenset()


def read(
    given: Mapping[str, str],
    shelves: tuple[str, ...] = (),
    held: Held = None,
    *,
    channel: str = "",
    pairs: Pairs = frozenset(),
) -> Asked:
    """Read the parameters; prices are major units, with a point or a comma as people write them.

    A value that cannot be understood counts as not given and is told in `errors`. `shelves` narrow it from outside, and
    prices are those of the `channel`; `pairs` say where these do not stand in the documents.
    Without words and order, what works with what is `held` comes first; a list that somebody began newest first goes on
    that way.
    """
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, reader in _READERS.items():
        text = given.get(name, "")
        if text.strip() != "":
            try:
                # A space after the last word says that it is finished, so words are read as they were typed.
                values[name] = reader(text if name == "q" else text.strip())
            except ValueError as error:
                errors[name] = str(error)
    if values.get("mine") and held is None:
        del values["mine"]
        errors["mine"] = _("Sign in to see what works with what you have. Everything else is shown without it.")
    text = values.get("q", "")
    query = parse(text)
    order, after = values.get("order") or _default(query, held, mine=values.get("mine", False)), None
    if order is Order.RELEVANCE and not query:
        order = Order.NEWEST
    if cursor := given.get("cursor"):
        try:
            order, after = _place(cursor, order)
        except BadCursor:
            errors["cursor"] = _("Take the cursor from “next_cursor” of the page before, in the same order.")
    filters, page_size = _filters(values, order, shelves, held or ()), values.get("page_size", PAGE_SIZE)
    filters = _within(filters, channel, pairs)
    return Asked(text, query, filters, order, after, page_size, errors, held or (), channel, pairs)


def _within(filters: Filters, channel: str, pairs: Pairs) -> Filters:
    """Return the filters of a channel; where all prices stand in the documents, they are those of the whole."""
    is_apart = filters.currency is not None and stands_apart(pairs, channel, filters.currency)
    return replace(filters, apart=True, channel=channel) if is_apart else filters


def _default(query: Query, held: Held, *, mine: bool) -> Order:
    if query:
        return Order.RELEVANCE
    # Where everything fits, nothing has to come first.
    return Order.FITTING if held and not mine else Order.NEWEST


def _place(cursor: str, order: Order) -> tuple[Order, Place]:
    """Return where a page goes on, and in which order: somebody may have signed in or bought something in between."""
    try:
        return order, decode(cursor, order)
    except BadCursor:
        if order is not Order.FITTING:
            raise
        return Order.NEWEST, decode(cursor, Order.NEWEST)


def _filters(values: Mapping[str, Any], order: Order, shelves: tuple[str, ...], held: tuple[UUID, ...]) -> Filters:
    compares = "price_min" in values or "price_max" in values or order in (Order.PRICE, Order.DEAREST)
    currency = values.get("currency") or (CURRENCY if compares else None)
    return Filters(
        category=values.get("category"),
        partner=values.get("partner"),
        scheme=values.get("scheme"),
        currency=currency,
        interval=values.get("interval"),
        price_min=_minor(values.get("price_min"), currency),
        price_max=_minor(values.get("price_max"), currency),
        shelves=shelves,
        tag=values.get("tag"),
        integration=values.get("integration"),
        data_location=values.get("data_location"),
        badge=values.get("badge"),
        rating=values.get("rating"),
        works_with=values.get("works_with"),
        mine=held if values.get("mine") else None,
    )


def _text(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ValueError(_("Search for at most %(most)d characters.") % {"most": MAX_TEXT})
    return text


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError(_("This is a slug: letters, digits and hyphens, such as “project-management”."))
    return text


def _scheme(text: str) -> str:
    if text not in schemes.SCHEMES:
        raise ValueError(_("A price model is one of: %(known)s.") % {"known": ", ".join(sorted(schemes.SCHEMES))})
    return text


def _currency(text: str) -> str:
    if not _CURRENCY.fullmatch(text):
        raise ValueError(_("A currency is three capital letters, such as EUR."))
    return text


def _price(text: str) -> Decimal:
    if not _PRICE.fullmatch(text):
        raise ValueError(_("A price is a number such as 9 or 9.50."))
    return Decimal(text.replace(",", "."))


def _minor(price: Decimal | None, currency: str | None) -> int | None:
    return None if price is None or currency is None else Money.of(price, currency).minor


def _interval(text: str) -> str:
    if text not in list(Interval):
        raise ValueError(_("An interval is one of: %(known)s.") % {"known": ", ".join(Interval)})
    return text


def _order(text: str) -> Order:
    if text not in ORDERS:
        raise ValueError(_("An order is one of: %(known)s.") % {"known": ", ".join(ORDERS)})
    return Order(text)


def _tag(text: str) -> str:
    tag = tag_of(text)
    if not SHORTEST_TAG <= len(tag) <= LONGEST_TAG:
        raise ValueError(_("A tag is 2 to 30 letters, digits and hyphens, such as “project-planning”."))
    return tag


def _integration(text: str) -> str:
    if text not in INTEGRATIONS:
        raise ValueError(_("A way to integrate is one of: %(known)s.") % {"known": ", ".join(INTEGRATIONS)})
    return text


def _data_location(text: str) -> str:
    place = place_of(text)
    if place is None:
        raise ValueError(_("A place is the code of a country, such as FR, or “eu” or “eea”."))
    return place


def _badge(text: str) -> str:
    if not _BADGE.fullmatch(text):
        raise ValueError(_("A badge is small letters, digits and hyphens, such as “secure”."))
    return text


def _rating(text: str) -> int:
    if text not in RATINGS:
        raise ValueError(_("A rating is one of: %(known)s.") % {"known": ", ".join(RATINGS)})
    return 10 * int(text)


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(_("This is “true” or “false”."))
    return text == "true"


def _page_size(text: str) -> int:
    if not (
        text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_PAGE)) and 1 <= int(text) <= LARGEST_PAGE
    ):
        raise ValueError(_("page_size is a number from 1 to %(most)d.") % {"most": LARGEST_PAGE})
    return int(text)


_READERS: dict[str, Callable[[str], object]] = {
    "q": _text,
    "category": _slug,
    "partner": _slug,
    "scheme": _scheme,
    "currency": _currency,
    "interval": _interval,
    "price_min": _price,
    "price_max": _price,
    "tag": _tag,
    "integration": _integration,
    "data_location": _data_location,
    "badge": _badge,
    "rating": _rating,
    "works_with": _slug,
    "mine": _truth,
    "order": _order,
    "page_size": _page_size,
}
