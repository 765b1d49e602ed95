"""What keeps a draft from being proposed, and what a partner agrees to; without a database."""

from dataclasses import replace

import pytest

from catalog.bundles.composition import Composition, Group, Market
from catalog.bundles.consent import changes, same, seen_by
from catalog.bundles.paths import Policies
from catalog.bundles.rules import wanting
from tests.catalog.bundles.strategies import PARTNERS, fixed, part, percent, terms

MINE, THEIRS, TOOL = part(3), part(1), part(6, "choice", group="tools")
TOOLS = Group("tools", 1, 2)
WHOLE = Composition((MINE, THEIRS, TOOL), (TOOLS,))
AGREED = {PARTNERS[0]: terms(), PARTNERS[1]: terms(PARTNERS[1])}
POLICIES = Policies("period_end", "end_discount", "never")


def of(*parts, groups=(TOOLS,)):
    return Composition(parts, groups)


@pytest.mark.parametrize(
    ("composition", "rules", "agreed", "found"),
    [
        (WHOLE, [percent("10")], AGREED, []),
        (WHOLE, [fixed("10.00")], AGREED, []),
        (of(MINE, THEIRS, TOOL, part(9, conditions={"trial": {"days": 14}})), [percent("1")], AGREED, ["not_plain"]),
        (of(MINE, THEIRS, TOOL, part(9, meter={"code": "calls"})), [percent("1")], AGREED, ["by_usage"]),
        (of(MINE, TOOL), [percent("10")], {PARTNERS[0]: terms()}, ["partners"]),
        (of(MINE, THEIRS, TOOL, groups=()), [percent("10")], AGREED, ["group"]),
        (of(MINE, THEIRS, TOOL, part(9, "optional", group="tools")), [percent("10")], AGREED, ["no_group"]),
        (of(MINE, THEIRS, TOOL, part(12, offer_id=MINE.offer_id)), [percent("1")], AGREED, ["offer_twice"] * 2),
        (of(MINE, THEIRS, TOOL, groups=(TOOLS, TOOLS)), [percent("10")], AGREED, ["group_twice"] * 2),
        (
            of(MINE, THEIRS, TOOL, groups=(Group("tools", 2, 1),)),
            [percent("10")],
            AGREED,
            ["bounds", "too_few_offered"],
        ),
        (of(MINE, THEIRS, TOOL, groups=(Group("tools", 0, 0),)), [percent("10")], AGREED, ["bounds"]),
        (WHOLE, [percent("10"), percent("20")], AGREED, ["market_twice"] * 2),
        (WHOLE, [percent("10"), replace(percent("10"), market=Market("CHF", "month"))], AGREED, ["nothing_in_market"]),
        (WHOLE, [percent("100.5")], AGREED, ["percentage"]),
        (WHOLE, [fixed("10.001")], AGREED, ["decimals"]),
        (WHOLE, [], AGREED, ["market_unpriced"]),
        (WHOLE, [percent("10")], {PARTNERS[0]: terms()}, ["no_terms"]),
        (WHOLE, [percent("10")], AGREED | {PARTNERS[2]: terms(PARTNERS[2])}, ["no_part_of_partner"]),
        (WHOLE, [percent("10")], AGREED | {PARTNERS[0]: terms(share="101")}, ["percentage"]),
        (WHOLE, [percent("10")], AGREED | {PARTNERS[0]: terms(kind="fixed", share="1.005")}, ["decimals"]),
    ],
)
def test_a_draft_can_be_proposed_or_says_what_is_wanting(composition, rules, agreed, found):
    assert [one.code for one in wanting(composition, rules, agreed)] == found


def test_a_fixed_share_needs_one_market():
    both = of(MINE, THEIRS, TOOL, part(15, interval="year"), part(16, interval="year"), groups=())
    agreed = AGREED | {PARTNERS[0]: terms(kind="fixed", share="1.00")}
    assert "fixed_in_markets" in [one.code for one in wanting(both, [percent("10")], agreed)]


TEN = (percent("10"),)


def seen(composition=WHOLE, rules=TEN, policies=POLICIES, **fields):
    return seen_by(terms(**fields), composition, rules, policies)


@pytest.mark.parametrize(
    ("other", "about"),
    [
        (seen(share="79.0"), {"share"}),
        (seen(borne_by="partner"), {"discount_borne_by", "prices"}),
        (seen(by="platform"), {"supported_by"}),
        (seen(policies=Policies("now", "end_discount", "never")), {"cancel_when"}),
        (seen(of(MINE, THEIRS)), {f"parts/{TOOL.plan_id}"}),
        (seen(of(replace(MINE, role="optional"), THEIRS, TOOL)), {f"parts/{MINE.plan_id}/role"}),
        (seen(of(part(3, amount="9.00"), THEIRS, TOOL)), {f"parts/{MINE.plan_id}/price"}),
        (seen(of(MINE, THEIRS, TOOL, groups=(Group("tools", 1, 3),))), {f"parts/{TOOL.plan_id}/bounds"}),
    ],
)
def test_what_is_different_for_a_partner_is_said(other, about):
    assert {change.about for change in changes(seen(), other)} == about
    assert not same(seen(), other)


@pytest.mark.parametrize(
    "other",
    [
        seen(share="80.00"),
        seen(rules=(percent("50"),)),
        seen(of(MINE, part(1, amount="99.00"), TOOL)),
        seen(of(replace(MINE, title="Renamed"), THEIRS, TOOL)),
    ],
    ids=["zeros", "a discount it does not bear", "another's part", "a name"],
)
def test_what_makes_no_difference_to_a_partner_needs_no_consent(other):
    assert same(seen(), other)


def test_who_bears_the_discount_agrees_to_the_price():
    assert not same(seen(borne_by="pro_rata"), seen(borne_by="pro_rata", rules=(percent("50"),)))
