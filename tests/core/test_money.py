"""Amounts, the one rounding rule, and splitting without losing a cent."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.money import CurrencyMismatch, Money, allocate, exponent, round_half_away

BIGINT = 2**63 - 1
amounts = st.integers(-BIGINT, BIGINT)
currencies = st.sampled_from(["EUR", "JPY", "BHD", "CLF", "USD"])
weights = st.lists(
    st.one_of(st.integers(0, 10**12), st.fractions(min_value=0, max_value=10**6, max_denominator=10**6)),
    min_size=1,
    max_size=30,
)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (Decimal("0.5"), 1),
        (Decimal("-0.5"), -1),
        (Decimal("1.5"), 2),
        (Decimal("2.5"), 3),
        (Decimal("-2.5"), -3),
        (Decimal("0.49999999999999999999"), 0),
        (Decimal("-0.0"), 0),
        (Fraction(7, 2), 4),
        (Fraction(-7, 3), -2),
        (-4, -4),
    ],
)
def test_halves_go_away_from_zero(value, rounded):
    assert round_half_away(value) == rounded


@given(st.fractions())
def test_rounding_is_the_nearest_integer_and_symmetric(value):
    rounded = round_half_away(value)
    assert abs(rounded - value) <= Fraction(1, 2)
    assert round_half_away(-value) == -rounded
    if abs(rounded - value) == Fraction(1, 2):
        assert abs(rounded) > abs(value)


@given(st.integers(-(10**30), 10**30))
def test_what_is_whole_is_not_changed(value):
    assert round_half_away(value) == round_half_away(Decimal(value)) == value


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_not_rounded(value):
    with pytest.raises((ValueError, OverflowError)):
        round_half_away(value)


@given(amounts, weights)
@example(10**18, [1] * 30)
def test_no_cent_is_lost_and_no_part_is_off_by_one(total, by):
    parts = allocate(total, by)
    assert sum(parts) == total
    assert len(parts) == len(by)
    whole = sum(map(Fraction, by))
    shares = [Fraction(1, len(by)) if whole == 0 else weight / whole for weight in map(Fraction, by)]
    assert all(abs(part - total * share) < 1 for part, share in zip(parts, shares, strict=True))


@given(amounts, weights)
def test_a_credit_is_split_like_its_charge(total, by):
    assert allocate(-total, by) == [-part for part in allocate(total, by)]


@given(amounts, weights, st.integers(1, 1000))
def test_only_the_proportion_counts(total, by, factor):
    assert allocate(total, [weight * factor for weight in by]) == allocate(total, by)


@given(st.integers(0, BIGINT), weights)
def test_a_larger_weight_never_gets_less(total, by):
    parts = allocate(total, by)
    heaviest_first = sorted(zip(map(Fraction, by), parts, strict=True), key=lambda pair: (-pair[0], -pair[1]))
    assert [part for _, part in heaviest_first] == sorted(parts, reverse=True)


@pytest.mark.parametrize(
    ("total", "by", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (2, [1, 1, 1], [1, 1, 0]),
        (0, [3, 1], [0, 0]),
        (5, [0, 0], [3, 2]),
        (7, [0, 1, 0], [0, 7, 0]),
        (1, [Fraction(15, 2), Fraction(15, 2), 85], [0, 0, 1]),
        (222, [15, Fraction(15, 2), Fraction(155, 2)], [33, 17, 172]),
    ],
)
def test_splits(total, by, parts):
    assert allocate(total, by) == parts


@pytest.mark.parametrize(("by", "says"), [([], "nothing"), ([2, -1], "negative")])
def test_what_cannot_be_split(by, says):
    with pytest.raises(ValueError, match=says):
        allocate(1, by)


@pytest.mark.parametrize(
    ("currency", "decimals"), [("EUR", 2), ("JPY", 0), ("BHD", 3), ("CLF", 4), ("UYW", 4), ("UYI", 0), ("XYZ", 2)]
)
def test_exponents(currency, decimals):
    assert exponent(currency) == decimals


@given(amounts, currencies)
def test_major_units_and_back(minor, currency):
    money = Money(minor, currency)
    assert Money.of(money.amount, currency) == money
    assert -money.amount.as_tuple().exponent == exponent(currency)


def test_showing_an_amount_does_not_depend_on_the_decimal_context():
    with localcontext() as context:
        context.prec = 3
        assert Money(123_456_789, "EUR").amount == Decimal("1234567.89")


@given(amounts, amounts, currencies)
def test_adding_and_taking_away(a, b, currency):
    assert Money(a, currency) + Money(b, currency) == Money(a + b, currency)
    assert Money(a, currency) - Money(b, currency) == Money(a, currency) + -Money(b, currency)


def test_two_currencies_never_add_up():
    for sum_up in (lambda: Money(1, "EUR") + Money(1, "USD"), lambda: Money(1, "EUR") - Money(1, "USD")):
        with pytest.raises(CurrencyMismatch):
            sum_up()


@pytest.mark.parametrize(
    ("money", "text"),
    [(Money(-5, "EUR"), "-0.05 EUR"), (Money(1250, "JPY"), "1250 JPY"), (Money(1, "BHD"), "0.001 BHD")],
)
def test_money_as_text(money, text):
    assert str(money) == text
