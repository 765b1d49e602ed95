"""Every path of a bundle ends legally and adds up, without a database."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.bundles.composition import Held, faults
from catalog.bundles.paths import ENDED, Holding, legality, steps
from catalog.bundles.pricing import quote
from catalog.bundles.selections import legal_selections
from catalog.bundles.simulation import simulate
from core.money import round_half_away
from tests.catalog.bundles.strategies import EUR, PARTNERS, agreed, design, designs, fixed, part, percent

BASE, SECOND, EXTRA = part(1), part(2), part(3, "optional")
TOOLS = [part(number, "choice", group="tools") for number in (10, 11, 12)]


def intact(*parts):
    return Holding("intact", tuple(Held(one, 1) for one in parts))


def after(made, holding, verb, about=None):
    return next(step for step in steps(made, holding) if (step.verb, step.about) == (verb, about))


def test_an_optional_part_goes_and_the_bundle_stays():
    made = design(BASE, SECOND, EXTRA)
    step = after(made, intact(BASE, SECOND, EXTRA), "removal", EXTRA)
    assert step.after == intact(BASE, SECOND)
    # Half of a month at 8.00 comes back, of which the partner had 80 % of the list price.
    assert (step.moved.customer, step.moved.partners[EXTRA.partner_id]) == (-400, -400)


@pytest.mark.parametrize(("on_break", "kind", "left"), [("end_bundle", "ended", 0), ("end_discount", "apart", 1)])
def test_a_fixed_part_goes_and_what_follows_is_as_agreed(on_break, kind, left):
    made = design(BASE, SECOND, on_break=on_break)
    step = after(made, intact(BASE, SECOND), "removal", BASE)
    assert (step.after.kind, len(step.after.held)) == (kind, left)


def test_a_part_that_is_not_sold_alone_ends_with_the_bundle():
    only_here = part(4, "optional", sold_alone=False)
    made = design(BASE, SECOND, only_here)
    assert after(made, intact(BASE, SECOND, only_here), "removal", BASE).after.held == (Held(SECOND, 1),)
    notes = [note.code for note in simulate(made).notes]
    assert "ends_with_bundle" in notes


def test_a_choice_may_shrink_to_its_least_and_no_further():
    made = design(BASE, *TOOLS, groups=[("tools", 1, 2)])
    two = intact(BASE, *TOOLS[:2])
    assert after(made, two, "removal", TOOLS[0]).after == intact(BASE, TOOLS[1])
    assert after(made, intact(BASE, TOOLS[1]), "removal", TOOLS[1]).after.kind == "apart"


def test_a_plan_is_exchanged_for_another_of_its_offer():
    larger = part(50, amount="25.00", offer_id=BASE.offer_id, partner_id=BASE.partner_id)
    made = design(BASE, SECOND, rule=fixed("12.00"), others={BASE.offer_id: [larger]})
    step = after(made, intact(BASE, SECOND), "exchange", BASE)
    assert step.after.kind == "intact"
    # The fixed price covers what the old plan cost; the larger one costs 15.00 more, and half of that now.
    assert made.quote(step.after).price == 1200 + 1500
    assert step.moved.customer == 750
    assert [one.verb for one in steps(design(BASE, exchange="never", others=made.others), intact(BASE))].count(
        "exchange"
    ) == 0


def test_what_is_done_at_the_end_of_the_interval_costs_nothing_by_itself():
    made = design(BASE, SECOND, EXTRA, cancel_when="period_end")
    moved = [step.moved.customer for step in steps(made, intact(BASE, SECOND, EXTRA)) if step.verb != "renewal"]
    assert set(moved) == {0}


def test_a_choice_that_cannot_be_made_keeps_from_publishing():
    found = simulate(design(BASE, *TOOLS, groups=[("tools", 4, 5)]))
    assert found.stops
    assert [note.code for note in found.notes] == ["nothing_to_choose"]


def test_staff_are_told_where_the_platform_pays_and_a_partner_gets_nothing():
    made = design(BASE, SECOND, rule=percent("50"), terms=agreed(share="80", borne_by="platform"))
    assert "platform_pays" in [note.code for note in simulate(made).notes]
    made = design(BASE, SECOND, rule=percent("50"), terms=agreed(share="20", borne_by="partner"))
    assert "partner_gets_nothing" in [note.code for note in simulate(made).notes]


def test_large_bundles_are_sampled_and_always_in_the_same_way():
    offered = [part(number, "choice", group="tools") for number in range(100, 115)]
    large = design(BASE, *offered, groups=[("tools", 2, 7)])
    one, two = (simulate(large, most_selections=40, most_holdings=100) for _ in range(2))
    assert (one.selections, one.holdings, one.steps, one.notes) == (two.selections, two.holdings, two.steps, two.notes)
    assert not one.is_all
    assert one.selections == 40
    assert not one.stops


@settings(max_examples=60)
@given(designs())
def test_every_path_ends_legal(made):
    found = simulate(made, most_selections=10_000, most_holdings=10_000)
    assert found.is_all
    assert [note for note in found.notes if note.code == "illegal"] == []
    assert found.stops == (not legal_selections(made.composition, EUR, most=10_000).chosen)


@settings(max_examples=150)
@given(designs(), st.data())
def test_on_every_path_it_is_legal_money_adds_up_and_nothing_is_lost(made, data):
    selections = legal_selections(made.composition, EUR, most=10_000).chosen
    if not selections:
        return
    holding = Holding("intact", data.draw(st.sampled_from(selections)))
    while holding != ENDED:
        ahead = list(steps(made, holding))
        step = data.draw(st.sampled_from(ahead[1:]))
        check_renewal(made, ahead[0])
        check_step(made, step)
        holding = step.after if step.verb != "exchange" or data.draw(st.booleans()) else ENDED


def check_renewal(made, step):
    """A renewal costs what the holding costs by itself, and everybody gets what the lines say."""
    rule = made.rule if step.before.kind == "intact" else None
    found = quote(step.before.held, market=EUR, rule=rule, terms=made.terms)
    assert step.after == step.before
    assert (step.moved.customer, step.moved.platform) == (found.price, found.platform_share)
    assert step.moved.partners == found.partner_shares
    if rule is None:
        assert found.price == sum(held.part.list_price(held.quantity) for held in step.before.held)


def check_step(made, step):
    before, later = step.before, step.after
    assert legality(made, later) == ""
    assert step.moved.customer == sum(step.moved.partners.values()) + step.moved.platform
    # Nothing appears from nowhere: what is held afterwards was held before, or has taken the place of what was.
    kept = {held.part.offer_id for held in before.held}
    assert {held.part.offer_id for held in later.held} <= kept
    lost = kept - {held.part.offer_id for held in later.held}
    match step.verb:
        case "exchange":
            assert lost == set()
        case "cancellation":
            assert later == ENDED
        case "removal":
            assert step.about.offer_id in lost
            rest = [held for held in before.held if held.part is not step.about]
            if before.kind == "intact" and faults(made.composition, rest, market=EUR):
                only_here = {held.part.offer_id for held in rest if not held.part.sold_alone}
                expected = {held.part.offer_id for held in rest} - only_here
                assert later == ENDED or {held.part.offer_id for held in later.held} == expected
            else:
                assert lost == {step.about.offer_id}
    check_moved(made, step)


def check_moved(made, step):
    """At once: the unused half comes back line by line and is charged anew; at the end of the interval: nothing."""
    when = made.policies.exchange if step.verb == "exchange" else made.policies.cancel_when
    if when == "period_end" or step.before.kind == "apart":
        assert (step.moved.customer, step.moved.platform, dict(step.moved.partners)) == (0, 0, {})
        return
    old, new = made.quote(step.before).lines, made.quote(step.after).lines
    half = [sum(round_half_away(Fraction(line.net, 2)) for line in lines) for lines in (old, new)]
    assert step.moved.customer == half[1] - half[0]
    for partner in PARTNERS:
        shares = [
            sum(
                round_half_away(Fraction(line.partner_share, 2))
                for line in lines
                if line.held.part.partner_id == partner
            )
            for lines in (old, new)
        ]
        assert step.moved.partners.get(partner, 0) == shares[1] - shares[0]
