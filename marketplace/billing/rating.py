"""The engine: what should be billed for a subscription, and what of that is missing. Pure.

It knows no database and no clock. The billing run, the preview before an order and the tests all call it, so they
cannot disagree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from catalog.pricing.charging import charge, free_days, instalments, set_up_fee
from catalog.pricing.rule import Rule
from catalog.pricing.usage import Usage
from core.money import CurrencyMismatch, Money
from core.periods import Interval, Period, nth_period
from marketplace.subscriptions.timeline import Span, period_number

# What a line is for: a period, or the beginning.
RECURRING, SET_UP = "recurring", "setup"


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedItem:
    """What the engine knows of an item: its price, how many, and on which days it runs.

    `used` is what is expected to be measured in each whole period, where the price is for measured usage.
    """

    item_id: UUID
    price_id: UUID
    rule: Rule
    quantity: int
    span: Span
    used: Usage | None = None

    @property
    def interval(self) -> Interval:
        """How often it is billed: monthly where a yearly price is paid in monthly parts."""
        return Interval.MONTH if instalments(self.rule) > 1 else self.rule.interval

    @property
    def paid(self) -> Span | None:
        """The days that are paid for: those it runs, without the trial at the beginning. None if no day is left."""
        first = self.span.starts_on + timedelta(days=free_days(self.rule))
        return Span(first, self.span.ends_on) if self.span.ends_on is None or first < self.span.ends_on else None


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
    the whole anchored period: an exact fraction. A set-up fee comes with the first period that is paid for. Raises
    CurrencyMismatch when an item is priced in another currency.
    """
    lines = []
    for item in snapshot.items:
        priced_in = item.rule.currency
        if priced_in != snapshot.currency:
            raise CurrencyMismatch(f"an item is priced in {priced_in}, the subscription is in {snapshot.currency}")
        periods = list(_periods(snapshot.anchor_on, item, horizon))
        lines += [_set_up(item, served) for _, served in periods[:1] if set_up_fee(item.rule).minor]
        lines += [_line(item, snapshot.anchor_on, whole, served) for whole, served in periods]
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
    """Yield each whole period with the part of it that is paid for."""
    if item.paid is None:
        return
    number = period_number(anchor, item.interval, item.paid.starts_on)
    while True:
        whole = nth_period(anchor, number, item.interval)
        start = max(whole.start, item.paid.starts_on)
        end = whole.end if item.paid.ends_on is None else min(whole.end, item.paid.ends_on)
        if start > horizon or start >= end:
            return
        yield whole, Period(start, end)
        number += 1


def _set_up(item: RatedItem, served: Period) -> DesiredLine:
    fee = set_up_fee(item.rule)
    exact = Fraction(fee.amount)
    return DesiredLine(
        key=LineKey(item.item_id, item.price_id, SET_UP, served.start, served.end),
        quantity=1,
        unit_price=exact,
        net=fee.minor,
        explanation={"price": str(item.price_id), "parts": [_part("fixed", Fraction(1), exact)], "exact": _text(exact)},
    )


def _line(item: RatedItem, anchor: date, whole: Period, served: Period) -> DesiredLine:
    split, share = instalments(item.rule), Fraction(served.days, whole.days)
    # What is ordered is there for the whole period and costs its share; of what is measured the share is used.
    usage = Usage.of(item.quantity) if item.used is None else item.used
    full = charge(item.rule, usage)
    part = usage if item.used is None else usage.part(share)
    exact = (full if share == 1 else charge(item.rule, part, share=share)).amount / split
    net = Money.of(exact, item.rule.currency)
    if split > 1 and share == 1:
        # Of the parts of a year each takes what rounding left of those before, so that they add up to the year.
        number = period_number(anchor, Interval.MONTH, whole.start) % split
        net = Money.of(full.amount * (number + 1) / split, item.rule.currency) - Money.of(
            full.amount * number / split, item.rule.currency
        )
    explanation = {
        "price": str(item.price_id),
        "scheme": item.rule.scheme,
        "interval": item.rule.interval.value,
        "quantity": item.quantity,
        "parts": [_part(part.kind, part.quantity, part.unit_price, part.tier) for part in full.parts],
        "days": {"billed": served.days, "of": whole.days},
        "exact": _text(exact),
    }
    if full.correction:
        explanation["limits"] = _text(full.correction)
    if split > 1:
        explanation["instalments"] = split
    return DesiredLine(
        key=LineKey(item.item_id, item.price_id, RECURRING, served.start, served.end),
        quantity=item.quantity,
        unit_price=full.amount / split / item.quantity,
        net=net.minor,
        explanation=explanation,
    )


def _part(kind: str, quantity: Fraction, unit_price: Fraction, tier: int | None = None) -> dict[str, Any]:
    said = {"kind": kind, "quantity": _text(quantity), "unit_price": _text(unit_price)}
    return said if tier is None else {**said, "tier": tier}


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
