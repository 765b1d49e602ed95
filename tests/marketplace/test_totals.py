from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import round_half_away
from marketplace.billing.totals import Category, Tax, total

RATES = [Decimal(20), Decimal("5.5"), Decimal("25.5"), Decimal("2.1"), Decimal(0)]
taxes = st.sampled_from(
    [Tax(Category.STANDARD, rate) for rate in RATES]
    + [Tax(Category.REVERSE_CHARGE, Decimal(0), "reverse"), Tax(Category.ZERO, Decimal(0))]
)
lines = st.lists(st.tuples(st.integers(-(10**12), 10**12), taxes), max_size=60)


@given(lines)
def test_the_sums_of_en_16931_hold_exactly(given_lines):
    found = total(given_lines)
    assert found.net == sum(net for net, _ in given_lines)
    assert found.net == sum(line.taxable for line in found.tax_lines)
    assert found.tax == sum(line.amount for line in found.tax_lines)
    assert found.gross == found.net + found.tax
    groups = [(line.tax.category, line.tax.rate) for line in found.tax_lines]
    assert len(set(groups)) == len(groups)
    for line in found.tax_lines:
        assert line.amount == round_half_away(line.taxable * Fraction(line.tax.rate) / 100)


def test_tax_is_rounded_once_for_each_rate_and_not_for_each_line():
    standard = Tax(Category.STANDARD, Decimal(20))
    found = total([(33, standard), (33, standard), (33, standard)])
    assert found.tax == 20  # 19.8; each line apart would give 21


def test_halves_go_away_from_zero_on_both_sides():
    standard = Tax(Category.STANDARD, Decimal(10))
    assert total([(5, standard)]).tax == 1
    assert total([(-5, standard)]).tax == -1


@given(st.sampled_from([c for c in Category if c != Category.STANDARD]), st.decimals("0.1", 100, places=2))
def test_only_the_standard_category_has_a_rate(category, rate):
    with pytest.raises(ValueError, match="has no rate"):
        Tax(category, rate)


def test_nothing_adds_up_to_nothing():
    found = total([])
    assert (found.net, found.tax, found.gross, found.tax_lines) == (0, 0, 0, ())
