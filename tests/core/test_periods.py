"""Billing periods: counted from the anchor, clamped to the month's end, without gaps."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import LAST_YEAR, Interval, boundary, local_date, nth_period

anchors = st.dates(date(1970, 1, 1), date(2200, 12, 31))
counts = st.integers(0, 1200)
intervals = st.sampled_from(Interval)


@pytest.mark.parametrize(
    ("anchor", "n", "interval", "expected"),
    [
        (date(2024, 1, 31), 1, Interval.MONTH, date(2024, 2, 29)),
        (date(2024, 1, 31), 2, Interval.MONTH, date(2024, 3, 31)),
        (date(2023, 1, 31), 1, Interval.MONTH, date(2023, 2, 28)),
        (date(2023, 12, 31), 2, Interval.MONTH, date(2024, 2, 29)),
        (date(2024, 11, 30), 3, Interval.MONTH, date(2025, 2, 28)),
        (date(2024, 2, 29), 1, Interval.YEAR, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, Interval.YEAR, date(2028, 2, 29)),
        (date(2024, 5, 15), 0, Interval.MONTH, date(2024, 5, 15)),
        (date(2024, 3, 31), -1, Interval.MONTH, date(2024, 2, 29)),
        (date(2000, 1, 1), 100, Interval.YEAR, date(2100, 1, 1)),
    ],
)
def test_boundaries(anchor, n, interval, expected):
    assert boundary(anchor, n, interval) == expected


@given(anchors, counts, intervals)
def test_a_boundary_is_the_anchors_day_or_the_months_last(anchor, n, interval):
    found = boundary(anchor, n, interval)
    assert (found.year * 12 + found.month) - (anchor.year * 12 + anchor.month) == n * interval.months
    assert found.day == min(anchor.day, monthrange(found.year, found.month)[1])


@given(anchors, counts, intervals)
def test_periods_follow_each_other_without_a_gap(anchor, n, interval):
    period, following = nth_period(anchor, n, interval), nth_period(anchor, n + 1, interval)
    assert period.start < period.end == following.start
    assert period.start in period
    assert period.end - timedelta(days=1) in period
    assert period.end not in period


@given(anchors, st.integers(0, 400), intervals, st.data())
def test_every_day_belongs_to_exactly_one_period(anchor, n, interval, data):
    whole = boundary(anchor, n + 3, interval) - anchor
    day = anchor + timedelta(days=data.draw(st.integers(0, whole.days - 1)))
    months = (day.year * 12 + day.month) - (anchor.year * 12 + anchor.month)
    near = range(max(months // interval.months - 1, 0), months // interval.months + 2)
    assert sum(day in nth_period(anchor, i, interval) for i in near) == 1


@given(anchors, intervals)
def test_lengths_are_the_calendars(anchor, interval):
    days = nth_period(anchor, 0, interval).days
    assert days in ({28, 29, 30, 31} if interval is Interval.MONTH else {365, 366})


@pytest.mark.parametrize(
    ("n", "interval"), [(10**6, Interval.MONTH), (10**5, Interval.YEAR), (-(10**5), Interval.YEAR)]
)
def test_a_year_out_of_range_is_refused_and_never_overflows(n, interval):
    with pytest.raises(ValueError, match="out of range"):
        boundary(date(2024, 1, 1), n, interval)


def test_the_last_year_that_is_computed():
    assert boundary(date(LAST_YEAR, 1, 31), 11, Interval.MONTH).year == LAST_YEAR
    with pytest.raises(ValueError, match=str(LAST_YEAR + 1)):
        boundary(date(LAST_YEAR, 1, 31), 12, Interval.MONTH)


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        (datetime(2024, 2, 29, 23, 30, tzinfo=UTC), "Europe/Paris", date(2024, 3, 1)),
        (datetime(2024, 3, 1, 4, 59, tzinfo=UTC), "America/New_York", date(2024, 2, 29)),
        (datetime(2024, 3, 31, 0, 59, tzinfo=UTC), "Europe/Paris", date(2024, 3, 31)),
        (datetime(2024, 12, 31, 10, 0, tzinfo=UTC), "Pacific/Kiritimati", date(2025, 1, 1)),
        (datetime(2024, 1, 1, 0, 0, tzinfo=UTC), "UTC", date(2024, 1, 1)),
    ],
)
def test_the_local_date(at, zone, day):
    assert local_date(at, zone) == day
