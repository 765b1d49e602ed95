"""Estimates: the same figures as the invoices that would follow."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.pricing.rule import Rule
from catalog.pricing.usage import Usage
from core.periods import Interval
from marketplace.billing.totals import Category, Tax
from marketplace.calculator.estimate import Wanted, anchor_before, estimate

VAT = Tax(Category.STANDARD, Decimal(20))


def wanted(scheme="flat", *, amount="31.00", quantity=1, usage=None, **more):
    rule = Rule(scheme=scheme, terms={"amount": amount}, currency="EUR", **more)
    return Wanted(plan_id=UUID(int=1), price_id=UUID(int=2), rule=rule, quantity=quantity, usage=usage)


def bills(*items, starts_on=date(2027, 1, 1), billing_day=1):
    found = estimate(items, starts_on=starts_on, billing_day=billing_day, tax=VAT, currency="EUR")
    return [found.first.totals.net, found.next.totals.net, found.year.totals.net]


@pytest.mark.parametrize(
    ("item", "starts_on", "net"),
    [
        (wanted(), date(2027, 1, 1), [3100, 3100, 37200]),
        (wanted(), date(2027, 1, 22), [1000, 3100, 37_200]),
        (wanted("per_seat", amount="2", quantity=5), date(2027, 1, 1), [1000, 1000, 12_000]),
        (wanted(interval=Interval.YEAR, amount="120"), date(2027, 1, 1), [12_000, 0, 12_000]),
        (
            wanted(interval=Interval.YEAR, amount="120", conditions={"paid_monthly": {}}),
            date(2027, 1, 1),
            [1000, 1000, 12_000],
        ),
        (wanted(conditions={"trial": {"days": 31}}), date(2027, 1, 1), [0, 3100, 34_100]),
        (wanted(conditions={"setup_fee": {"amount": "50"}}), date(2027, 1, 22), [6000, 3100, 42_200]),
        (
            wanted("per_unit", amount="1", unit="GB", meter={}, usage=Usage.of(31)),
            date(2027, 1, 22),
            [1000, 3100, 37_200],
        ),
        (
            wanted(
                "per_unit", amount="1", unit="GB", meter={}, usage=Usage.of(0), conditions={"minimum": {"amount": "31"}}
            ),
            date(2027, 1, 22),
            [1000, 3100, 37_200],
        ),
    ],
)
def test_the_first_month_is_a_part_the_next_one_whole_and_the_year_everything(item, starts_on, net):
    assert bills(item, starts_on=starts_on) == net


@given(day=st.dates(date(2020, 1, 1), date(2035, 12, 31)), billing_day=st.integers(1, 31))
def test_periods_are_counted_from_the_latest_billing_day_itself(day, billing_day):
    anchor = anchor_before(day, billing_day)
    assert anchor <= day
    assert anchor.day == billing_day
    assert (day - anchor).days < 62


@given(start=st.dates(date(2026, 1, 1), date(2030, 12, 31)), billing_day=st.integers(1, 31), seats=st.integers(1, 99))
def test_bills_add_up_to_the_year_and_the_tax_to_the_total(start, billing_day, seats):
    item = wanted("per_seat", amount="9.99", quantity=seats)
    found = estimate([item], starts_on=start, billing_day=billing_day, tax=VAT, currency="EUR")
    assert found.first.lines[0].key.service_start == start
    assert found.first.lines[0].key.service_end == found.first_ends_on
    assert [*found.first.lines, *found.next.lines] == list(found.year.lines[:2])
    # Twelve months, but for the parts at both ends: they are shares of months of different lengths.
    assert abs(found.year.totals.net - 12 * 999 * seats) <= 111 * seats
    assert found.year.lines[-1].key.service_end == start.replace(year=start.year + 1) if start.day < 29 else True
    assert found.year.totals.net + found.year.totals.tax == found.year.totals.gross
    assert found.next.totals.net == 999 * seats


def test_transactions_of_a_part_of_a_month_are_the_first_ones():
    assert Usage.of_amounts([10, 20, 30, 40]).part(Fraction(1, 3)) == Usage.of_amounts([10, 20])
    assert Usage.of_cells({("eu",): 4}).part(Fraction(1, 4)) == Usage.of_cells({("eu",): 1})
    assert Usage.of(4).part(Fraction(1, 4)) == Usage.of(1)
