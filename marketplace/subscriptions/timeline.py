"""The state of a subscription at a date is a fold over its timeline. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from core.periods import Interval, Period, boundary, nth_period


class Kind(StrEnum):
    """What an entry of the timeline says about its item."""

    START = "start"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the timeline, by the day on the customer's calendar on which it takes effect."""

    item_id: UUID
    kind: Kind
    effective_on: date


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which an item runs: from `starts_on` up to, but not including, `ends_on`; for ever if None."""

    starts_on: date
    ends_on: date | None = None


def spans(changes: Iterable[Change]) -> dict[UUID, Span]:
    """Fold a timeline into the span of each item; the order of the entries does not matter.

    Of several starts or cancellations the earliest counts. An item that never started, or that was cancelled before
    its first day, has no span.
    """
    starts: dict[UUID, date] = {}
    ends: dict[UUID, date] = {}
    for change in changes:
        days = starts if change.kind == Kind.START else ends
        days[change.item_id] = min(days.get(change.item_id, change.effective_on), change.effective_on)
    return {
        item_id: Span(start, ends.get(item_id))
        for item_id, start in starts.items()
        if item_id not in ends or ends[item_id] > start
    }


def period_number(anchor: date, interval: Interval, day: date) -> int:
    """Return the number of the period, counted from the anchor, that `day` falls into; negative before the anchor."""
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    number = months // interval.months
    if boundary(anchor, number, interval) > day:
        return number - 1
    return number


def period_with(anchor: date, interval: Interval, day: date) -> Period:
    """Return the period that contains `day`."""
    return nth_period(anchor, period_number(anchor, interval, day), interval)


def next_boundary(anchor: date, interval: Interval, day: date) -> date:
    """Return the first period boundary after `day`: the end of the period that contains it."""
    return period_with(anchor, interval, day).end


def renewal_after(anchor: date, interval: Interval, span: Span, day: date) -> date | None:
    """Return when a running item is billed next after `day`; None when it ends before."""
    if span.starts_on > day:
        return span.starts_on
    renewal = next_boundary(anchor, interval, day)
    return renewal if span.ends_on is None or renewal < span.ends_on else None
