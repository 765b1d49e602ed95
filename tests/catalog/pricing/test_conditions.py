"""What a price adds to its scheme: allowances, bounds, fees and times."""

from copy import deepcopy
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from catalog.pricing.charging import (
    Rule,
    charge,
    committed_months,
    due,
    free_days,
    instalments,
    set_up_fee,
)
from catalog.pricing.conditions import CONDITIONS
from catalog.pricing.usage import Usage
from tests.catalog.pricing import terms

each_condition = pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS)
QUANTITIES = st.integers(0, 10**6) | st.decimals(min_value=0, max_value=10**6, places=3)


def rule(**conditions):
    """Return a price of 2 for each unit, measured, with these conditions."""
    return Rule(
        scheme="per_unit", terms={"amount": "2"}, currency="EUR", meter={"aggregation": "sum"}, conditions=conditions
    )


def test_every_condition_is_in_this_contract():
    assert set(terms.CONDITIONS) == set(CONDITIONS)
    assert all(condition.code == code for code, condition in CONDITIONS.items())


@each_condition
@given(data=st.data())
def test_usable_terms_are_usable_and_left_alone(condition, data):
    said = data.draw(terms.CONDITIONS[condition.code])
    before = deepcopy(said)
    assert condition.check(said) == []
    charge(rule(**{condition.code: said}), Usage.of(data.draw(QUANTITIES)))
    assert said == before
    Draft202012Validator.check_schema(condition.schema)


@each_condition
@given(anything=terms.ANYTHING)
def test_whatever_is_sent_gets_an_answer(condition, anything):
    errors = condition.check(anything)
    assert all(error.detail and error.code for error in errors)
    if not errors:
        charge(rule(**{condition.code: anything}), Usage.of(1))


@given(data=st.data(), quantity=QUANTITIES)
def test_what_a_period_costs_stays_within_its_bounds_and_says_what_they_did(data, quantity):
    drawn = data.draw(st.fixed_dictionaries({}, optional=terms.CONDITIONS))
    if (
        "minimum" in drawn
        and "maximum" in drawn
        and Fraction(drawn["minimum"]["amount"]) > Fraction(drawn["maximum"]["amount"])
    ):
        del drawn["minimum"]
    answer = charge(rule(**drawn), Usage.of(quantity))
    assert sum((part.amount for part in answer.parts), Fraction(0)) + answer.correction == answer.amount
    if "maximum" in drawn:
        assert answer.amount <= Fraction(drawn["maximum"]["amount"])
    if "minimum" in drawn:
        assert answer.amount >= Fraction(drawn["minimum"]["amount"])
    if not {"minimum", "maximum"} & set(drawn):
        assert answer.correction == 0


@given(bills=st.lists(st.integers(0, 100), min_size=1, max_size=6), conditions=st.data())
def test_bills_of_a_period_add_up_to_its_price_with_every_condition(bills, conditions):
    drawn = conditions.draw(st.fixed_dictionaries({}, optional=terms.CONDITIONS))
    billed, used = 0, 0
    for index, more in enumerate(bills):
        used += more
        billed += due(rule(**drawn), Usage.of(used), billed, final=index == len(bills) - 1).minor
    assert billed == due(rule(**drawn), Usage.of(used)).minor


@pytest.mark.parametrize(("quantity", "amount"), [(0, 0), (1500, 0), (2000, 0), (2001, 2), (3000, 2), (3001, 4)])
def test_units_are_converted_before_included_ones_come_off(quantity, amount):
    both = rule(included_units={"quantity": "2"}, unit_conversion={"divide_by": "1000", "rounding": "up"})
    assert charge(both, Usage.of(quantity)).amount == amount


def test_a_minimum_is_asked_at_the_end_and_for_the_days_served():
    price = rule(minimum={"amount": "100"})
    assert charge(price, Usage.of(10), final=False).amount == 20
    assert charge(price, Usage.of(10)).amount == 100
    assert charge(price, Usage.of(10), share=Fraction(1, 4)).amount == 25
    assert charge(price, Usage.of(10)).correction == 80


def test_what_is_asked_once_when_and_for_how_long():
    price = rule(setup_fee={"amount": "9.995"}, trial={"days": 14}, commitment={"months": 36}, paid_monthly={})
    assert set_up_fee(price).minor == 1000
    assert (free_days(price), committed_months(price), instalments(price)) == (14, 36, 12)
    assert (set_up_fee(rule()).minor, free_days(rule()), committed_months(rule()), instalments(rule())) == (0, 0, 0, 1)


def test_a_stub_of_an_ordered_price_is_a_share_of_it_and_measured_usage_is_not():
    flat = Rule(scheme="flat", terms={"amount": "31"}, currency="EUR")
    assert due(flat, Usage.of(1), share=Fraction(10, 31)).minor == 1000
    assert due(rule(), Usage.of(5), share=Fraction(10, 31)).minor == 1000
