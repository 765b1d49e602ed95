"""What every scheme in the register keeps, whatever it computes."""

import re
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.pricing import schemes
from catalog.pricing.terms import UNIT_PRICE_PATTERN

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999999999"), places=12).map(lambda a: f"{a:f}")
# Usable terms for each scheme of the register; a new scheme adds its own here, or the tests below fail.
TERMS = {
    "flat": st.builds(lambda amount: {"amount": amount}, AMOUNTS),
    "per_seat": st.builds(lambda amount: {"amount": amount}, AMOUNTS),
}
QUANTITIES = st.one_of(
    st.integers(0, 10**9), st.decimals(min_value=0, max_value=10**9, places=9), st.fractions(min_value=0)
)
# Everything JSON can hold, and what Python might hand over by mistake.
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=10,
)
NOT_PRICES = [
    "", " ", "-1", "-0.00", "+1", "1,50", "1_000", "١٢", "１２", "1e3", "NaN", "Infinity", "0x10", "01", "00.10", ".5",
    "5.", " 1", "1 ", "1\n", "1\x00", "1.0000000000001", "1234567890123", "1.2.3", 12, 12.5, None, True, [], {}, ["1"],
]  # fmt: skip

each_scheme = pytest.mark.parametrize("scheme", schemes.SCHEMES.values(), ids=schemes.SCHEMES)


def test_every_scheme_is_in_this_contract():
    assert set(TERMS) == set(schemes.SCHEMES)
    assert all(schemes.of(code).code == code for code in schemes.SCHEMES)


@each_scheme
@given(data=st.data())
def test_an_amount_is_exact_repeatable_and_leaves_its_terms_alone(scheme, data):
    terms, quantity = data.draw(TERMS[scheme.code]), data.draw(QUANTITIES)
    before = deepcopy(terms)
    amount = scheme.amount(terms, quantity)
    assert isinstance(amount, Fraction)
    assert amount >= 0
    assert scheme.amount(terms, quantity) == amount
    assert terms == before
    assert scheme.check(terms) == []


@each_scheme
@given(data=st.data())
def test_the_explanation_adds_up_to_the_amount(scheme, data):
    terms, quantity = data.draw(TERMS[scheme.code]), data.draw(QUANTITIES)
    parts = scheme.explain(terms, quantity)
    assert sum((part.amount for part in parts), Fraction(0)) == scheme.amount(terms, quantity)
    assert all(part.quantity * part.unit_price == part.amount for part in parts)


@each_scheme
@given(data=st.data())
def test_no_quantity_costs_nothing_or_the_fixed_part(scheme, data):
    terms = data.draw(TERMS[scheme.code])
    fixed = sum((part.amount for part in scheme.explain(terms, 0) if part.kind == "fixed"), Fraction(0))
    assert scheme.amount(terms, 0) == fixed


@each_scheme
@given(data=st.data())
def test_more_never_costs_less(scheme, data):
    terms, fewer, more = data.draw(TERMS[scheme.code]), data.draw(QUANTITIES), data.draw(QUANTITIES)
    low, high = sorted([Fraction(fewer), Fraction(more)])
    assert scheme.amount(terms, low) <= scheme.amount(terms, high)


@each_scheme
@given(anything=ANYTHING)
def test_whatever_is_sent_as_terms_gets_an_answer(scheme, anything):
    errors = scheme.check(anything)
    assert all(error.detail and error.code for error in errors)
    if not errors:
        scheme.amount(anything, 1)


@each_scheme
@pytest.mark.parametrize("value", NOT_PRICES, ids=repr)
def test_what_is_no_price_is_refused_where_it_stands(scheme, value):
    (error,) = scheme.check({"amount": value})
    assert (error.pointer, error.code) == ("/amount", "not-a-price")


@each_scheme
@pytest.mark.parametrize("value", NOT_PRICES, ids=repr)
def test_the_json_schema_refuses_the_same(scheme, value):
    property_ = scheme.schema["properties"]["amount"]
    fits = isinstance(value, str) and re.search(property_["pattern"].replace("$", r"\Z"), value, re.ASCII)
    assert property_["type"] == "string"
    assert property_["pattern"] == UNIT_PRICE_PATTERN
    assert not fits


@each_scheme
def test_terms_have_exactly_their_members(scheme):
    assert [error.pointer for error in scheme.check({})] == ["/amount"]
    (error,) = scheme.check({"amount": "1.00", "a/b~c": 1})
    assert (error.pointer, error.code) == ("/a~1b~0c", "unknown-field")
    assert scheme.schema["required"] == ["amount"]
    assert scheme.schema["additionalProperties"] is False


@each_scheme
@pytest.mark.parametrize("quantity", [-1, Decimal("-0.5"), Fraction(-1, 3)])
def test_a_negative_quantity_is_no_quantity(scheme, quantity):
    for ask in (scheme.amount, scheme.explain):
        with pytest.raises(ValueError, match="negative"):
            ask({"amount": "1.00"}, quantity)


def test_flat_costs_the_same_for_every_quantity_and_seats_cost_by_number():
    flat, seats = schemes.of("flat"), schemes.of("per_seat")
    assert [flat.amount({"amount": "12.50"}, n) for n in (0, 1, 7)] == [Fraction(25, 2)] * 3
    assert [seats.amount({"amount": "4.10"}, n) for n in (0, 1, 3)] == [0, Fraction(41, 10), Fraction(123, 10)]
    assert (flat.unit, seats.unit) == (None, "seat")
