"""The days between which a document holds: which of them make sense, and which documents are too old. Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.refusals import Invalid
from partners.programmes.spans import Span

# Nothing that partners show was issued earlier; nothing holds for longer.
EARLIEST = date(1950, 1, 1)
LONGEST = timedelta(days=50 * 366)


def refuse_dates(issued_on: date | None, expires_on: date | None, *, today: date) -> None:
    """Raise Invalid for days that no document at hand can have: issued tomorrow, expired, reversed, or far away."""
    if issued_on is not None and not EARLIEST <= issued_on <= today:
        raise Invalid.field(
            "issued_on",
            f"A document at hand was issued between {EARLIEST} and today, {today} (UTC). Compare with the document.",
            code="out-of-range",
        )
    if expires_on is None:
        return
    if issued_on is not None and expires_on < issued_on:
        raise Invalid.field(
            "expires_on", "It would end before it was issued. Compare both days with the document.", code="reversed"
        )
    if expires_on < today:
        raise Invalid.field(
            "expires_on", f"It ended before today, {today} (UTC). Send the one that holds now.", code="expired"
        )
    if expires_on > today + LONGEST:
        raise Invalid.field(
            "expires_on",
            "It would hold for longer than 50 years. Leave the day out for a document without an end.",
            code="out-of-range",
        )


def counts_from_and_until(
    pieces: Iterable[tuple[Mapping[str, Any], str]],
) -> tuple[datetime | None, list[datetime]]:
    """Return when the oldest of the pieces was issued, if any says so, and when each of them ends.

    A piece is what is kept of it and how old it may be by its day of issue ("" for any age). It says days; an answer
    counts from the beginning of the first and through the whole of the last (UTC).
    """
    issued: list[datetime] = []
    ends: list[datetime] = []
    for data, max_age in pieces:
        if data.get("expires_on"):
            ends.append(_midnight(data["expires_on"]) + timedelta(days=1))
        if data.get("issued_on"):
            began = _midnight(data["issued_on"])
            issued.append(began)
            if max_age:
                ends.append(Span.read(max_age).after(began) + timedelta(days=1))
    return min(issued, default=None), ends


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, UTC)
