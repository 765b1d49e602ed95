"""The questions of a list page, each one statement of SQL: what is known of the words, and the page itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from orjson import loads

from catalog.search.asking import Asked
from catalog.search.bilingual import sayable
from catalog.search.cursors import Order, Place
from catalog.search.elsewhere import cards_of
from catalog.search.filters import MINE, Filters, Where, others
from catalog.search.models import Document
from catalog.search.query import SHORT_PREFIX, Known, Query, Term, refine
from catalog.search.ranking import ranked
from catalog.search.spelling import TWO_ERRORS_FROM, misspellings, nearest

Counts = dict[str, int] | None

MOST_COMPLETIONS = 12
MOST_CORRECTED = 4


class Row(NamedTuple):
    """One listing of a list: what is shown of it as JSON text, and the keys of its place, unread.

    The keys of the last row alone are needed, so instants and identifiers stay the text the database sends.
    """

    card: str
    score: int
    broad: bool
    published_at: str
    listing_id: str
    name_key: str
    monthly_minor: int | None
    rating_key: int

    def place(self, order: Order) -> Place:
        """Where this row stands in `order`."""
        listing_id, published_at = UUID(self.listing_id), datetime.fromisoformat(self.published_at)
        match order:
            case Order.RELEVANCE:
                return Place(order, (self.score, self.broad, published_at), listing_id)
            case Order.FITTING:
                return Place(order, (self.score == 1, published_at), listing_id)
            case Order.NEWEST:
                return Place(order, published_at, listing_id)
            case Order.NAME:
                return Place(order, self.name_key, listing_id)
            case Order.PRICE | Order.DEAREST:
                return Place(order, self.monthly_minor or 0, listing_id)
            case Order.RATING:
                return Place(order, self.rating_key, listing_id)


_KNOWN = """
WITH typed AS (
    SELECT * FROM unnest(%(words)s::text[], %(lexemes)s::text[], %(prefix)s::bool[], %(variants)s::text[])
        AS typed (word, lexemes, prefix, variants)
), told AS MATERIALIZED (
    SELECT word, variants, (
        SELECT jsonb_object_agg(known.word, documents) FROM search_word AS known
        WHERE known.word = ANY(string_to_array(lexemes, ' '))
    ) AS lexemes, CASE WHEN prefix THEN (
        SELECT jsonb_object_agg(begun.word, documents) FROM (
            SELECT longer.word, documents FROM search_word AS longer
            WHERE longer.word > typed.word AND longer.word < typed.word || U&'\\+10FFFF' AND spelled > 0
            ORDER BY documents DESC LIMIT %(completions)s
        ) AS begun
    ) END AS completions FROM typed
)
SELECT word, lexemes, completions, CASE WHEN lexemes IS NULL AND completions IS NULL AND variants IS NOT NULL THEN
    coalesce((
        SELECT jsonb_object_agg(near.word, spelled) FROM search_word AS near
        WHERE spelled > 0 AND near.word = ANY(string_to_array(told.variants, ' '))
    ), CASE WHEN length(told.word) >= %(two_errors_from)s THEN (
        SELECT jsonb_object_agg(near.word, spelled) FROM search_word AS near
        WHERE spelled > 0 AND near.word %% told.word
    ) END)
END FROM told
"""

_LIST = """
SELECT card, 0, false, published_at::text AS at_text, listing_id::text AS id_text, name_key, monthly_minor, rating_key
FROM search_document
WHERE {conditions} ORDER BY {by} LIMIT %(limit)s
"""
# Two walks of the newest, so that nothing sorts the whole table: what fits, and only where that does not fill the page
# what does not.
_FITTING = """
WITH fitting AS MATERIALIZED (
    SELECT 1 AS score, {columns} FROM search_document WHERE {conditions} AND {fits} AND {fitting_beyond}
    ORDER BY published_at DESC, listing_id DESC LIMIT %(limit)s
), rest AS (
    SELECT 0 AS score, {columns} FROM search_document
    WHERE (SELECT count(*) FROM fitting) < %(limit)s AND {conditions} AND {fits} IS NOT TRUE AND {rest_beyond}
    ORDER BY published_at DESC, listing_id DESC LIMIT %(limit)s
)
SELECT card, score, false, part.published_at::text AS at_text, part.listing_id::text AS id_text, name_key,
    monthly_minor, rating_key
