"""What every scheme in the register keeps, whatever it computes."""

from copy import deepcopy
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from catalog.pricing import schemes
from catalog.pricing.charging import Rule, charge, due
from catalog.pricing.scheme import Counts
from catalog.pricing.usage import Usage
from core.periods import Interval
from tests.catalog.pricing.terms import ANYTHING, SCHEMES

QUANTITIES = st.one_of(
    st.integers(0, 10**9), st.decimals(min_value=0, max_value=10**9, places=9), st.fractions(min_value=0)
)
EVENTS = st.lists(st.decimals(min_value=0, max_value=10**6, places=2), max_size=8)
CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["eu", "us"])) | st.tuples(st.sampled_from(["eu", "us"]), st.sampled_from(["large"])),
    st.integers(0, 1000),
)
USAGES = st.one_of(QUANTITIES.map(Usage.of), EVENTS.map(Usage.of_amounts), CELLS.map(Usage.of_cells))
NOT_PRICES = [
    "", " ", "-1", "-0.00", "+1", "1,50", "1_000", "١٢", "１２", "1e3", "NaN", "Infinity", "0x10", "01", "00.10", ".5",
    "5.", " 1", "1 ", "1\n", "1\x00", "1.0000000000001", "1234567890123", "1.2.3", 12, 12.5, None, True, [], {}, ["1"],
]  # fmt: skip
# A higher tier may be cheaper as a whole, and blocks may be cheaper the larger they are: everything else only rises.
MAY_FALL = {"volume", "capacity", "block"}

each_scheme = pytest.mark.parametrize("scheme", schemes.SCHEMES.values(), ids=schemes.SCHEMES)


def rule_of(scheme, terms, **more):
    """Return a price by these terms, measured where the scheme can be."""
    return Rule(scheme=scheme.code, terms=terms, currency="EUR", interval=Interval.MONTH, **more)


def test_every_scheme_is_in_this_contract():
    assert set(SCHEMES) == set(schemes.SCHEMES)
    assert all(schemes.of(code).code == code for code in schemes.SCHEMES)


@each_scheme
@given(data=st.data())
def test_an_amount_is_exact_repeatable_and_leaves_its_terms_alone(scheme, data):
    terms, usage = data.draw(SCHEMES[scheme.code]), data.draw(USAGES)
    before = deepcopy(terms)
    amount = scheme.amount(terms, usage)
    assert isinstance(amount, Fraction)
    assert amount >= 0
    assert scheme.amount(terms, usage) == amount
    assert terms == before
    assert scheme.check(terms) == []
    assert isinstance(scheme.unit_price(terms), Decimal)


@each_scheme
@given(data=st.data())
def test_the_explanation_adds_up_to_the_amount_and_names_rows_that_are_there(scheme, data):
    terms, usage = data.draw(SCHEMES[scheme.code]), data.draw(USAGES)
    parts = scheme.explain(terms, usage)
    assert sum((part.amount for part in parts), Fraction(0)) == scheme.amount(terms, usage)
    rows = len(terms.get("tiers") or terms.get("cells") or ())
    assert all(part.tier is None or 1 <= part.tier <= rows for part in parts)


@each_scheme
@given(data=st.data())
def test_the_units_that_are_explained_are_those_that_were_used(scheme, data):
    terms, usage = data.draw(SCHEMES[scheme.code]), data.draw(USAGES)
    priced = sum((part.quantity for part in scheme.explain(terms, usage) if part.unit_price), Fraction(0))
    if scheme.code in {"per_seat", "per_unit", "matrix", "dynamic"} and all(
        part.unit_price for part in scheme.explain(terms, usage)
    ):
        assert priced == usage.quantity


@each_scheme
@given(data=st.data())
def test_no_quantity_costs_nothing_or_the_fixed_part(scheme, data):
    terms = data.draw(SCHEMES[scheme.code])
    parts = scheme.explain(terms, Usage.of(0))
    assert {part.kind for part in parts} <= {"fixed"}
    if scheme.counts is Counts.CELLS or scheme.code in {"per_seat", "per_unit", "package", "block", "percentage"}:
        assert parts == []


@each_scheme
@given(data=st.data())
def test_more_never_costs_less_but_where_a_tier_prices_all(scheme, data):
    terms, fewer, more = data.draw(SCHEMES[scheme.code]), data.draw(QUANTITIES), data.draw(QUANTITIES)
    low, high = sorted([Fraction(fewer), Fraction(more)])
    if scheme.code not in MAY_FALL:
        assert scheme.amount(terms, Usage.of(low)) <= scheme.amount(terms, Usage.of(high))


