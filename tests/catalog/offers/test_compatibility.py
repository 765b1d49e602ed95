"""Contracts of offers as plain values, without a database."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.offers.compatibility import Contract, Held, Need, contract_errors, evaluate, news
from catalog.offers.compatibility.contract import NOTHING
from tests.catalog.pricing.terms import ANYTHING

A, B, C, D = (UUID(int=number) for number in range(1, 5))
NAMES = {A: "Alpha", B: "Beta", C: "Gamma", D: "Delta"}
SOON = date(2026, 3, 31)


def held(offer, quantity=1, plan="team", ends_on=None, **contract):
    return Held(
        offer=offer,
        plan=plan,
        quantity=quantity,
        name=NAMES[offer],
        contract=Contract(**contract) if contract else NOTHING,
        ends_on=ends_on,
    )


def codes(*holding):
    return [verdict.code for verdict in evaluate(holding, NAMES)]


def seats(rule, mine, theirs, **more):
    needs = {"requires": (Need(B),), "seats": rule, "seats_of": B}
    return codes(held(A, mine, **needs, **more), held(B, theirs))


def test_who_holds_nothing_goes_against_nothing():
    assert evaluate([]) == ()


def test_what_is_needed_is_named_with_its_plans_and_what_to_do():
    (verdict,) = evaluate([held(A, requires=(Need(B, ("team", "pro")),)), held(B, plan="solo")], NAMES)
    assert (verdict.code, verdict.subject, verdict.missing) == ("requirement-missing", A, (B,))
    assert verdict.sentence == ("Alpha works only with Beta (plan team, pro). Hold it as well, or do without Alpha.")
    assert verdict.texts["fr"].startswith("Alpha ne fonctionne qu’avec Beta (formule team, pro). Prenez cela aussi")


def test_all_needs_all_and_any_needs_one():
    needs = (Need(B), Need(C))
    assert codes(held(A, requires=needs), held(B)) == ["requirement-missing"]
    assert codes(held(A, requires=needs), held(B), held(C)) == []
    assert codes(held(A, requires=needs, match="any"), held(C)) == []
    (verdict,) = evaluate([held(A, requires=needs, match="any")], NAMES)
    assert "Beta or Gamma. Hold one as well" in verdict.sentence


def test_what_ends_is_nothing_to_rely_on_and_stands_in_the_way_until_then():
    (verdict,) = evaluate([held(A, requires=(Need(B),)), held(B, ends_on=SOON)])
    assert "Beta, which ends on 2026-03-31" in verdict.sentence
    assert codes(held(A, requires=(Need(B),), ends_on=SOON)) == []
    (verdict,) = evaluate([held(A, excludes=(B,)), held(B, ends_on=SOON)])
    assert verdict.sentence.endswith("or wait until one has ended on 2026-03-31.")


@pytest.mark.parametrize(
    ("rule", "fewer", "equal", "more"),
    [
        ("free", [], [], []),
        ("at_most_base", [], [], ["too-many-seats"]),
        ("equal_base", ["too-few-seats"], [], ["too-many-seats"]),
        ("at_least_base", ["too-few-seats"], [], []),
    ],
)
def test_seats_follow_their_rule(rule, fewer, equal, more):
    assert (seats(rule, 4, 5), seats(rule, 5, 5), seats(rule, 6, 5)) == (fewer, equal, more)


def test_seats_are_counted_over_all_that_is_held_and_only_in_the_plans_that_count():
    needs = {"requires": (Need(B, ("team",)),), "seats": "at_most_base", "seats_of": B}
    one, two = held(A, 3, plan="solo", **needs), held(A, 3, **needs)
    assert codes(one, two, held(B, 4), held(B, 2)) == []
    assert codes(one, two, held(B, 4), held(B, 2, plan="solo")) == ["too-many-seats"]
    (verdict,) = evaluate([one, two, held(B, 4)])
    assert "There would be 6 of Alpha and 4 of Beta" in verdict.sentence
    assert "Hold 2 fewer of Alpha, or as many more of Beta" in verdict.sentence


def test_seats_that_run_out_are_still_taken_and_will_be_missed():
    needs = {"requires": (Need(B),), "seats": "equal_base", "seats_of": B}
    assert codes(held(A, 3, **needs), held(A, 2, ends_on=SOON, **needs), held(B, 3)) == ["too-many-seats"]
    assert codes(held(A, 3, **needs), held(A, 2, ends_on=SOON, **needs), held(B, 5)) == ["too-few-seats"]


def test_a_cycle_of_needs_is_met_together_only():
    one, two = held(A, requires=(Need(B),)), held(B, requires=(Need(A),))
    assert codes(one, two) == []
    assert codes(one) == codes(two) == ["requirement-missing"]


OFFERS = st.sampled_from([A, B, C, D])
PLANS = st.sampled_from(["solo", "team"])


@st.composite
def contracts(draw, *, without=None):
    """Contracts that a partner could have written, of the offer `without`."""
    others = [one for one in NAMES if one != without]
    some = st.lists(st.sampled_from(others), unique=True, max_size=2)
    needed = draw(some)
    plans = st.lists(PLANS, unique=True, max_size=2).map(tuple)
    rule = draw(st.sampled_from(["free", "at_most_base", "equal_base", "at_least_base"])) if needed else "free"
    return Contract(
        complements=(),
        requires=tuple(Need(one, draw(plans)) for one in needed),
        match=draw(st.sampled_from(["all", "any"])) if needed else "all",
        excludes=tuple(one for one in draw(some) if one not in needed),
        seats=rule,
        seats_of=needed[0] if rule != "free" else None,
    )


@st.composite
def holdings(draw):
    """What a customer might hold; each offer has one contract in all of it."""
    said = {one: draw(contracts(without=one)) for one in NAMES}
    return [
        Held(offer=offer, plan=plan, quantity=quantity, name=NAMES[offer], contract=said[offer], ends_on=ends_on)
        for offer, plan, quantity, ends_on in draw(
            st.lists(st.tuples(OFFERS, PLANS, st.integers(1, 4), st.none() | st.just(SOON)), max_size=6)
        )
    ]


@given(holding=holdings(), data=st.data())
def test_the_order_does_not_matter_and_every_refusal_explains_itself(holding, data):
    found = evaluate(holding, NAMES)
    assert evaluate(data.draw(st.permutations(holding)), NAMES) == found
    assert len({verdict.key for verdict in found}) == len(found)
    there = {one.offer for one in holding}
    for verdict in found:
        assert verdict.subject in verdict.about
        assert {*verdict.about} <= there
        for text in verdict.texts.values():
            assert all(NAMES[one] in text for one in (*verdict.about, *verdict.missing))
            assert text.count(". ") >= 1, "what is wrong, and what to do"


@given(holding=holdings())
def test_to_add_what_is_missing_heals(holding):
    for verdict in evaluate(holding):
        if verdict.code == "requirement-missing":
            added = [held(one, plan=plan, quantity=1) for one in verdict.missing for plan in ("solo", "team")]
            after = evaluate([*holding, *added])
            assert verdict.key not in [one.key for one in after]
            assert not [one for one in after if one.code == verdict.code and one.subject == verdict.subject]


@given(mine=contracts(without=A), theirs=contracts(without=B))
def test_excluded_pairs_are_symmetric(mine, theirs):
    def pair(one, two):
        holding = [
            Held(offer=A, plan="team", quantity=1, name="Alpha", contract=one),
            Held(offer=B, plan="team", quantity=1, name="Beta", contract=two),
        ]
        return [verdict.key for verdict in evaluate(holding) if verdict.code == "excluded"]

    expected = [("excluded", A, (A, B), ())] if B in mine.excludes or A in theirs.excludes else []
    assert pair(mine, theirs) == expected
    assert pair(Contract(excludes=(B,)), NOTHING) == pair(NOTHING, Contract(excludes=(A,)))


@given(holding=holdings())
def test_news_are_what_was_not_so_before(holding):
    after = evaluate(holding)
    assert news((), after) == after
    assert news(after, after) == ()
    assert news(after, ()) == ()


@given(contract=contracts(without=A))
def test_a_contract_is_written_and_read_back(contract):
    assert contract_errors(contract.said(), offer_id=A) == []
    assert Contract.of(contract.said()) == Contract.of(contract.kept()) == contract
    assert (contract.kept() == {}) == (contract == NOTHING)


@given(said=ANYTHING)
def test_whatever_is_sent_is_answered(said):
    assert contract_errors(said) == [] or all(error.detail for error in contract_errors(said))


def wrong(said, **more):
    return [(error.pointer, error.code) for error in contract_errors(said, offer_id=A, **more)]


def needing(*offers, **more):
    return {"requires": {"match": "all", "offers": [{"offer": str(one)} for one in offers]}, **more}


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        ([], [("", "not-an-object")]),
        ({"complement": []}, [("/complement", "unknown-field")]),
        ({"complements": "all"}, [("/complements", "not-a-list")]),
        ({"complements": ["tide"]}, [("/complements/0", "not-an-id")]),
        ({"complements": [str(B)] * 2}, [("/complements/1", "duplicate")]),
        ({"complements": [str(UUID(int=n)) for n in range(51)]}, [("/complements", "out-of-range")]),
        ({"requires": {"offers": []}}, [("/requires/match", "required")]),
        ({"requires": {"match": "most", "offers": []}}, [("/requires/match", "unknown-value")]),
        (needing(B, B), [("/requires/offers/1/offer", "duplicate")]),
        (
            {"requires": {"match": "all", "offers": [{"offer": str(B), "plans": ["Team!"]}]}},
            [("/requires/offers/0/plans/0", "not-a-code")],
        ),
        (needing(B, C, excludes=[str(D), str(C)]), [("/excludes/1", "contradiction")]),
        ({"complements": [str(B)], "excludes": [str(B)]}, [("/excludes/0", "contradiction")]),
        ({"seats": {"rule": "equal_base"}}, [("/seats/offer", "not-required")]),
        (needing(B, seats={"rule": "equal_base", "offer": str(C)}), [("/seats/offer", "not-required")]),
        (needing(B, seats={"rule": "free", "offer": str(B)}), [("/seats/offer", "not-asked")]),
        (needing(A), [("/requires/offers/0/offer", "self-reference")]),
        ({"excludes": [str(A)]}, [("/excludes/0", "self-reference")]),
    ],
)
def test_what_cannot_be_a_contract_is_refused_by_pointer(said, errors):
    assert wrong(said) == errors


def test_only_an_add_on_speaks_of_others():
    assert wrong({"complements": [str(B)]}, is_add_on=False) == [("", "not-an-add-on")]
    assert wrong({}, is_add_on=False) == wrong({"complements": []}, is_add_on=False) == []
