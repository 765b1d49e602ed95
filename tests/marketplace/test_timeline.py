from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from core.periods import Interval, boundary
from marketplace.subscriptions.timeline import (
    Change,
    Kind,
    Span,
    next_boundary,
    period_number,
    period_with,
    renewal_after,
    spans,
)

ITEM, OTHER = UUID(int=1), UUID(int=2)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
intervals = st.sampled_from(list(Interval))


@given(days, intervals, days)
def test_every_day_falls_into_exactly_the_period_with_its_number(anchor, interval, day):
    number = period_number(anchor, interval, day)
    assert boundary(anchor, number, interval) <= day < boundary(anchor, number + 1, interval)


def test_boundaries_at_the_end_of_the_month_are_counted_from_the_anchor():
    anchor = date(2024, 1, 31)
    found, day = [], anchor
    for _ in range(4):
        day = next_boundary(anchor, Interval.MONTH, day)
        found.append(day)
    assert found == [date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31)]


def test_a_yearly_anchor_on_a_leap_day_returns_to_it():
    anchor = date(2024, 2, 29)
    assert period_with(anchor, Interval.YEAR, date(2027, 6, 1)).end == date(2028, 2, 29)


@given(st.permutations([0, 1, 2, 3]))
def test_the_order_of_the_timeline_does_not_matter(order):
    changes = [
        Change(ITEM, Kind.START, date(2026, 1, 1)),
        Change(ITEM, Kind.CANCEL, date(2026, 5, 1)),
        Change(ITEM, Kind.CANCEL, date(2026, 3, 1)),
        Change(OTHER, Kind.START, date(2026, 2, 1)),
    ]
    assert spans(changes[index] for index in order) == {
        ITEM: Span(date(2026, 1, 1), date(2026, 3, 1)),
        OTHER: Span(date(2026, 2, 1)),
    }


def test_an_item_cancelled_by_its_first_day_never_ran():
    changes = [Change(ITEM, Kind.START, date(2026, 1, 5)), Change(ITEM, Kind.CANCEL, date(2026, 1, 5))]
    assert spans(changes) == {}


@given(days, intervals, days)
def test_a_renewal_is_a_boundary_after_the_day_and_inside_the_span(anchor, interval, day):
    span = Span(anchor, anchor + timedelta(days=800))
    renewal = renewal_after(anchor, interval, span, day)
    if renewal is not None:
        assert day < renewal < span.ends_on
        assert renewal == anchor or period_with(anchor, interval, renewal).start == renewal
    else:
        assert next_boundary(anchor, interval, day) >= span.ends_on
