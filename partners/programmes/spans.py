"""Spans of time as rule books write them: ISO 8601 periods of one unit, such as P30D, P6M or P1Y."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import total_ordering
from typing import Self

from core.periods import Interval, boundary
from partners.programmes.reading import Misprint

_WRITTEN = re.compile(r"P([1-9][0-9]{0,3})([DWMY])", re.ASCII)
_LONGEST = 10 * 366
_DAYS = {"D": 1, "W": 7, "M": 30.4375, "Y": 365.25}


@total_ordering
@dataclass(frozen=True, slots=True)
class Span:
    """So many days, weeks, calendar months or calendar years."""

    number: int
    unit: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read it. Raises Misprint."""
        found = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
        span = cls(int(found[1]), found[2]) if found else None
        if span is None or span.days > _LONGEST:
            raise Misprint(f"“{text}” is no span of time: write P30D, P4W, P6M or P1Y, at most ten years")
        return span

    @property
    def days(self) -> float:
        """Roughly how many days it has: for comparing spans, never for a date."""
        return self.number * _DAYS[self.unit]

    def __lt__(self, other: "Span") -> bool:
        return self.days < other.days

    def __str__(self) -> str:
        return f"P{self.number}{self.unit}"

    def after(self, at: datetime) -> datetime:
        """Return the instant that lies this span after `at`.

        Days are of 24 hours; months and years are of the calendar in UTC, clamped to the month's end, as `core.periods`
        counts them.
        """
        return self._shift(at, 1)

    def before(self, at: datetime) -> datetime:
        """Return the instant that lies this span before `at`, counted as `after` counts."""
        return self._shift(at, -1)

    def _shift(self, at: datetime, sign: int) -> datetime:
        if self.unit in "DW":
            return at + sign * timedelta(days=self.number * (7 if self.unit == "W" else 1))
        utc = at.astimezone(UTC)
        day = boundary(utc.date(), sign * self.number, Interval.MONTH if self.unit == "M" else Interval.YEAR)
        return datetime.combine(day, time(utc.hour, utc.minute, utc.second, utc.microsecond), UTC)


def verify(name: str, text: str, *, optional: bool) -> None:
    """Raise Misprint unless `text` is a span, or empty where that is allowed."""
    if text or not optional:
        try:
            Span.read(text)
        except Misprint as misprint:
            raise Misprint(f"{name}: {misprint}") from None
