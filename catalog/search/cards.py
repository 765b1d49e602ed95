"""Listings as cards of a page."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import ngettext, override
from orjson import loads

from catalog.listings.ratings import BEST
from catalog.pricing.writing import shown, written
from catalog.search.choices import Choices
from catalog.search.skeletons import fill, joined, skeleton
from core.money import round_half_away
from partners.programmes.telling import badge

MOST_TAGS = 3


# What a card looks like follows from these four alone, so nothing kept here is ever out of date.
@lru_cache(maxsize=10_000)
def card(row: str, language: str, choices: Choices, base: str = "/catalog/") -> SafeString:
    """Return a listing, given as its JSON text, as a card that leads to addresses from `base` on."""
    listing = loads(row)
    price = listing["from_price"]
    tag = skeleton("search/tag.html", language, "slug", "name", "base")
    tags = (
        tag.fill(
            {"slug": category["slug"], "name": choices.names.get(category["slug"], category["name"]), "base": base}
        )
        for category in listing["categories"][:MOST_TAGS]
    )
    # A row that was written before listings had logos says nothing of one.
    logo = listing.get("logo")
    mark = skeleton("search/mark_logo.html" if logo else "search/mark_initial.html", language, "logo", "initial")
    values = {
        "base": base,
        "slug": listing["slug"],
        "name": listing["name"],
        "mark": mark.fill({"logo": logo or "", "initial": listing["name"][:1]}),
        "summary": listing.get("summaries", {}).get(language) or listing["summary"],
        "partner_slug": listing["partner"]["slug"],
        "partner": listing["partner"]["name"],
        "tags": joined(tags),
        "rating": _rating(listing.get("rating"), language),
        "badges": _badges(listing.get("badges", ()), language),
        "tick": fill("mark_compare", language, slug=listing["slug"], name=listing["name"]),
        "price": amount(Decimal(price["amount"]), price["currency"], language) if price else "",
    }
    if not price:
        # Without a plan that everybody sees there is no interval either.
        values["price"] = fill("by_usage" if listing["intervals"] else "on_request", language)
    return skeleton("search/card.html" if price else "search/card_unpriced.html", language, *values).fill(values)


@lru_cache(maxsize=4096)
def amount(value: Decimal, currency: str, language: str) -> str:
    """Return an amount as people of the language read it."""
    with override(language):
        return written(shown(value, currency), currency)


def _badges(codes: Iterable[str], language: str) -> SafeString:
    return joined(fill("mark_badge", language, name=badge(code, language)) for code in codes)


def _rating(rating: Mapping[str, Any] | None, language: str) -> SafeString | str:
    """Return the stars of a listing; nothing where nobody has reviewed it."""
    if rating is None:
        return ""
    full = round_half_away(Fraction(rating["average"]))
    with override(language):
        sentence = ngettext(
            "%(average)s of 5 stars, %(n)s review", "%(average)s of 5 stars, %(n)s reviews", rating["count"]
        ) % {"average": number_format(Decimal(rating["average"]), 1), "n": number_format(rating["count"])}
    return fill("mark_rating", language, stars="★" * full + "☆" * (BEST - full), sentence=sentence)
