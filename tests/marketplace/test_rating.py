import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.pricing.rule import Rule
from core.money import CurrencyMismatch
from core.periods import Interval
from marketplace.billing.rating import RECURRING, SET_UP, RatedItem, Snapshot, diff, rate
from marketplace.subscriptions.ending import last_day_after
from marketplace.subscriptions.timeline import Span, period_with

ANCHOR = date(2026, 1, 31)


def item(
    number=1,
    *,
    amount="12.50",
    scheme="flat",
    quantity=1,
    interval=Interval.MONTH,
    span=None,
    currency="EUR",
    conditions=None,
):
    return RatedItem(
        item_id=UUID(int=number),
        price_id=UUID(int=number + 1000),
        rule=Rule(
            scheme=scheme, terms={"amount": amount}, currency=currency, interval=interval, conditions=conditions or {}
        ),
        quantity=quantity,
        span=span or Span(ANCHOR),
    )


def snapshot(*items, anchor=ANCHOR, currency="EUR"):
    return Snapshot(currency=currency, anchor_on=anchor, items=items)


prices = st.decimals(0, 100_000, places=4).map(lambda value: f"{value:f}")


@st.composite
def snapshots(draw):
    anchor = draw(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
    items = []
    for number in range(draw(st.integers(1, 5))):
        starts_on = anchor + timedelta(days=draw(st.integers(0, 100)))
        length = draw(st.none() | st.integers(1, 500))
        scheme = draw(st.sampled_from(["flat", "per_seat"]))
        items.append(
            item(
                number,
                amount=draw(prices),
                scheme=scheme,
                quantity=draw(st.integers(1, 500)) if scheme == "per_seat" else 1,
                interval=draw(st.sampled_from(list(Interval))),
                span=Span(starts_on, starts_on + timedelta(days=length) if length else None),
            )
        )
    return snapshot(*items, anchor=anchor)


def test_periods_are_billed_in_advance_from_the_anchor_and_clamped_to_the_months_end():
    lines = rate(snapshot(item()), date(2026, 3, 31))
    assert [(line.key.service_start, line.key.service_end, line.net) for line in lines] == [
        (date(2026, 1, 31), date(2026, 2, 28), 1250),
        (date(2026, 2, 28), date(2026, 3, 31), 1250),
        (date(2026, 3, 31), date(2026, 4, 30), 1250),
    ]


def test_a_seat_price_with_more_decimals_than_the_currency_is_rounded_once_for_the_line():
    (line,) = rate(snapshot(item(amount="0.0333", scheme="per_seat", quantity=15)), ANCHOR)
    assert line.net == 50  # 0.4995, not 15 times 0.03
    assert line.unit_price == Fraction("0.0333")


def test_an_item_that_starts_inside_a_period_costs_its_days_over_the_whole_period():
    started = item(amount="31.00", span=Span(date(2026, 3, 10)))
    (line,) = rate(snapshot(started, anchor=date(2026, 1, 1)), date(2026, 3, 20))
    assert (line.key.service_start, line.key.service_end) == (date(2026, 3, 10), date(2026, 4, 1))
    assert line.net == 2200
    assert line.explanation["days"] == {"billed": 22, "of": 31}


def test_the_day_of_an_end_is_not_billed_and_nothing_follows():
    ending = item(amount="31.00", span=Span(date(2026, 3, 1), date(2026, 3, 31)))
    (line,) = rate(snapshot(ending, anchor=date(2026, 3, 1)), date(2027, 1, 1))
    assert line.net == 3000


def test_currencies_without_cents_and_with_mils_have_their_own_minor_units():
    yen = rate(snapshot(item(amount="1000.5", currency="JPY"), currency="JPY"), ANCHOR)
    dinar = rate(snapshot(item(amount="1.2345", currency="BHD"), currency="BHD"), ANCHOR)
    assert (yen[0].net, dinar[0].net) == (1001, 1235)


def test_an_item_in_another_currency_is_an_error():
    with pytest.raises(CurrencyMismatch):
        rate(snapshot(item(), item(2, currency="USD")), ANCHOR)


def test_an_explanation_says_how_the_net_came_about():
    (line,) = rate(snapshot(item(amount="4.00", scheme="per_seat", quantity=3)), ANCHOR)
    assert line.explanation == {
        "price": str(UUID(int=1001)),
        "scheme": "per_seat",
        "interval": "month",
        "quantity": 3,
        "parts": [{"kind": "units", "quantity": "3", "unit_price": "4"}],
        "days": {"billed": 28, "of": 28},
        "exact": "12",
    }


@given(snapshots(), st.integers(0, 900))
def test_billed_once_nothing_is_missing_however_often_it_runs(given_snapshot, days):
    horizon = given_snapshot.anchor_on + timedelta(days=days)
    desired = rate(given_snapshot, horizon)
    keys = [line.key for line in desired]
    assert len(set(keys)) == len(keys)
    again = diff(rate(given_snapshot, horizon), keys)
    assert again.missing == ()
    assert again.surplus == ()


@given(snapshots(), st.integers(0, 400), st.randoms())
def test_daily_runs_in_any_order_give_what_one_run_gives(given_snapshot, days, shuffled: random.Random):
    horizons = [given_snapshot.anchor_on + timedelta(days=day) for day in range(0, days + 1, 7)]
    last = horizons[-1]
    shuffled.shuffle(horizons)
    billed = []
    for horizon in horizons:
        # A line that a later day asked for already is no surplus of an earlier horizon's run.
        billed += [line for line in rate(given_snapshot, horizon) if line.key not in {done.key for done in billed}]
    at_once = rate(given_snapshot, last)
    assert sorted((line.key, line.net) for line in billed) == sorted((line.key, line.net) for line in at_once)


@given(snapshots(), st.integers(0, 900))
def test_the_lines_of_an_item_cover_its_days_once_and_without_a_hole(given_snapshot, days):
    horizon = given_snapshot.anchor_on + timedelta(days=days)
    for one in given_snapshot.items:
        lines = [line.key for line in rate(given_snapshot, horizon) if line.key.item_id == one.item_id]
        if one.span.starts_on > horizon:
            assert lines == []
            continue
        assert lines[0].service_start == one.span.starts_on
        assert all(a.service_end == b.service_start for a, b in pairwise(lines))
        whole = period_with(given_snapshot.anchor_on, one.interval, lines[-1].service_start)
        assert lines[-1].service_end == min(whole.end, one.span.ends_on or whole.end)
        assert lines[-1].service_end > horizon or lines[-1].service_end == one.span.ends_on


@given(prices, st.integers(1, 10_000))
def test_a_whole_period_costs_the_price_times_the_seats_to_half_a_cent(amount, quantity):
    (line,) = rate(snapshot(item(amount=amount, scheme="per_seat", quantity=quantity)), ANCHOR)
    assert abs(Decimal(line.net) - Decimal(amount) * quantity * 100) <= Decimal("0.5")


@given(snapshots(), st.integers(0, 300))
def test_a_cancellation_later_adds_no_surplus_when_it_takes_effect_at_the_end_of_the_period(given_snapshot, days):
    today = given_snapshot.anchor_on + timedelta(days=days)
    billed = [line.key for line in rate(given_snapshot, today)]
    ended = [
        item(
            number,
            amount=one.rule.terms["amount"],
            scheme=one.rule.scheme,
            quantity=one.quantity,
            interval=one.interval,
            span=Span(
                one.span.starts_on,
                min(
                    period_with(given_snapshot.anchor_on, one.interval, max(today, one.span.starts_on)).end,
                    one.span.ends_on or date.max,
                ),
            ),
        )
        for number, one in enumerate(given_snapshot.items)
    ]
    after = rate(snapshot(*ended, anchor=given_snapshot.anchor_on), today)
    assert diff(after, billed).surplus == ()
    assert diff(after, billed).missing == ()


FIRST = date(2026, 3, 1)


def lines_of(*, until, span=None, **made):
    return rate(snapshot(item(span=span or Span(FIRST), **made), anchor=FIRST), until)


def test_a_trial_is_not_billed_and_the_rest_of_its_period_is_a_stub():
    lines = lines_of(until=date(2026, 4, 1), amount="31.00", conditions={"trial": {"days": 14}})
    assert [(line.key.service_start, line.key.service_end, line.net) for line in lines] == [
        (date(2026, 3, 15), date(2026, 4, 1), 1700),
        (date(2026, 4, 1), date(2026, 5, 1), 3100),
    ]


def test_who_leaves_in_the_trial_pays_nothing_not_even_the_set_up():
    conditions = {"trial": {"days": 14}, "setup_fee": {"amount": "50"}}
    assert lines_of(until=date(2027, 1, 1), span=Span(FIRST, date(2026, 3, 15)), conditions=conditions) == []


def test_a_set_up_fee_is_asked_once_whole_and_when_the_trial_is_over():
    conditions = {"trial": {"days": 14}, "setup_fee": {"amount": "49.99"}}
    lines = lines_of(until=date(2026, 6, 1), amount="31.00", conditions=conditions)
    assert [(line.key.component, line.net) for line in lines] == [
        (SET_UP, 4999),
        (RECURRING, 1700),
        (RECURRING, 3100),
        (RECURRING, 3100),
        (RECURRING, 3100),
    ]
    assert lines[0].key.service_start == date(2026, 3, 15)


@given(amount=prices, years=st.integers(1, 3))
def test_twelve_monthly_parts_add_up_to_each_year(amount, years):
    in_parts = lines_of(
        until=date(2026 + years, 2, 1), amount=amount, interval=Interval.YEAR, conditions={"paid_monthly": {}}
    )
    at_once = lines_of(until=date(2026 + years, 2, 1), amount=amount, interval=Interval.YEAR)
    assert len(in_parts) == 12 * len(at_once) == 12 * years
    for year, whole in enumerate(at_once):
        parts = [line.net for line in in_parts[12 * year : 12 * year + 12]]
        assert sum(parts) == whole.net
        assert max(parts) - min(parts) <= 1


def test_a_stub_of_a_monthly_part_is_its_share_of_days():
    lines = lines_of(
        until=FIRST,
        amount="1200.00",
        interval=Interval.YEAR,
        span=Span(FIRST, date(2026, 3, 11)),
        conditions={"paid_monthly": {}},
    )
    assert [line.net for line in lines] == [3226]


@pytest.mark.parametrize(
    ("conditions", "net"),
    [
        ({}, 2000),
        ({"minimum": {"amount": "30"}}, 3000),
        ({"maximum": {"amount": "15"}}, 1500),
        ({"included_units": {"quantity": "2"}}, 1200),
    ],
)
def test_what_is_ordered_is_bounded_and_less_what_is_included(conditions, net):
    (line,) = lines_of(until=FIRST, scheme="per_seat", amount="4.00", quantity=5, conditions=conditions)
    assert line.net == net


@pytest.mark.parametrize(
    ("today", "conditions", "interval", "ends_on"),
    [
        (date(2026, 3, 5), {}, Interval.MONTH, date(2026, 4, 1)),
        (date(2026, 3, 5), {"trial": {"days": 14}}, Interval.MONTH, date(2026, 3, 15)),
        (date(2026, 3, 15), {"trial": {"days": 14}}, Interval.MONTH, date(2026, 4, 1)),
        (date(2026, 3, 5), {"commitment": {"months": 3}}, Interval.MONTH, date(2026, 6, 1)),
        (date(2026, 7, 5), {"commitment": {"months": 3}}, Interval.MONTH, date(2026, 8, 1)),
        (date(2026, 3, 5), {"commitment": {"months": 36}}, Interval.YEAR, date(2029, 3, 1)),
        (date(2026, 3, 5), {"commitment": {"months": 18}}, Interval.YEAR, date(2028, 3, 1)),
        (date(2026, 3, 5), {"commitment": {"months": 3}, "trial": {"days": 14}}, Interval.MONTH, date(2026, 6, 1)),
        (date(2026, 3, 5), {"paid_monthly": {}}, Interval.YEAR, date(2027, 3, 1)),
    ],
)
def test_when_a_cancelled_item_ends(today, conditions, interval, ends_on):
    made = item(interval=interval, span=Span(FIRST), conditions=conditions)
    assert last_day_after(FIRST, made.rule, made.span, today=today) == ends_on
