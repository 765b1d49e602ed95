"""The engine: what should be billed for a subscription, and what of that is missing. Pure.

It knows no database and no clock. The billing run, the preview before an order and the tests all call it, so they
cannot disagree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from catalog.pricing import schemes
from core.money import CurrencyMismatch, Money
from core.periods import Interval, Period, nth_period
from marketplace.subscriptions.timeline import Span, period_number

RECURRING = "recurring"


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedItem:
    """What the engine knows of an item: its price, how many, and on which days it runs."""

    item_id: UUID
    price_id: UUID
    scheme: str
    terms: Mapping[str, Any]
    currency: str
    interval: Interval
    quantity: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A subscription as the engine sees it. All items have one currency and are counted from one anchor."""

    currency: str
    anchor_on: date
    items: tuple[RatedItem, ...]


@dataclass(frozen=True, slots=True, order=True)
class LineKey:
    """What makes a line itself: billed once, whoever asks and however often."""

    item_id: UUID
    price_id: UUID
    component: str
    service_start: date
    service_end: date


@dataclass(frozen=True, slots=True)
class DesiredLine:
    """A line that should be billed.

    `net` is in minor units, rounded once, half away from zero. `unit_price` is exact, in major units, for one whole
    interval. `explanation` says how the one follows from the other.
    """

    key: LineKey
    quantity: int
    unit_price: Fraction
    net: int
    explanation: Mapping[str, Any] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """What desired and billed lines lack of each other."""

    missing: tuple[DesiredLine, ...]
    surplus: tuple[LineKey, ...]


def rate(snapshot: Snapshot, horizon: date) -> list[DesiredLine]:
    """Return every line for the periods that begin on or before `horizon`, in the order of items, then of periods.

    Periods are billed in advance. One that an item only partly runs through costs its share of days, over the days of
    the whole anchored period: an exact fraction. Raises CurrencyMismatch when an item is priced in another currency.
    """
    lines = []
    for item in snapshot.items:
        if item.currency != snapshot.currency:
            raise CurrencyMismatch(f"an item is priced in {item.currency}, the subscription is in {snapshot.currency}")
        lines += [_line(item, whole, served) for whole, served in _periods(snapshot.anchor_on, item, horizon)]
    return lines


def diff(desired: Iterable[DesiredLine], billed: Iterable[LineKey]) -> Difference:
    """Compare what should be billed with what is: the fix point of billing.

    Nothing is missing once every desired line is billed, however often, in which order and in how many runs.
    """
    already = set(billed)
    wanted = list(desired)
    missing = tuple(line for line in wanted if line.key not in already)
    surplus = tuple(sorted(already - {line.key for line in wanted}))
    return Difference(missing, surplus)


def _periods(anchor: date, item: RatedItem, horizon: date) -> Iterable[tuple[Period, Period]]:
    """Yield each whole period with the part of it that the item runs through."""
    number = period_number(anchor, item.interval, item.span.starts_on)
    while True:
        whole = nth_period(anchor, number, item.interval)
        start = max(whole.start, item.span.starts_on)
        end = whole.end if item.span.ends_on is None else min(whole.end, item.span.ends_on)
        if start > horizon or start >= end:
            return
        yield whole, Period(start, end)
        number += 1


def _line(item: RatedItem, whole: Period, served: Period) -> DesiredLine:
    scheme = schemes.of(item.scheme)
    full = scheme.amount(item.terms, item.quantity)
    exact = full * Fraction(served.days, whole.days)
    parts = [
        {"kind": part.kind, "quantity": _text(part.quantity), "unit_price": _text(part.unit_price)}
        for part in scheme.explain(item.terms, item.quantity)
    ]
    return DesiredLine(
        key=LineKey(item.item_id, item.price_id, RECURRING, served.start, served.end),
        quantity=item.quantity,
        unit_price=full / item.quantity,
        net=Money.of(exact, item.currency).minor,
        explanation={
            "price": str(item.price_id),
            "scheme": item.scheme,
            "interval": item.interval.value,
            "quantity": item.quantity,
            "parts": parts,
            "days": {"billed": served.days, "of": whole.days},
            "exact": _text(exact),
        },
    )


def _text(value: Fraction) -> str:
    """Write an exact number: `12.5` where that is exact, else as a fraction, `31/3`."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        places = max(places, count)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
