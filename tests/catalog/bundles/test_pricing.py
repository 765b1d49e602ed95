"""Prices, discounts and shares, without a database: no cent is lost."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from catalog.bundles.composition import Held
from catalog.bundles.pricing import quote
from core.money import round_half_away
from tests.catalog.bundles.strategies import EUR, PARTNERS, RULES, TERMS, agreed, fixed, holdings, part, percent, terms


def priced(*held, rule, **fields):
    return quote(
        [Held(*one) if isinstance(one, tuple) else Held(one, 1) for one in held],
        market=EUR,
        rule=rule,
        terms=agreed(**fields),
    )


def test_a_percentage_is_spread_by_largest_remainder():
    found = priced(part(1, amount="0.10"), part(2, amount="0.10"), part(3, amount="0.10"), rule=percent("50"))
    assert [line.discount for line in found.lines] == [5, 5, 5]
    found = priced(part(1, amount="0.01"), part(2, amount="0.01"), part(3, amount="0.01"), rule=percent("50"))
    assert (found.discount, [line.net for line in found.lines]) == (2, [0, 0, 1])


def test_a_fixed_price_covers_one_unit_of_what_is_fixed_or_chosen():
    found = priced(
        part(1, amount="30.00"),
        (part(2, amount="4.00", scheme="per_seat"), 5),
        part(3, "optional", amount="9.00"),
        rule=fixed("24.00"),
    )
    # 30 + 4 are covered by 24, four further seats and the optional part cost what they cost.
    assert (found.list_price, found.price) == (5900, 2400 + 1600 + 900)


def test_a_fixed_price_never_makes_it_dearer():
    assert priced(part(1), part(2), rule=fixed("99.00")).price == 2000


@pytest.mark.parametrize(
    ("share", "borne_by", "gets", "platform", "burden"),
    [
        ("80", "platform", 800, -100, 0),
        ("80", "partner", 500, 200, 300),
        ("80", "pro_rata", 560, 140, 240),
        ("20", "partner", 0, 700, 200),
        ("0", "pro_rata", 0, 700, 0),
        ("100", "platform", 1000, -300, 0),
    ],
)
def test_who_bears_the_discount(share, borne_by, gets, platform, burden):
    (line,) = priced(part(1), rule=percent("30"), share=share, borne_by=borne_by).lines
    assert (line.partner_share, line.platform_share, line.discount_of_partner) == (gets, platform, burden)


def test_a_fixed_share_is_for_each_unit():
    seats = part(1, amount="4.00", scheme="per_seat")
    (line,) = priced((seats, 5), rule=percent("10"), kind="fixed", share="3.00").lines
    assert (line.partner_share, line.platform_share) == (1500, 300)


def test_without_a_rule_it_is_the_list_price():
    assert priced(part(1), part(2), rule=None).discount == 0


@given(holdings(), RULES, TERMS)
def test_money_adds_up_whatever_is_agreed(chosen, rule, agreements):
    found = quote(chosen, market=EUR, rule=rule, terms=agreements)
    listed = sum(held.part.list_price(held.quantity) for held in chosen)
    assert found.list_price == listed
    assert found.price == listed - found.discount == sum(found.partner_shares.values()) + found.platform_share
    for line in found.lines:
        assert 0 <= line.discount <= line.list_price
        assert 0 <= line.partner_share <= line.list_price
        assert line.discount == line.discount_of_partner + line.discount_of_platform
        assert min(line.discount_of_partner, line.discount_of_platform) >= 0
        assert line.net == line.partner_share + line.platform_share
    if rule.kind == "percent":
        assert found.discount == round_half_away(listed * Fraction(rule.value) / 100)
        # Largest remainder: nobody is further than a cent from the exact share.
        assert all(abs(line.discount - line.list_price * Fraction(rule.value) / 100) < 1.5 for line in found.lines)
    else:
        covered = sum(held.part.list_price(1) for held in chosen if held.part.role == "fixed")
        assert found.price == listed - covered + min(covered, round_half_away(rule.value * 100))


@given(holdings(), RULES, TERMS)
def test_who_bears_no_discount_gets_what_the_list_price_gives(chosen, rule, agreements):
    found, without = (quote(chosen, market=EUR, rule=each, terms=agreements) for each in (rule, None))
    for line, listed in zip(found.lines, without.lines, strict=True):
        match agreements[line.held.part.partner_id].borne_by:
            case "platform":
                assert line.partner_share == listed.partner_share
            case "partner":
                assert line.partner_share == max(0, listed.partner_share - line.discount)
            case "pro_rata":
                assert line.partner_share <= listed.partner_share


def test_terms_are_read_as_they_are_said():
    assert terms(PARTNERS[1], "12.5").share == Decimal("12.5")
