"""Verbs of search: put listings into the table, take them out, and keep count of their words.

The table is derived from the listings and says nothing new, so these record no facts and need no actor.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from catalog.search import editions
from catalog.search.document import Entry, OtherPrice, build
from catalog.search.models import Document, Edition, Price
from catalog.search.sources import live

_NONE: Mapping[UUID, Sequence[OtherPrice]] = {}
COLUMNS = [field.name for field in fields(Entry)]

# The rows are locked in the order of the words, so two writers never wait for each other in a circle.
_ADD = """
INSERT INTO search_word (word, documents, spelled)
SELECT * FROM unnest(%s::text[], %s::int[], %s::int[]) AS change (word, documents, spelled)
ORDER BY word COLLATE "C"
ON CONFLICT (word) DO UPDATE
SET documents = search_word.documents + excluded.documents, spelled = search_word.spelled + excluded.spelled
"""
_TALLY = """
SELECT lexeme, count(*), count(*) FILTER (WHERE positions[1] = 1)
FROM search_document, unnest(words) WHERE listing_id = ANY(%s) GROUP BY lexeme
"""
_RECOUNT = """
WITH told AS (
    SELECT lexeme AS word, count(*) AS documents, count(*) FILTER (WHERE positions[1] = 1) AS spelled
    FROM search_document, unnest(words) GROUP BY lexeme
), gone AS (
    DELETE FROM search_word WHERE NOT EXISTS (SELECT FROM told WHERE told.word = search_word.word)
)
INSERT INTO search_word (word, documents, spelled) SELECT word, documents, spelled FROM told
ON CONFLICT (word) DO UPDATE SET documents = excluded.documents, spelled = excluded.spelled
WHERE (search_word.documents, search_word.spelled) <> (excluded.documents, excluded.spelled)
"""


@transaction.atomic
def refresh(*, listing_ids: Collection[UUID], at: datetime) -> int:
    """Make the table say what is true of these listings at `at`: live ones of partners that may be listed are in it.

    Returns how many are. It may run any number of times and in any order with itself: each listing is locked before
    it is read, so the last to read is the last to write.
    """
    _lock(listing_ids)
    found = live(listing_ids, at=at)
    put(entries=[build(source) for source in found], others={one.listing_id: one.others for one in found})
    remove(listing_ids=set(listing_ids) - {source.listing_id for source in found})
    return len(found)


@transaction.atomic
def put(*, entries: Sequence[Entry], others: Mapping[UUID, Sequence[OtherPrice]] = _NONE) -> None:
    """Write one row for each listing in place of what was there, and keep the word counts right.

    `others` are the prices that rows do not say, by listing.
    """
    if not entries:
        return
    ids = [entry.listing_id for entry in entries]
    change = Counter[tuple[str, str]]()
    change.subtract(_tally(ids))
    Document.objects.bulk_create(
        [Document(**{name: getattr(entry, name) for name in COLUMNS}) for entry in entries],
        update_conflicts=True,
        unique_fields=["listing_id"],
        update_fields=COLUMNS[1:],
        batch_size=500,
    )
    change.update(_tally(ids))
    _count(change)
    _put_prices(ids, others)
    editions.begin(_numbers(ids))


@transaction.atomic
def remove(*, listing_ids: Collection[UUID]) -> None:
    """Take listings out of the table; those that are not in it are left alone."""
    change = Counter[tuple[str, str]]()
    change.subtract(_tally(listing_ids))
    numbers = _numbers(listing_ids)
    if Document.objects.filter(listing_id__in=listing_ids).delete()[0]:
        Price.objects.filter(listing_id__in=listing_ids).delete()
        _count(change)
        editions.begin(numbers)


@transaction.atomic
def recount_words() -> None:
    """Count all words afresh from the documents; searches go on meanwhile, writers wait."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE search_word IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(_RECOUNT)


@transaction.atomic
def note_maker(*, maker: str) -> None:
    """Note the code by which every document was built, so that it need not be done again."""
    editions.begin()
    Edition.objects.update(made_by=maker)


def _put_prices(listing_ids: Collection[UUID], others: Mapping[UUID, Sequence[OtherPrice]]) -> None:
    Price.objects.filter(listing_id__in=listing_ids).delete()
    rows = [
        Price(listing_id=pk, channel=one.channel, currency=one.currency, monthly_minor=one.monthly_minor)
        for pk in listing_ids
        for one in others.get(pk, ())
    ]
    if rows:
        Price.objects.bulk_create(rows, batch_size=500)


def _lock(listing_ids: Collection[UUID]) -> None:
    with connection.cursor() as cursor:
        names = sorted(f"search:{listing_id}" for listing_id in listing_ids)
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name", [names]
        )


def _numbers(listing_ids: Collection[UUID]) -> list[int]:
    return list(Document.objects.filter(pk__in=listing_ids).values_list("number", flat=True))


def _tally(listing_ids: Collection[UUID]) -> Counter[tuple[str, str]]:
    """Count, for each word of these documents, in how many it is ("documents") and is "spelled" so."""
    tally = Counter[tuple[str, str]]()
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, [list(listing_ids)])
        for word, documents, spelled in cursor.fetchall():
            tally[word, "documents"] = documents
            tally[word, "spelled"] = spelled
    return tally


def _count(change: Counter[tuple[str, str]]) -> None:
    words = sorted({word for (word, _), number in change.items() if number})
    if not words:
        return
    by_word = [(word, change[word, "documents"], change[word, "spelled"]) for word in words]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [list(column) for column in zip(*by_word, strict=True)])
        cursor.execute("DELETE FROM search_word WHERE word = ANY(%s) AND documents <= 0", [words])
