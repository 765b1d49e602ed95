"""The content of the list page, put together from templates with gaps."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop, override

from catalog.search.asking import NAMES, Asked
from catalog.search.cards import card, partner_name
from catalog.search.choices import Choices
from catalog.search.cursors import Order, encode
from catalog.search.filters import Filters
from catalog.search.queries import Found
from catalog.search.skeletons import joined, skeleton

_ORDERS = {
    Order.RELEVANCE: gettext_noop("Best match"),
    Order.NEWEST: gettext_noop("Newest"),
    Order.NAME: gettext_noop("Name"),
    Order.PRICE: gettext_noop("Price"),
}
_LONGEST_PRICE = 12


def content(asked: Asked, found: Found, given: Mapping[str, str], language: str, choices: Choices) -> SafeString:
    """Return the search form, the filters and one page of cards; `given` is what was typed, right or wrong."""
    category = asked.filters.category
    return _fill(
        "list",
        language,
        heading=choices.names.get(category or "") or gettext("Catalogue"),
        text=asked.text,
        open=joined([" open" if asked.errors else ""]),
        narrowed=_fill("narrowed", language) if _is_narrowed(asked) else "",
        category_options=_category_options(choices, category),
        partner_choice=_partner_choice(asked, found, language),
        price_min=given.get("price_min", "")[:_LONGEST_PRICE],
        price_max=given.get("price_max", "")[:_LONGEST_PRICE],
        order_options=_order_options(asked.order, language, searched=bool(asked.query)),
        notices=_notices(asked, found, language),
        results=_results(asked, found, given, language, choices) if found.rows else _nothing(asked),
    )


def _results(asked: Asked, found: Found, given: Mapping[str, str], language: str, choices: Choices) -> SafeString:
    kept = {name: given[name] for name in NAMES if given.get(name) and name not in asked.errors and name != "cursor"}
    first, following = "", ""
    if asked.after:
        first = _fill("first_page", language, address=f"/catalog/?{urlencode(kept)}")
    if found.following:
        address = f"/catalog/?{urlencode(kept | {'cursor': encode(found.following)})}"
        following = _fill("next_page", language, address=address)
    pager = _fill("pager", language, first=first, next=following) if first or following else ""
    return _fill("cards", language, cards=joined(card(row.card, language, choices) for row in found.rows), pager=pager)


def _nothing(asked: Asked) -> SafeString:
    return render_to_string("search/nothing.html", {"text": asked.text, "narrowed": _is_narrowed(asked)})


def _notices(asked: Asked, found: Found, language: str) -> SafeString:
    corrected = (_fill("corrected", language, typed=typed, meant=meant) for typed, meant in found.corrected.items())
    return joined([*(_fill("misunderstood", language, sentence=each) for each in asked.errors.values()), *corrected])


def _partner_choice(asked: Asked, found: Found, language: str) -> str:
    slug = asked.filters.partner
    if not slug:
        return ""
    name = partner_name(found.rows[0].card) if found.rows else slug
    return _fill("partner_choice", language, slug=slug, partner=name)


def _is_narrowed(asked: Asked) -> bool:
    return asked.filters != Filters() or bool(asked.errors)


@lru_cache(maxsize=500)
def _category_options(choices: Choices, chosen: str | None) -> SafeString:
    return joined(_option(slug, name, selected=slug == chosen) for slug, name in choices.names.items())


@lru_cache
def _order_options(chosen: Order, language: str, *, searched: bool) -> SafeString:
    with override(language):
        shown = [
            (order, gettext(label)) for order, label in _ORDERS.items() if searched or order is not Order.RELEVANCE
        ]
    return joined(_option(order, label, selected=order is chosen) for order, label in shown)


def _option(value: str, label: str, *, selected: bool) -> SafeString:
    return _fill("option", "en", value=value, label=label, selected=joined([" selected" if selected else ""]))


def _fill(template: str, language: str, **values: str) -> SafeString:
    return skeleton(f"search/{template}.html", language, *values).fill(values)
