"""Tiers are queries over requirements: reached in their order, with the shortest distance to the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.programmes import shipped
from partners.programmes.reading import Misprint
from partners.programmes.tiers import CODES, following, lacking, plain, reached, read_all

KEYS = ["AAA-001", "AAA-002", "AAA-003", "AAA-004"]
met = st.recursive(
    st.sampled_from(KEYS).map(lambda key: {"met": key}),
    lambda inner: st.builds(
        lambda how, parts: {how: parts}, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


def ladder(needs):
    return read_all([{"code": code, "needs": need} for code, need in zip(CODES, needs, strict=False)], KEYS)


ladders = st.lists(met, max_size=4).map(ladder)
shown = st.frozensets(st.sampled_from(KEYS))


def holds(need, found):
    ((how, inner),) = need.items()
    if how == "met":
        return inner in found
    return (all if how == "all" else any)(holds(part, found) for part in inner)


@given(ladders, shown)
def test_a_tier_is_reached_exactly_with_all_below_it(tiers, found):
    held = [all(holds(plain(one)["needs"], found) for one in tiers[: place + 1]) for place in range(len(tiers))]
    tier = reached(tiers, found)
    assert (tiers.index(tier) + 1 if tier else 0) == sum(held)


@given(ladders, shown)
def test_meeting_what_is_lacking_reaches_the_next_tier_and_nothing_less_of_it_does(tiers, found):
    tier = following(tiers, found)
    if tier is None:
        return
    lacks = lacking(tier, found)
    assert lacks
    assert not lacking(tier, found | set(lacks))


@given(ladders, shown, shown)
def test_meeting_more_never_lowers_the_tier(tiers, found, more):
    before, after = reached(tiers, found), reached(tiers, found | more)
    assert before is None or (after is not None and tiers.index(after) >= tiers.index(before))


@given(ladders)
def test_what_is_written_is_what_is_read(tiers):
    assert read_all([plain(tier) for tier in tiers], KEYS) == tiers


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "golden"},
        {"code": "listed", "needs": {"met": "ZZZ-001"}},
        {"code": "listed", "needs": {"met": ["AAA-001"]}},
        {"code": "listed", "needs": {"all": []}},
        {"code": "listed", "needs": {"most": [{"met": "AAA-001"}]}},
        {"code": "listed", "needs": {"met": "AAA-001", "all": []}},
        {"code": "listed", "colour": "gold"},
        "listed",
    ],
)
def test_a_misspelt_tier_is_refused(wrong):
    with pytest.raises(Misprint):
        read_all([wrong], KEYS)


def test_a_tier_comes_once():
    with pytest.raises(Misprint, match="twice"):
        read_all([{"code": "listed"}, {"code": "listed"}], KEYS)


def test_the_tiers_that_ship_ask_for_what_the_rule_book_has():
    book = shipped.read_file()
    tiers = read_all(book["tiers"], {one["key"] for one in book["requirements"]})
    assert [tier.code for tier in tiers] == ["registered", "verified", "listed", "trusted"]
