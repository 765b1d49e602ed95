"""What a customer may choose, without a database."""

from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.bundles.composition import Composition, Group, Held, Market, faults
from catalog.bundles.selections import legal_selections
from tests.catalog.bundles.strategies import EUR, designs, part

BASE, SEATS, EXTRA = part(1), part(2, scheme="per_seat"), part(3, "optional")
TOOLS = [part(number, "choice", group="tools") for number in range(10, 14)]
ALL = Composition((BASE, SEATS, EXTRA, *TOOLS), (Group("tools", 2, 3),))
IN = [Held(BASE, 1), Held(SEATS, 4)]


def codes(chosen, composition=ALL, market=EUR):
    return [fault.code for fault in faults(composition, chosen, market=market)]


def tools(count):
    return [Held(tool, 1) for tool in TOOLS[:count]]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ([*IN, *tools(2)], []),
        ([*IN, *tools(3), Held(EXTRA, 1)], []),
        ([*IN, *tools(1)], ["too_few"]),
        ([*IN, *tools(4)], ["too_many"]),
        ([IN[0], *tools(2)], ["fixed_missing"]),
        ([], ["fixed_missing", "fixed_missing", "too_few"]),
        ([*IN, *tools(2), IN[0]], ["twice"]),
        ([Held(BASE, 2), IN[1], *tools(2)], ["one_price"]),
        ([IN[0], Held(SEATS, 0), *tools(2)], ["quantity"]),
        ([IN[0], Held(SEATS, 1_000_001), *tools(2)], ["quantity"]),
        ([*IN, *tools(2), Held(part(4, "optional", offer_id=BASE.offer_id), 1)], ["twice"]),
        ([*IN, *tools(2), Held(part(5, "optional", currency="CHF"), 1)], ["currency"]),
        ([*IN, *tools(2), Held(part(5, "optional", interval="year"), 1)], ["interval"]),
        ([*IN, *tools(2), Held(part(6, "optional", "999999999999.00", scheme="per_seat"), 1_000)], ["too_dear"]),
    ],
)
def test_a_selection_is_legal_or_says_why_not(chosen, found):
    assert codes(chosen) == found


def test_each_market_has_its_own_fixed_parts_and_choices():
    yearly = part(7, interval="year")
    both = Composition((*ALL.parts, yearly), ALL.groups)
    assert codes([*IN, *tools(2)], both) == []
    assert codes([Held(yearly, 1)], both, Market("EUR", "year")) == ["too_few"]


@given(designs())
def test_the_legal_selections_are_exactly_those_subsets_that_have_no_fault(design):
    here = design.composition
    found = legal_selections(here, EUR, most=10_000)
    every = [
        tuple(Held(one, 1) for one in chosen)
        for count in range(1, len(here.parts) + 1)
        for chosen in combinations(here.parts, count)
    ]
    assert found.is_all
    assert set(found.chosen) == {chosen for chosen in every if not faults(here, chosen, market=EUR)}


@given(st.integers(1, 60))
def test_a_sample_is_legal_always_the_same_and_touches_every_part(most):
    offered = [part(number, "choice", group="tools") for number in range(100, 115)]
    large = Composition((BASE, *offered), (Group("tools", 2, 7),))
    one, two = (legal_selections(large, EUR, most=most) for _ in range(2))
    assert one == two
    assert not one.is_all
    assert len(one.chosen) == most
    assert all(not faults(large, chosen, market=EUR) for chosen in one.chosen)
    if most >= 20:
        assert {held.part for chosen in one.chosen for held in chosen} == {BASE, *offered}
        assert {len(chosen) for chosen in one.chosen} >= {3, 8}


def test_two_of_fifteen_to_seven_of_fifteen_are_16368_selections():
    offered = [part(number, "choice", group="tools", offer_id=UUID(int=number)) for number in range(15)]
    large = Composition(tuple(offered), (Group("tools", 2, 7),))
    assert len(legal_selections(large, EUR, most=20_000).chosen) == 16_368
