"""What each process keeps of the listings to count them: columns, words, and the sets that questions have found.

One statement brings them up to date, from the log of what changed in which edition, and finds the sets that are not
known yet. A process that is new, or was left behind by the log, reads all listings once.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection

from catalog.search.columns import Columns, Line, Mask
from catalog.search.filters import MINE, NAMED, fits
from catalog.search.postings import Postings

MOST_KEPT = 300


class Sought(NamedTuple):
    """A set of listings that only the database finds: those that work with a listing named by its slug (`works_with`),
    those that work with what somebody holds (`mine`).
    """

    by: str
    value: str | tuple[UUID, ...]


@dataclass(frozen=True)
class Snapshot:
    """The listings as they were in one edition, or a little later, and the sets found among them, the oldest first."""

    edition: UUID | None
    columns: Columns
    postings: Postings
    sets: OrderedDict[Sought, Mask] = field(default_factory=OrderedDict)


_KNOWN = "WITH known AS (SELECT turn FROM search_change WHERE edition = %(known)s)"
_LINE = """
    number, partner_slug, partner_name, currency, monthly_minor, rating_tenths, categories, schemes, intervals,
    tags, integrations, places, badges,
    ARRAY(SELECT channel || ' ' || currency FROM search_price AS price
        WHERE price.listing_id = search_document.listing_id ORDER BY channel, currency),
    ARRAY(SELECT price.monthly_minor FROM search_price AS price
        WHERE price.listing_id = search_document.listing_id ORDER BY channel, currency)
"""
# Of a listing that is gone the line has nothing but its number.
_CHANGED = f"""
SELECT json_agg(CASE WHEN search_document.listing_id IS NULL THEN json_build_array(number)
    ELSE json_build_array({_LINE}, tsvector_to_array(words)) END) FROM (
    SELECT DISTINCT unnest(numbers) AS number FROM search_change WHERE turn > (SELECT turn FROM known)
) AS changed LEFT JOIN search_document USING (number)
"""  # noqa: S608 - here and below: our own names
# Half of all listings may be found: their numbers come as bytes, four for each, for reading them as text takes longer.
_NUMBERS = "SELECT string_agg(int4send(number), '') FROM search_document"
_CONDITIONS = {"works_with": fits(NAMED), "mine": MINE}
_NEWS = f"(SELECT edition FROM search_edition), EXISTS (SELECT FROM known), ({_CHANGED})"  # noqa: S608
_ALL = f"SELECT json_build_array({_LINE}) FROM search_document"  # noqa: S608
_WORDS = """
SELECT lexeme, string_agg(int4send(number), '') FROM search_document, unnest(words) GROUP BY lexeme
"""

_present: Snapshot | None = None
_lock = Lock()
_reading = Lock()


def recall(sought: Iterable[Sought], edition: UUID | None) -> tuple[Snapshot, Mapping[Sought, Mask]]:
    """Return the listings of `edition`, which must have been read before, or later ones, and the sets that are sought.

    No statement if all is known, one if something is not; three more for a process that has to read all.
    """
    global _present  # noqa: PLW0603 - one for the process, replaced as a whole
    wanted, snapshot = list(sought), _present or _first()
    with _lock:
        found = {each: snapshot.sets[each] for each in wanted if each in snapshot.sets}
    if snapshot.edition != edition:
        snapshot, found = _follow(snapshot, wanted)
    elif missing := [each for each in wanted if each not in found]:
        found |= _find(snapshot.columns, missing)
    with _lock:
        snapshot.sets.update(found)
        while len(snapshot.sets) > MOST_KEPT:
            snapshot.sets.popitem(last=False)
    _present = snapshot
    return snapshot, found


def _first() -> Snapshot:
    """Read all listings once for the process: threads that come meanwhile wait for the one that reads."""
    global _present  # noqa: PLW0603 - as above
    with _reading:
        if _present is None:
            _present = _read()
        return _present


def _read() -> Snapshot:
    with connection.cursor() as cursor:
        cursor.execute("SELECT edition FROM search_edition")
        row = cursor.fetchone()
        cursor.execute(_ALL)
        columns = Columns.of([Line(*told) for (told,) in cursor.fetchall()])
        cursor.execute(_WORDS)
        return Snapshot(row[0] if row else None, columns, Postings.of(dict(cursor.fetchall())))


def _follow(snapshot: Snapshot, sought: Sequence[Sought]) -> tuple[Snapshot, dict[Sought, Mask]]:
    """Return what the listings are now, and the sets among them."""
    edition, is_known, changed, *sets = _ask(_NEWS, snapshot.edition, sought)
    lines = {line[0]: Line(*line) for line in changed or () if len(line) > 1}
    words = {line[0]: lines[line[0]].words if line[0] in lines else () for line in changed or ()}
    postings = snapshot.postings.changed(words) if is_known else None
    if postings is None:
        snapshot = _read()
    elif edition != snapshot.edition:
        snapshot = Snapshot(edition, snapshot.columns.changed(words.keys(), list(lines.values())), postings)
    return snapshot, _masks(snapshot.columns, sought, sets)


def _find(columns: Columns, sought: Sequence[Sought]) -> dict[Sought, Mask]:
    return _masks(columns, sought, _ask("", None, sought))


def _masks(columns: Columns, sought: Sequence[Sought], sets: Sequence[bytes | None]) -> dict[Sought, Mask]:
    return {
        each: columns.among(np.frombuffer(numbers or b"", dtype=">i4"))
        for each, numbers in zip(sought, sets, strict=True)
    }


def _ask(news: str, known: UUID | None, sought: Sequence[Sought]) -> Sequence[Any]:
    params: dict[str, Any] = {"known": known}
    for each in sought:
        params[each.by] = each.value if isinstance(each.value, str) else list(each.value)
    columns = [news] if news else []
    columns += [f"({_NUMBERS} WHERE {_CONDITIONS[each.by]})" for each in sought]
    with connection.cursor() as cursor:
        cursor.execute(f"{_KNOWN} SELECT {', '.join(columns)}", params)
        told: Sequence[Any] = cursor.fetchone()
        return told
