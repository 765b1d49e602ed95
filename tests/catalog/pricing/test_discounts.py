"""Discounts: in which order they count, and that spreading them loses nothing."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from catalog.pricing.discounts import Discount, spread, stacked

DISCOUNTS = st.lists(
    st.one_of(
        st.builds(Discount, st.just("percent"), st.fractions(0, 150)),
        st.builds(Discount, st.just("fixed"), st.integers(0, 10_000).map(Fraction)),
    ),
    max_size=6,
)


@given(subtotal=st.integers(0, 10**9), discounts=DISCOUNTS, data=st.data())
def test_a_discount_is_at_most_everything_and_the_order_does_not_matter(subtotal, discounts, data):
    off = stacked(subtotal, discounts)
    assert 0 <= off <= subtotal
    assert stacked(subtotal, data.draw(st.permutations(discounts))) == off


@given(lines=st.lists(st.integers(0, 10**7), max_size=20), discount=st.integers(0, 10**8))
def test_what_is_spread_adds_up_and_no_line_falls_below_zero(lines, discount):
    left = spread(lines, discount)
    assert sum(lines) - sum(left) == min(discount, sum(lines))
    assert all(0 <= after <= before for before, after in zip(lines, left, strict=True))


def test_percentages_come_first():
    ten_percent, ten_euros = Discount("percent", Fraction(10)), Discount("fixed", Fraction(1000))
    assert stacked(10_000, [ten_euros, ten_percent]) == 2000
