"""What a list can be narrowed to. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID


class Facet(StrEnum):
    """What listings are counted by."""

    CATEGORY = "category"
    PARTNER = "partner"
    SCHEME = "scheme"
    PRICE = "price"
    INTEGRATION = "integration"
    DATA_LOCATION = "data_location"
    BADGE = "badge"
    RATING = "rating"
    MINE = "mine"
    WORKS_WITH = "works_with"


# The filters that choosing something in a facet sets.
OWN: Mapping[Facet, tuple[str, ...]] = {
    Facet.CATEGORY: ("category",),
    Facet.PARTNER: ("partner",),
    Facet.SCHEME: ("scheme",),
    Facet.PRICE: ("currency", "price_min", "price_max"),
    Facet.INTEGRATION: ("integration",),
    Facet.DATA_LOCATION: ("data_location",),
    Facet.BADGE: ("badge",),
    Facet.RATING: ("rating",),
    Facet.MINE: ("mine",),
    Facet.WORKS_WITH: (),
}


class Where(StrEnum):
    """Where the price of a listing is looked for: in its document, in the table of other prices, or in both."""

    DOCUMENT = "document"
    APART = "apart"
    BOTH = "both"


_APART = "SELECT listing_id AS other_id, monthly_minor AS other_minor FROM search_price AS other"
_IN_CHANNEL = f"({_APART} WHERE currency = %(currency)s AND channel = %(channel)s)"
_ELSEWHERE = f"""({_APART} WHERE currency = %(currency)s AND channel = '' AND NOT EXISTS (
    SELECT FROM search_price AS nearer WHERE nearer.listing_id = other.listing_id
    AND nearer.currency = %(currency)s AND nearer.channel = %(channel)s
))"""
_ANY_APART = "SELECT listing_id FROM search_price WHERE currency = %(currency)s AND channel IN ('', %(channel)s)"


def others(channel: str) -> tuple[str, ...]:
    """Return the tables of prices that stand apart in the currency: those of the channel, and what it has none for."""
    return (_IN_CHANNEL, _ELSEWHERE) if channel else (_IN_CHANNEL,)


def fits(held: str) -> str:
    """Return the condition that a listing works with at least one of the offers in `held`, an array in SQL.

    It works with one that it complements or requires, and with one that complements or requires it; and it excludes
    none of them, nor does one of them exclude it. What the held offers say is looked up once for a statement.
    """
    return (
        f"((works_with && {held} OR offer_id = ANY({_said('works_with', held)}))"
        f" AND NOT excludes && {held} AND NOT offer_id = ANY({_said('excludes', held)}))"
    )


def _said(column: str, held: str) -> str:
    return f"ARRAY(SELECT unnest({column}) FROM search_document WHERE offer_id = ANY({held}))"  # noqa: S608 - our names


# A listing that is not sold any more is still held: it is named by its slug all the same.
NAMED = "ARRAY(SELECT offer_id FROM listings_listing WHERE slug = %(works_with)s)"
MINE = fits("%(mine)s::uuid[]")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; prices are minor units of `currency` a month, both ends included.

    `data_location` is a country where data is kept, or a group of countries that none is kept outside of.
    `rating` is the least average of the stars, in tenths. `works_with` is the slug of a listing; `mine` are the offers
    held where the list is narrowed to what works with them, and None where it is not.
    `shelves` are the categories of a channel, any of which will do. `apart`: in the `channel` some listings cost what
    their documents do not say, so that the table of other prices is asked, too.
    """

    category: str | None = None
    partner: str | None = None
    scheme: str | None = None
    currency: str | None = None
    interval: str | None = None
    price_min: int | None = None
    price_max: int | None = None
    shelves: tuple[str, ...] = ()
    tag: str | None = None
    integration: str | None = None
    data_location: str | None = None
    badge: str | None = None
    rating: int | None = None
    works_with: str | None = None
    mine: tuple[UUID, ...] | None = None
    apart: bool = False
    channel: str = ""

    def sql(self, params: dict[str, Any], where: Where = Where.BOTH) -> list[str]:
        """Return the conditions, and put their values into `params`; prices are looked for `where` they stand."""
        conditions = {
            "category": "categories @> ARRAY[%(category)s]",
            "partner": "partner_slug = %(partner)s",
            "scheme": "%(scheme)s = ANY(schemes)",
            "currency": "currency = %(currency)s",
            "interval": "%(interval)s = ANY(intervals)",
            "price_min": "monthly_minor >= %(price_min)s",
            "price_max": "monthly_minor <= %(price_max)s",
            "tag": "tags @> ARRAY[%(tag)s]",
            "integration": "integrations @> ARRAY[%(integration)s]",
            "data_location": "places @> ARRAY[%(data_location)s]",
            "badge": "badges @> ARRAY[%(badge)s]",
            "rating": "rating_tenths >= %(rating)s",
            "works_with": fits(NAMED),
            "mine": MINE,
        }
        given = {name: getattr(self, name) for name in conditions if getattr(self, name) is not None}
        params.update(given)
        if self.apart and self.currency is not None:
            return self._elsewhere(params, where, {name: conditions[name] for name in given})
        return self._all(params, [conditions[name] for name in given])

    def _all(self, params: dict[str, Any], found: list[str]) -> list[str]:
        if self.mine is not None:
            params["mine"] = list(self.mine)
        if self.shelves:
            params["shelves"] = list(self.shelves)
            found.append("categories && %(shelves)s")
        return found

    def _elsewhere(self, params: dict[str, Any], where: Where, conditions: Mapping[str, str]) -> list[str]:
        """Return the conditions where a price of a listing stands in its document unless it stands apart."""
        params["channel"] = self.channel
        here = " AND ".join(conditions[name] for name in OWN[Facet.PRICE] if name in conditions)
        names = [name for name in ("price_min", "price_max") if name in conditions]
        there = " AND ".join(conditions[name].replace("monthly_minor", "other_minor") for name in names) or "true"
        here = f"({here} AND listing_id NOT IN ({_ANY_APART}))"
        match where:
            case Where.DOCUMENT:
                price = here
            case Where.APART:
                price = there
            case Where.BOTH:
                found = (f"SELECT other_id FROM {one} AS apart WHERE {there}" for one in others(self.channel))  # noqa: S608 - our own names
                price = f"(listing_id IN ({' UNION ALL '.join(found)}) OR {here})"
        kept = [sql for name, sql in conditions.items() if name not in OWN[Facet.PRICE]]
        return self._all(params, [*kept, price])
