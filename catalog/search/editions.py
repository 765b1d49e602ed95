"""Pages of the catalogue, kept by each process for as long as the catalogue stays the same.

Every change of the table gives it a new edition. A process asks which edition is current a few times a second, and what
it has kept of another edition is never shown.
"""

import time
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection

from catalog.search.elsewhere import Pairs

MOST_KEPT = 500
MOST_LOGGED = 1000
T = TypeVar("T")
Q = TypeVar("Q")


class Current(NamedTuple):
    """What the catalogue is at present: the edition of its listings, and its categories as JSON text.

    `pairs` are the channels and currencies in which anything costs what its document does not say.
    """

    edition: UUID | None
    categories: str
    pairs: Pairs = frozenset()


_latest: tuple[float, Current] = (float("-inf"), Current(None, "[]"))


def lately() -> Current:
    """Return what the catalogue was at most `settings.CATALOGUE_KEPT_SECONDS` ago; one statement, shared by all."""
    global _latest  # noqa: PLW0603 - one for the process, replaced as a whole
    now = time.monotonic()
    if now - _latest[0] >= settings.CATALOGUE_KEPT_SECONDS:
        _latest = (now, current())
    return _latest[1]


class Kept(Generic[Q, T]):
    """Answers to questions, each good for one edition."""

    def __init__(self, answer: Callable[[Q], T]) -> None:
        self._answer = lru_cache(maxsize=MOST_KEPT)(lambda _edition, question: answer(question))

    def get(self, question: Q, edition: UUID | None) -> T:
        """Return the answer for `edition`, which must have been read before: it may be newer than that, never older."""
        return self._answer(edition, question)


# The pairs are hopped to in their index, one by one.
_CURRENT = """
WITH RECURSIVE pair AS (
    (SELECT channel, currency FROM search_price ORDER BY channel, currency LIMIT 1)
    UNION ALL
    SELECT following.channel, following.currency FROM pair, LATERAL (
        SELECT channel, currency FROM search_price
        WHERE (channel, currency) > (pair.channel, pair.currency) ORDER BY channel, currency LIMIT 1
    ) AS following
)
SELECT (SELECT edition FROM search_edition), (
    SELECT coalesce(jsonb_agg(to_jsonb(category) ORDER BY position, name, slug), '[]')
    FROM (
        SELECT each.slug, each.name, each.name_fr, each.position, above.slug AS parent
        FROM offers_category AS each LEFT JOIN offers_category AS above ON above.id = each.parent_id
    ) AS category
)::text, ARRAY(SELECT channel || ' ' || currency FROM pair)
"""


def current() -> Current:
    """Return what the catalogue is now; its edition is None before anything was written."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT)
        edition, categories, pairs = cursor.fetchone()
        return Current(edition, categories, frozenset(pairs))


_BEGIN = """
INSERT INTO search_edition (id, edition) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition RETURNING edition
"""


def begin(numbers: Collection[int] | None = None) -> None:
    """Give the table a new edition, which others see when the transaction commits. One writer at a time gets past.

    `numbers` are the listings that have changed; without them all may have.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN)
        (edition,) = cursor.fetchone()
        # Whoever knows an edition that is not in the log reads everything anew.
        if numbers is None:
            cursor.execute("DELETE FROM search_change")
        cursor.execute(
            "INSERT INTO search_change (edition, numbers) VALUES (%s, %s) RETURNING turn",
            [edition, list(numbers or ())],
        )
        (turn,) = cursor.fetchone()
        cursor.execute("DELETE FROM search_change WHERE turn <= %s", [turn - MOST_LOGGED])
