"""Billing periods: half-open spans of local dates counted from an anchor."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

# A boundary is never computed past this year, so that no accepted date can make later arithmetic overflow.
LAST_YEAR = 9000


class Interval(StrEnum):
    """How long one billing period lasts."""

    MONTH = "month"
    YEAR = "year"

    @property
    def months(self) -> int:
        """The interval's length in calendar months."""
        return 12 if self is Interval.YEAR else 1


@dataclass(frozen=True, slots=True)
class Period:
    """The local dates from `start` up to, but not including, `end`."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end


def boundary(anchor: date, n: int, interval: Interval) -> date:
    """Return the n-th period boundary after `anchor`, clamped to the month's end.

    Counted from the anchor, never chained: 31 January → 29 February → 31 March. Raises ValueError past year 9000.
    """
    month_index = anchor.year * 12 + anchor.month - 1 + n * interval.months
    year, month = divmod(month_index, 12)
    if not 1 <= year <= LAST_YEAR:
        raise ValueError(f"a period boundary in the year {year} is out of range")
    month += 1
    return date(year, month, min(anchor.day, calendar.monthrange(year, month)[1]))


def nth_period(anchor: date, n: int, interval: Interval) -> Period:
    """Return the n-th period (n = 0 starts at the anchor)."""
    return Period(boundary(anchor, n, interval), boundary(anchor, n + 1, interval))


def local_date(at: datetime, zone: str) -> date:
    """Return the calendar date of the instant `at` in the IANA zone `zone`."""
    return at.astimezone(ZoneInfo(zone)).date()
