"""What a meter makes of events."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from catalog.pricing.aggregation import Event, Span
from catalog.pricing.aggregations import AGGREGATIONS
from tests.catalog.pricing import terms

START = datetime(2026, 6, 1, tzinfo=UTC)
JUNE = Span(START, START + timedelta(days=30))
EVENTS = st.lists(
    st.builds(
        Event,
        at=st.integers(0, 30 * 86_400 - 1).map(lambda seconds: START + timedelta(seconds=seconds)),
        value=st.fractions(-100, 100),
        text=st.sampled_from(["ada", "bob", "cyd"]),
    ),
    max_size=20,
)
each_aggregation = pytest.mark.parametrize("aggregation", AGGREGATIONS.values(), ids=AGGREGATIONS)


def on(day, value=0, text=""):
    return Event(START + timedelta(days=day), Fraction(value), text)


def test_every_aggregation_is_in_this_contract():
    assert set(terms.AGGREGATIONS) == set(AGGREGATIONS)


@each_aggregation
@given(events=EVENTS, data=st.data())
def test_a_quantity_is_exact_not_negative_and_the_same_in_any_order(aggregation, events, data):
    quantity = aggregation.quantity(events, JUNE)
    assert isinstance(quantity, Fraction)
    assert quantity >= 0
    assert aggregation.quantity(data.draw(st.permutations(events)), JUNE) == quantity


@each_aggregation
@given(anything=terms.ANYTHING)
def test_whatever_is_sent_gets_an_answer(aggregation, anything):
    assert all(error.detail and error.code for error in aggregation.check(anything))


@each_aggregation
@given(data=st.data())
def test_usable_terms_are_usable(aggregation, data):
    assert aggregation.check(data.draw(terms.AGGREGATIONS[aggregation.code])) == []
    Draft202012Validator.check_schema(aggregation.schema)


@each_aggregation
def test_nothing_happened_is_nothing(aggregation):
    assert aggregation.quantity([], JUNE) == 0


# By time: 5 · 30 days + 9 · 20 − 6 · 15 + 4 · 5 = 260, over 30 days.
@pytest.mark.parametrize(
    ("code", "quantity"),
    [("sum", 12), ("count", 4), ("max", 9), ("unique", 2), ("latest", 4), ("time_weighted_sum", Fraction(26, 3))],
)
def test_each_tells_another_story_of_the_same_events(code, quantity):
    events = [on(0, 5, "ada"), on(10, 9, "bob"), on(15, -6, "ada"), on(25, 4, "bob")]
    assert AGGREGATIONS[code].quantity(events, JUNE) == quantity


def test_storage_counts_by_how_long_it_was_there():
    assert AGGREGATIONS["time_weighted_sum"].quantity([on(0, 10), on(15, 10), on(20, -20)], JUNE) == Fraction(25, 3)


def test_of_two_values_at_one_instant_the_larger_is_the_latest():
    assert AGGREGATIONS["latest"].quantity([on(3, 2), on(5, 7), on(5, 4)], JUNE) == 7
