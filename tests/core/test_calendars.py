from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendars import Calendar, UnknownCountry

PARIS = Calendar("FR", "Europe/Paris")
calendars = st.sampled_from(
    [
        PARIS,
        Calendar("DE", "Europe/Berlin"),
        Calendar("US", "America/New_York"),
        Calendar("IN", "Asia/Kolkata"),
        Calendar("NZ", "Pacific/Auckland", time(8, 30), time(16)),
        Calendar("AE", "Asia/Dubai"),
    ]
)
instants = st.timedeltas(timedelta(), timedelta(days=4 * 365)).map(
    lambda since: datetime(2024, 1, 1, tzinfo=UTC) + since
)
spans = st.timedeltas(timedelta(), timedelta(days=40))
amounts = st.timedeltas(timedelta(), timedelta(hours=100))
SECOND = timedelta(seconds=1)


def paris(*when):
    return datetime(*when, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (paris(2026, 11, 23, 9), paris(2026, 11, 23, 17), 8),
        (paris(2026, 11, 23, 8), paris(2026, 11, 23, 9, 30), 0.5),
        (paris(2026, 11, 20, 16), paris(2026, 11, 23, 10), 2),  # over a weekend
        (paris(2026, 12, 24, 16), paris(2026, 12, 28, 10), 2),  # over Christmas and a weekend
        (paris(2026, 3, 27, 16), paris(2026, 3, 30, 10), 2),  # the clocks go forward in between
        (paris(2026, 11, 11, 9), paris(2026, 11, 11, 17), 0),  # Armistice Day
        (paris(2026, 11, 23, 17), paris(2026, 11, 24, 9), 0),
        (paris(2026, 11, 24, 9), paris(2026, 11, 23, 9), 0),  # the wrong way round
    ],
)
def test_business_hours_in_paris(start, end, hours):
    assert PARIS.elapsed(start, end) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (paris(2026, 11, 23, 9), 8, paris(2026, 11, 23, 17)),
        (paris(2026, 11, 23, 9), 9, paris(2026, 11, 24, 10)),
        (paris(2026, 11, 20, 16), 24, paris(2026, 11, 25, 16)),
        (paris(2026, 11, 21, 12), 1, paris(2026, 11, 23, 10)),
        (paris(2026, 12, 24, 16), 2, paris(2026, 12, 28, 10)),
        (paris(2026, 11, 21, 12), 0, paris(2026, 11, 21, 12)),
    ],
)
def test_deadlines_in_paris(start, hours, due):
    assert PARIS.after(start, timedelta(hours=hours)) == due


@given(calendars, instants, spans, spans)
def test_business_time_adds_up(calendar, start, first, second):
    middle, end = start + first, start + first + second
    assert calendar.elapsed(start, middle) + calendar.elapsed(middle, end) == calendar.elapsed(start, end)


@given(calendars, instants, spans)
def test_business_time_is_never_negative_nor_longer_than_the_span(calendar, start, span):
    assert timedelta() <= calendar.elapsed(start, start + span) <= span
    assert calendar.elapsed(start + span, start) == timedelta()


@given(calendars, instants, amounts)
def test_a_deadline_is_the_first_instant_by_which_the_time_has_passed(calendar, start, amount):
    due = calendar.after(start, amount)
    assert calendar.elapsed(start, due) == amount
    if amount:
        assert calendar.elapsed(start, due - SECOND) < amount


@given(calendars, st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_a_day_on_which_nobody_works_counts_nothing_and_any_other_its_hours(calendar, day):
    start = datetime.combine(day, time(), ZoneInfo(calendar.zone))
    end = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(calendar.zone))
    assert calendar.elapsed(start, end) == (calendar.day if calendar.is_working_day(day) else timedelta())


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_nobody_works_in_paris_on_weekends(day):
    if day.weekday() >= 5:
        assert not PARIS.is_working_day(day)


def test_a_country_without_a_calendar_is_named():
    with pytest.raises(UnknownCountry, match="XX"):
        Calendar("XX", "Europe/Paris").is_working_day(date(2026, 1, 1))