FROM (SELECT * FROM fitting UNION ALL SELECT * FROM rest) AS part
ORDER BY score DESC, part.published_at DESC, part.listing_id DESC LIMIT %(limit)s
"""
_FITTING_COLUMNS = "card, published_at, listing_id, name_key, monthly_minor, rating_key"
_BY_ANY_PRICE = """
SELECT card, 0, false, published_at::text AS at_text, listing_id::text AS id_text, name_key, monthly_minor, rating_key
FROM (
    (
        SELECT card, published_at, listing_id, name_key, monthly_minor, rating_key FROM search_document
        WHERE {here} ORDER BY {by} LIMIT %(limit)s
    ){apart}
) AS part ORDER BY {by} LIMIT %(limit)s
"""
_PRICED_APART = """ UNION ALL (
        SELECT card, published_at, listing_id, name_key, other_minor, rating_key
        FROM {others} AS apart JOIN search_document ON listing_id = other_id
        WHERE {there} ORDER BY {by} LIMIT %(limit)s
    )"""
_BEYOND = "(published_at, listing_id) < (%(at)s, %(id)s)"
_ORDERS = {
    Order.NEWEST: ("published_at DESC, listing_id DESC", _BEYOND),
    Order.NAME: ("name_key, listing_id", "(name_key, listing_id) > (%(at)s, %(id)s)"),
    Order.PRICE: ("monthly_minor, listing_id", "(monthly_minor, listing_id) > (%(at)s, %(id)s)"),
    Order.DEAREST: ("monthly_minor DESC, listing_id DESC", "(monthly_minor, listing_id) < (%(at)s, %(id)s)"),
    Order.RATING: ("rating_key DESC, listing_id DESC", "(rating_key, listing_id) < (%(at)s, %(id)s)"),
}
_PRICED = ["monthly_minor IS NOT NULL"]
_EXTRA = {Order.PRICE: _PRICED, Order.DEAREST: _PRICED}


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list, and the words as they were understood."""

    query: Query
    rows: list[Row]
    following: Place | None
    corrected: dict[str, str]


def find(asked: Asked) -> Found:
    """Answer a page of the list: a statement for the words, if there are any, and one for the page.

    One more where prices are shown that do not stand in the documents.
    """
    query, corrected = understood(asked.query)
    rows = page(query, asked.filters, asked.order, asked.after, asked.page_size + 1, held=asked.held)
    shown = rows[: asked.page_size]
    following = shown[-1].place(asked.order) if len(rows) > len(shown) else None
    cards = cards_of([row.card for row in shown], asked.channel, asked.filters.currency, asked.pairs)
    shown = [row if row.card is card else row._replace(card=card) for row, card in zip(shown, cards, strict=True)]
    return Found(query, shown, following, corrected)


def due(on: date, *, most: int) -> list[UUID]:
    """Return listings of which a price has begun or ended by a day since they were put into the table; one query."""
    rows = Document.objects.filter(reprice_on__lte=on).order_by("reprice_on", "pk")
    return list(rows.values_list("pk", flat=True)[:most])


def understood(query: Query) -> tuple[Query, dict[str, str]]:
    """Complete and correct what was typed by what is known of its words; one statement, none without words."""
    return refine(query, known_words(query) if query else {})


