"""The content of the list page, put together from templates with gaps."""

from collections.abc import Mapping
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop, ngettext, override

from catalog.search.asking import CURRENCY, Asked
from catalog.search.cards import card
from catalog.search.choices import Reader
from catalog.search.cursors import Order, encode
from catalog.search.facets import Facets
from catalog.search.filters import Filters
from catalog.search.links import Links
from catalog.search.queries import Found
from catalog.search.sidebar import chosen, counted_in, sidebar
from catalog.search.skeletons import fill, joined

# The order is chosen by naming none.
_UNNAMED = gettext_noop("Fits what I have")
_ORDERS = {
    Order.RELEVANCE: gettext_noop("Best match"),
    Order.NEWEST: gettext_noop("Newest"),
    Order.NAME: gettext_noop("Name"),
    Order.PRICE: gettext_noop("Price, lowest first"),
    Order.DEAREST: gettext_noop("Price, highest first"),
    Order.RATING: gettext_noop("Best rated"),
}
_LONGEST_PRICE = 12
# What a new search keeps of the old one, beside what has a field of its own in the form.
_KEPT_BY_FORM = (
    "category", "partner", "scheme", "currency", "interval", "tag", "integration", "data_location", "badge", "rating",
    "works_with", "mine",
)  # fmt: skip


def content(asked: Asked, found: Found, counted: Facets, given: Mapping[str, str], reader: Reader) -> SafeString:
    """Return the search form, the choices and one page of cards; `given` is what was typed, right or wrong."""
    links, language = Links(given, asked, reader.window.base), reader.language
    window = reader.window
    return fill(
        "list",
        language,
        base=window.base,
        lead=fill("lead", language, tagline=window.tagline) if window.tagline else "",
        heading=reader.choices.name(asked.filters.category or "") or window.name or gettext("Catalogue"),
        text=asked.text,
        kept=joined(fill("hidden", "en", name=n, value=links.given[n]) for n in _KEPT_BY_FORM if n in links.given),
        open=joined([" open" if asked.errors else ""]),
        narrowed=fill("narrowed", language) if _is_narrowed(asked) else "",
        facets=sidebar(asked, counted, links, reader),
        currency=asked.filters.currency or CURRENCY,
        price_min=given.get("price_min", "")[:_LONGEST_PRICE],
        price_max=given.get("price_max", "")[:_LONGEST_PRICE],
        order_options=_order_options(
            asked.order, language, searched=bool(asked.query), can_fit=bool(asked.held) and asked.filters.mine is None
        ),
        notices=_notices(asked, found, language),
        total=_total(counted.total, language),
        chosen=chosen(asked, counted, links, reader),
        results=_results(asked, found, links, reader) if found.rows else _nothing(asked, window.base),
    )


def _total(number: int, language: str) -> str:
    return ngettext("%(number)s listing", "%(number)s listings", number) % {"number": counted_in(number, language)}


def _results(asked: Asked, found: Found, links: Links, reader: Reader) -> SafeString:
    language = reader.language
    first, following = "", ""
    if asked.after:
        first = fill("first_page", language, address=links.to())
    if found.following:
        following = fill("next_page", language, address=links.to(cursor=encode(found.following)))
    pager = fill("pager", language, first=first, next=following) if first or following else ""
    return fill(
        "cards",
        language,
        cards=joined(card(row.card, language, reader.choices, links.base) for row in found.rows),
        pager=pager,
    )


def _nothing(asked: Asked, base: str) -> SafeString:
    return render_to_string("search/nothing.html", {"text": asked.text, "narrowed": _is_narrowed(asked), "base": base})


def _notices(asked: Asked, found: Found, language: str) -> SafeString:
    corrected = (fill("corrected", language, typed=typed, meant=meant) for typed, meant in found.corrected.items())
    return joined([*(fill("misunderstood", language, sentence=each) for each in asked.errors.values()), *corrected])


def _is_narrowed(asked: Asked) -> bool:
    nothing = Filters(shelves=asked.filters.shelves, apart=asked.filters.apart, channel=asked.filters.channel)
    return asked.filters != nothing or bool(asked.errors)


@lru_cache
def _order_options(present: Order, language: str, *, searched: bool, can_fit: bool) -> SafeString:
    with override(language):
        shown = [
            (order, gettext(label)) for order, label in _ORDERS.items() if searched or order is not Order.RELEVANCE
        ]
        if can_fit and not searched:
            shown.insert(0, (Order.FITTING, gettext(_UNNAMED)))
    selected = {True: joined([" selected"]), False: ""}
    return joined(
        fill(
            "option",
            "en",
            value="" if order is Order.FITTING else order,
            label=label,
            selected=selected[order is present],
        )
        for order, label in shown
    )