@each_scheme
@given(data=st.data())
def test_into_how_many_bills_a_period_falls_changes_nothing_and_the_currency_stays(scheme, data):
    terms, usages = data.draw(SCHEMES[scheme.code]), data.draw(st.lists(USAGES, min_size=1, max_size=5))
    currency = data.draw(st.sampled_from(["EUR", "JPY", "BHD"]))
    rule = Rule(scheme=scheme.code, terms=terms, currency=currency, meter={"aggregation": "sum"})
    billed = 0
    for index, so_far in enumerate(usages):
        bill = due(rule, so_far, billed, final=index == len(usages) - 1)
        assert bill.currency == currency
        billed += bill.minor
    assert billed == due(rule, usages[-1]).minor


@each_scheme
@given(data=st.data())
def test_shares_of_a_period_that_is_ordered_add_up_to_the_whole(scheme, data):
    terms, usage = data.draw(SCHEMES[scheme.code]), data.draw(USAGES)
    served = data.draw(st.integers(0, 30))
    rule = rule_of(scheme, terms)
    first, second = (charge(rule, usage, share=Fraction(days, 30)).amount for days in (served, 30 - served))
    assert first + second == charge(rule, usage).amount


@each_scheme
@given(anything=ANYTHING)
def test_whatever_is_sent_as_terms_gets_an_answer(scheme, anything):
    errors = scheme.check(anything)
    assert all(error.detail and error.code for error in errors)
    if not errors:
        scheme.amount(anything, Usage.of(1))


@each_scheme
@given(data=st.data())
def test_one_wrong_value_in_good_terms_is_told_where_it_stands(scheme, data):
    terms = deepcopy(data.draw(SCHEMES[scheme.code]))
    holder, pointer = terms, ""
    while True:
        name = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        pointer += f"/{name}"
        if not isinstance(holder[name], dict | list) or not holder[name]:
            break
        holder = holder[name]
    holder[name] = object()
    assert pointer in [error.pointer for error in scheme.check(terms)]


@each_scheme
def test_its_schema_is_json_schema_and_names_every_value_for_a_person(scheme):
    Draft202012Validator.check_schema(scheme.schema)
    for schema in _inside(scheme.schema):
        if schema["type"] != "object":
            assert schema["title"]
            assert schema["description"]
            assert schema["x-code"]


def _inside(schema):
    yield schema
    for inner in [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]:
        yield from _inside(inner)


@pytest.mark.parametrize("code", ["flat", "per_seat", "per_unit"])
@pytest.mark.parametrize("value", NOT_PRICES, ids=repr)
def test_what_is_no_price_is_refused_where_it_stands(code, value):
    (error,) = schemes.of(code).check({"amount": value})
    assert (error.pointer, error.code) == ("/amount", "not-a-price")


@each_scheme
def test_terms_have_exactly_their_members(scheme):
    missing = [error.pointer for error in scheme.check({})]
    assert missing == [f"/{name}" for name in scheme.schema["required"]]
    unknown = [error for error in scheme.check({"a/b~c": 1}) if error.code == "unknown-field"]
    assert [error.pointer for error in unknown] == ["/a~1b~0c"]


@pytest.mark.parametrize("quantity", [-1, Decimal("-0.5"), Fraction(-1, 3)])
def test_a_negative_quantity_is_no_quantity(quantity):
    for make in (Usage.of, lambda q: Usage.of_amounts([1, q]), lambda q: Usage.of_cells({("eu",): q})):
        with pytest.raises(ValueError, match="negative"):
            make(quantity)


@pytest.mark.parametrize("code", ["graduated", "volume"])
@pytest.mark.parametrize(
    ("ends", "pointer", "wrong"),
    [
        (["10", "5", None], "/tiers/1/up_to", "not-rising"),
        (["10", "10.0", None], "/tiers/1/up_to", "not-rising"),
        (["10", None, None], "/tiers/1/up_to", "open-end"),
        (["10", "20"], "/tiers/1/up_to", "open-end"),
    ],
)
def test_tiers_that_contradict_each_other_are_refused(code, ends, pointer, wrong):
    rows = [{"up_to": end, "unit_price": "1"} for end in ends]
    (error,) = schemes.of(code).check({"tiers": rows})
    assert (error.pointer, error.code) == (pointer, wrong)


def test_a_matrix_prices_cells_and_everything_else():
    matrix = schemes.of("matrix")
    cells = [{"values": ["eu", "large"], "unit_price": "2"}, {"values": ["us", "large"], "unit_price": "3"}]
    terms = {"dimensions": ["region", "size"], "cells": cells, "otherwise": "10"}
    assert matrix.check(terms) == []
    usage = Usage.of_cells({("eu", "large"): 4, ("us", "small"): 1, ("us", "large"): 0})
    assert [(part.tier, part.amount) for part in matrix.explain(terms, usage)] == [(1, 8), (None, 10)]
    twice = {**terms, "cells": [cells[0], cells[0], {"values": ["eu"], "unit_price": "1"}]}
    assert [(error.pointer, error.code) for error in matrix.check(twice)] == [
        ("/cells/1/values", "duplicate"),
        ("/cells/2/values", "wrong-number"),
    ]