def known_words(query: Query) -> dict[str, Known]:
    """Return what is known of each word of `query`: how many listings have it, and what else may be meant."""
    most_corrected = min(MOST_CORRECTED, len(query.terms))
    words = {term.word for term in query.terms}
    terms = [*query.terms, *(Term(word, (word,), (word,)) for _, _, word in query.pairs if word not in words)]
    columns: dict[str, Any] = {
        "words": [term.word for term in terms],
        "lexemes": [" ".join(term.lexemes) for term in terms],
        "prefix": [term.prefix for term in terms],
        "variants": [
            misspellings(term.word) if n < most_corrected and len(term.word) > SHORT_PREFIX else None
            for n, term in enumerate(terms)
        ],
    }
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {**columns, "completions": MOST_COMPLETIONS, "two_errors_from": TWO_ERRORS_FROM})
        return {word: _known(word, *(loads(value or "null") for value in told)) for word, *told in cursor.fetchall()}


def _known(word: str, lexemes: Counts, completions: Counts, near: Counts) -> Known:
    completions = completions or {}
    meant: Counts = None
    if not lexemes and not completions and len(word) > SHORT_PREFIX:
        # Words of the other language may be mistyped, too, although no listing has them.
        meant = dict.fromkeys(sayable(), 0) | (near or {})
    return Known(lexemes or {}, completions, len(completions) == MOST_COMPLETIONS, nearest(word, meant or {}))


def page(
    query: Query, filters: Filters, order: Order, after: Place | None, size: int, *, held: Collection[UUID] = ()
) -> list[Row]:
    """Return up to `size` listings, in one statement; ask for one more than is shown to know whether there is more.

    Relevance is an order only where words were typed, what fits first only where something is `held`.
    """
    params: dict[str, Any] = {"limit": size}
    conditions = filters.sql(params)
    if order is Order.RELEVANCE:
        statement = ranked(query, conditions, after, params)
    elif order is Order.FITTING:
        params["mine"] = list(held)
        statement = _fitting_first(conditions, after, params)
    elif order in _EXTRA and filters.apart:
        statement = _by_any_price(query, filters, order, after, params)
    else:
        statement = _ordered(query, order, conditions, after, params)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [Row._make(row) for row in cursor.fetchall()]


def _fitting_first(conditions: list[str], after: Place | None, params: dict[str, Any]) -> str:
    fitting_beyond, rest_beyond = "true", "true"
    match after:
        case Place(key=(does_fit, published_at)):
            params |= {"at": published_at, "id": after.listing_id}
            fitting_beyond, rest_beyond = (_BEYOND, "true") if does_fit else ("false", _BEYOND)
    return _FITTING.format(
        columns=_FITTING_COLUMNS,
        conditions=" AND ".join(conditions) or "true",
        fits=MINE,
        fitting_beyond=fitting_beyond,
        rest_beyond=rest_beyond,
    )


def _by_any_price(query: Query, filters: Filters, order: Order, after: Place | None, params: dict[str, Any]) -> str:
    """Walk the prices of documents and those that stand apart, each in its own index, and put them together."""
    by, beyond = _ORDERS[order]
    more = []
    if query:
        params["every"] = query.every()
        more.append("words @@ %(every)s::tsquery")
    if after:
        params |= {"at": after.key, "id": after.listing_id}
        more.append(beyond)
    here = " AND ".join([*filters.sql(params, Where.DOCUMENT), *more, *_PRICED])
    there = " AND ".join([*filters.sql(params, Where.APART), *map(_apart, more), *map(_apart, _PRICED)])
    parts = (_PRICED_APART.format(others=one, there=there, by=_apart(by)) for one in others(filters.channel))
    return _BY_ANY_PRICE.format(here=here, by=by, apart="".join(parts))


def _apart(condition: str) -> str:
    return condition.replace("monthly_minor", "other_minor").replace("listing_id", "other_id")


def _ordered(query: Query, order: Order, conditions: list[str], after: Place | None, params: dict[str, Any]) -> str:
    by, beyond = _ORDERS[order]
    conditions = [*conditions, *_EXTRA.get(order, [])]
    if query:
        params["every"] = query.every()
        conditions.append("words @@ %(every)s::tsquery")
    if after:
        params |= {"at": after.key, "id": after.listing_id}
        conditions.append(beyond)
    return _LIST.format(conditions=" AND ".join(conditions) or "true", by=by)
