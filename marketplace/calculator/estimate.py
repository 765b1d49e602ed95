"""Bills of a year that has not begun, by the engine, tax and sums that invoices go through. Pure."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from catalog.pricing.rule import Rule
from catalog.pricing.usage import Usage
from core.periods import Interval, boundary
from marketplace.billing.drafting import Draft, draft
from marketplace.billing.rating import DesiredLine, RatedItem, Snapshot, rate
from marketplace.billing.totals import Tax
from marketplace.subscriptions.timeline import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A plan as somebody would use it: how many are ordered, or what is used in a whole period."""

    plan_id: UUID
    price_id: UUID
    rule: Rule
    quantity: int = 1
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The bill of the first month, which may be a part of one, that of the next, and what twelve months cost.

    `year` is what would be billed if it ended after twelve months, to the day: yearly and monthly plans compare by it.
    """

    first: Draft
    next: Draft
    year: Draft
    first_ends_on: date
    next_ends_on: date


def estimate(wanted: Sequence[Wanted], *, starts_on: date, billing_day: int, tax: Tax, currency: str) -> Estimate:
    """Price what is wanted from `starts_on`, billed on `billing_day` (1 to 31, in shorter months the last day).

    A month's bill has every line whose service begins in it, so that a yearly price is in the month where the year
    begins. Usage is taken as even: a part of a month has its share. Raises CurrencyMismatch when a price is in another
    currency.
    """
    anchor = anchor_before(starts_on, billing_day)
    first_ends = _next_boundary(anchor, starts_on)
    next_ends = _next_boundary(anchor, first_ends)
    year_ends = boundary(starts_on, 1, Interval.YEAR)

    def lines(ends_on: date | None, horizon: date) -> list[DesiredLine]:
        items = tuple(_rated(one, Span(starts_on, ends_on)) for one in wanted)
        return rate(Snapshot(currency=currency, anchor_on=anchor, items=items), horizon)

    soon = lines(None, next_ends)
    return Estimate(
        first=draft(_begun(soon, starts_on, first_ends), tax=tax, currency=currency),
        next=draft(_begun(soon, first_ends, next_ends), tax=tax, currency=currency),
        year=draft(lines(year_ends, year_ends), tax=tax, currency=currency),
        first_ends_on=first_ends,
        next_ends_on=next_ends,
    )


def anchor_before(day: date, billing_day: int) -> date:
    """Return the latest day on or before `day` that is the billing day itself, not clamped to a shorter month.

    Boundaries are counted from it, so that 31 comes back after February.
    """
    month = day.replace(day=1)
    while calendar.monthrange(month.year, month.month)[1] < billing_day or month.replace(day=billing_day) > day:
        month = (month - timedelta(days=1)).replace(day=1)
    return month.replace(day=billing_day)


def _next_boundary(anchor: date, day: date) -> date:
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    return next(
        found for found in (boundary(anchor, months + more, Interval.MONTH) for more in range(3)) if found > day
    )


def _begun(lines: Sequence[DesiredLine], start: date, end: date) -> list[DesiredLine]:
    return [line for line in lines if start <= line.key.service_start < end]


def _rated(wanted: Wanted, span: Span) -> RatedItem:
    measured = wanted.usage or Usage.of(0)
    return RatedItem(
        # Nobody has bought it: its plan stands for the item, once.
        item_id=wanted.plan_id,
        price_id=wanted.price_id,
        rule=wanted.rule,
        quantity=wanted.quantity,
        span=span,
        used=None if wanted.rule.meter is None else measured,
    )
