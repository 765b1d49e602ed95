"""How many listings of the present search there would be with each choice: counted in one statement, kept by edition.

The choice made in a facet does not narrow that facet's own counts, so what is counted of it does not depend on it:
whoever goes from one category to the next finds the categories counted already.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from catalog.search.asking import RATINGS
from catalog.search.buckets import EDGES, Bucket, bucket
from catalog.search.filters import Facet, Filters
from catalog.search.query import Query

MOST_PARTNERS = 20
MOST_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Counted:
    """How many listings there are of one value of a facet."""

    value: str
    name: str
    number: int


class Asked(NamedTuple):
    """What is counted: a facet (None: all there are), of the listings that have the words and fit the filters."""

    facet: Facet | None
    words: str
    filters: Filters


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
    mine: int | None = None
    works_with: str = ""


_COLUMNS = "listing_id, categories, schemes, partner_slug, currency, monthly_minor, rating_tenths"
_CONTRACT = "offer_id, works_with, excludes"
# What is searched for is no constant here: the planner, which would take a word for more common than it is and read the
# whole table, always goes by the index of words.
_WORDS = "(SELECT %(every)s::tsquery AS typed OFFSET 0) AS asked JOIN search_document ON words @@ typed"
_PARTNER_NAME = """(
    SELECT card::json -> 'partner' ->> 'name' FROM search_document WHERE partner_slug = {slug} LIMIT 1
)"""
_LISTING_NAME = """(
    SELECT card::json ->> 'name' FROM search_document
    WHERE offer_id = (SELECT offer_id FROM listings_listing WHERE slug = %(works_with)s)
)"""
_TOTAL = "SELECT {number}, '', {partner_name}, count(*) FROM {name}"
# Many listings stand in the same categories: they are counted together before their arrays are taken apart.
_LISTS = """
SELECT {number}, key, '', sum(documents)::bigint FROM (
    SELECT {column}, count(*) AS documents FROM {name} GROUP BY {column}
) AS alike, unnest({column}) AS key GROUP BY key
"""
_PARTNERS = """
SELECT {number}, partner_slug, {partner_name}, documents FROM (
    SELECT partner_slug, count(*) AS documents FROM {name}
    GROUP BY partner_slug ORDER BY documents DESC, partner_slug LIMIT %(most_partners)s
) AS most
"""
_PRICES = """
SELECT {number}, currency || ' ' || bucket, '', documents FROM (
    SELECT currency, width_bucket(monthly_minor, %(edges)s::bigint[]) AS bucket, count(*) AS documents
    FROM {name} WHERE monthly_minor IS NOT NULL GROUP BY currency, bucket
) AS range
"""
_RATINGS = """
SELECT {number}, least::text, '', count(*) FROM {name}, unnest(%(ratings)s::int[]) AS least
WHERE rating_tenths >= least GROUP BY least
"""
# With the column that is counted, or by which a partner is named.
_COUNTS: Mapping[Facet | None, tuple[str, str]] = {
    None: (_TOTAL, "%(partner)s"),
    Facet.CATEGORY: (_LISTS, "categories"),
    Facet.PARTNER: (_PARTNERS, "most.partner_slug"),
    Facet.SCHEME: (_LISTS, "schemes"),
    Facet.PRICE: (_PRICES, ""),
    Facet.RATING: (_RATINGS, ""),
    Facet.MINE: (_TOTAL, "NULL"),
    Facet.WORKS_WITH: (_TOTAL.replace("{partner_name}", _LISTING_NAME), ""),
}
# The others are counted for some only.
_ALWAYS = (None, Facet.CATEGORY, Facet.PARTNER, Facet.SCHEME, Facet.PRICE, Facet.RATING)


def facets(query: Query, filters: Filters, edition: UUID | None, held: tuple[UUID, ...] = ()) -> Facets:
    """Count what `query`, completed and corrected, and `filters` find; one statement for what is not known yet.

    `edition` must have been read before, as for pages. For who holds something, what works with that is counted, too.
    """
    words = query.every()
    asked = {facet: Asked(facet, words, filters.without(facet) if facet else filters) for facet in _ALWAYS}
    if held:
        asked[Facet.MINE] = Asked(Facet.MINE, words, replace(filters, mine=held))
    if filters.works_with:
        asked[Facet.WORKS_WITH] = Asked(Facet.WORKS_WITH, words, filters)
    found = _kept.get(asked.values(), edition)
    (all_found,) = found[asked[None]]
    return Facets(
        total=all_found.number,
        partner=all_found.name,
        categories={each.value: each.number for each in found[asked[Facet.CATEGORY]]},
        partners=sorted(found[asked[Facet.PARTNER]], key=lambda each: (-each.number, each.name)),
        schemes={each.value: each.number for each in found[asked[Facet.SCHEME]]},
        prices=_prices(found[asked[Facet.PRICE]]),
        ratings={int(each.value): each.number for each in found[asked[Facet.RATING]]},
        mine=found[asked[Facet.MINE]][0].number if held else None,
        works_with=found[asked[Facet.WORKS_WITH]][0].name if filters.works_with else "",
    )


def _prices(counted: Iterable[Counted]) -> list[tuple[Bucket, int]]:
    found = []
    for each in counted:
        currency, number = each.value.split()
        found.append((currency, int(number), each.number))
    return [(bucket(currency, number), documents) for currency, number, documents in sorted(found)]


def count(asked: Iterable[Asked]) -> dict[Asked, list[Counted]]:
    """Count each of what is asked, all of it with the same words, in one statement.

    What all have in common is looked for once, and out of it comes a set of listings for each way they are narrowed.
    """
    wanted = list(asked)
    params: dict[str, Any] = {"partner": None, "most_partners": MOST_PARTNERS, "edges": list(EDGES)}
    params["ratings"] = [10 * int(least) for least in RATINGS]
    names = {filters: f"set_{n}" for n, filters in enumerate(dict.fromkeys(each.filters for each in wanted))}
    narrowed = {filters: filters.sql(params) for filters in names}
    common = set.intersection(*map(set, narrowed.values()))
    source = "search_document"
    if wanted[0].words:
        params["every"], source = wanted[0].words, _WORDS
    # The contracts are wide, and needed only where sets differ by them.
    needs_contract = any(filters.works_with or filters.mine is not None for filters in names)
    columns = f"{_COLUMNS}, {_CONTRACT}" if needs_contract else _COLUMNS
    steps = [_step("found", source, common, columns)]
    steps += [
        _step(names[filters], "found", {*conditions} - common, columns) for filters, conditions in narrowed.items()
    ]
    parts = []
    for number, each in enumerate(wanted):
        part, column = _COUNTS[each.facet]
        naming = _PARTNER_NAME.format(slug=column)
        parts.append(part.format(number=number, name=names[each.filters], column=column, partner_name=naming))
    statement = f"WITH {', '.join(steps)} {' UNION ALL '.join(f'({part})' for part in parts)}"
    found: dict[Asked, list[Counted]] = {each: [] for each in wanted}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for number, value, name, documents in cursor.fetchall():
            found[wanted[number]].append(Counted(value, name or "", documents))
    return found


def _step(name: str, source: str, conditions: Collection[str], columns: str) -> str:
    kept = "MATERIALIZED" if conditions or source != "found" else "NOT MATERIALIZED"
    narrowed = " AND ".join(sorted(conditions)) or "true"
    return f"{name} AS {kept} (SELECT {columns} FROM {source} WHERE {narrowed})"  # noqa: S608 - our own names


class KeptCounts:
    """The counts last asked for, each good for one edition; several missing ones are counted together."""

    def __init__(self) -> None:
        self._counts: OrderedDict[tuple[UUID | None, Asked], list[Counted]] = OrderedDict()
        self._lock = Lock()

    def get(self, asked: Iterable[Asked], edition: UUID | None) -> dict[Asked, list[Counted]]:
        """Return the counts of each; an edition that is None is that of an empty table, of which nothing is kept."""
        with self._lock:
            found = {each: self._counts[edition, each] for each in asked if (edition, each) in self._counts}
        if missing := [each for each in asked if each not in found]:
            counted = count(missing)
            found |= counted
            with self._lock:
                self._counts |= {(edition, each): counts for each, counts in counted.items() if edition}
                while len(self._counts) > MOST_KEPT:
                    self._counts.popitem(last=False)
        return found


_kept = KeptCounts()
