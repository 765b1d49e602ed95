"""How many listings of the present search there would be with each choice.

The choice made in a facet does not narrow that facet's own counts. What works with something is found by the database;
all else is narrowed down and counted in memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from uuid import UUID

import numpy as np
from django.db import connection

from catalog.search.asking import RATINGS
from catalog.search.buckets import Bucket, bucket
from catalog.search.columns import ABSENT, NONE, Columns, Mask
from catalog.search.editions import Kept
from catalog.search.filters import OWN, Facet, Filters
from catalog.search.query import Query
from catalog.search.recalled import Sought, recall

MOST_PARTNERS = 20


@dataclass(frozen=True, slots=True)
class Counted:
    """How many listings there are of one value of a facet."""

    value: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The listings found, counted. `partners` are those with the most; `partner` is the name of the chosen one.
    `ratings` has the least average in tenths.

    `mine` is how many work with what somebody holds, None for who holds nothing; `works_with` is the name of the
    listing that all found work with, empty where none is chosen or it is not in the catalogue any more.
    """

    total: int
    partner: str
    categories: Mapping[str, int]
    partners: list[Counted]
    schemes: Mapping[str, int]
    prices: list[tuple[Bucket, int]]
    ratings: Mapping[int, int]
    integrations: Mapping[str, int] = field(default_factory=dict)
    data_locations: Mapping[str, int] = field(default_factory=dict)
    badges: Mapping[str, int] = field(default_factory=dict)
    mine: int | None = None
    works_with: str = ""


def facets(
    query: Query, filters: Filters, edition: UUID | None, held: tuple[UUID, ...] = (), channel: str = ""
) -> Facets:
    """Count what `query`, completed and corrected, and `filters` find.

    `edition` must have been read before, as for pages. For who holds something, what works with that is counted, too.
    Prices are those of the `channel`.
    """
    works_with = Sought("works_with", filters.works_with or "")
    mine = Sought("mine", held if filters.mine is None else filters.mine)
    snapshot, sets = recall([each for each in (works_with, mine) if each.value], edition)
    columns = snapshot.columns
    narrowed = _narrowed(columns, filters, channel)
    if query:
        narrowed["words"] = snapshot.postings.matching(query, columns)
    if works_with in sets:
        narrowed["works_with"] = sets[works_with]
    if filters.mine is not None:
        narrowed["mine"] = columns.among([]) if mine not in sets else sets[mine]

    made: dict[tuple[str, ...], Mask] = {}

    def without(facet: Facet | None) -> Mask:
        own = OWN[facet] if facet else ()
        names = tuple(name for name in narrowed if name not in own)
        # Most facets are narrowed alike.
        if names not in made:
            made[names] = reduce(np.logical_and, (narrowed[name] for name in names), columns.everything())
        return made[names]

    found, rated = without(None), columns.rating[without(Facet.RATING)]
    partners = columns.labels["partner"].most(without(Facet.PARTNER), MOST_PARTNERS)
    named = [Counted(slug, columns.partner_names[slug], number) for slug, number in partners.items()]
    prices = columns.count_prices(without(Facet.PRICE), channel)
    return Facets(
        total=int(found.sum()),
        partner=columns.partner_names.get(filters.partner or "", ""),
        categories=columns.labels["categories"].count(without(Facet.CATEGORY)),
        partners=sorted(named, key=lambda each: (-each.number, each.name)),
        schemes=columns.labels["schemes"].count(without(Facet.SCHEME)),
        prices=[(bucket(*which), number) for which, number in sorted(prices.items())],
        integrations=columns.labels["integrations"].count(without(Facet.INTEGRATION)),
        data_locations=columns.labels["places"].count(without(Facet.DATA_LOCATION)),
        badges=columns.labels["badges"].count(without(Facet.BADGE)),
        ratings={least: number for least in _LEAST if (number := int((rated >= least).sum()))},
        mine=int((without(Facet.MINE) & sets[mine]).sum()) if held else None,
        works_with=_names.get(filters.works_with, edition) if filters.works_with else "",
    )


_LEAST = [10 * int(least) for least in RATINGS]


def _narrowed(columns: Columns, filters: Filters, channel: str) -> dict[str, Mask]:
    """Return what each of the filters leaves of the listings, but for those that the database answers."""
    masks = {
        name: columns.having(column, [value])
        for name, column in _COLUMNS.items()
        if (value := getattr(filters, name)) is not None
    }
    if filters.currency is not None:
        prices = columns.prices(channel, filters.currency)
        masks["currency"] = prices > ABSENT
        if filters.price_min is not None:
            masks["price_min"] = prices >= max(filters.price_min, 0)
        if filters.price_max is not None:
            masks["price_max"] = (prices > NONE) & (prices <= filters.price_max)
    if filters.rating is not None:
        masks["rating"] = columns.rating >= filters.rating
    if filters.shelves:
        masks["shelves"] = columns.having("categories", filters.shelves)
    return masks


# The filters that ask for a word in a column.
_COLUMNS = {
    "category": "categories",
    "partner": "partner",
    "scheme": "schemes",
    "interval": "intervals",
    "tag": "tags",
    "integration": "integrations",
    "data_location": "places",
    "badge": "badges",
}
_NAME = """
SELECT card::json ->> 'name' FROM search_document
WHERE offer_id = (SELECT offer_id FROM listings_listing WHERE slug = %s)
"""


def _name(slug: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_NAME, [slug])
        row = cursor.fetchone()
        return row[0] if row else ""


_names: Kept[str, str] = Kept(_name)
