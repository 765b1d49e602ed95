"""What stars come to: pure arithmetic, and the row that keeps it."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.listings.actions import keep_rating
from catalog.listings.models import ListingRating
from catalog.listings.ratings import NOBODY, Rating
from tests.factories.catalog import offer

GIVEN = st.lists(st.integers(1, 5), max_size=60)


@given(GIVEN)
def test_count_sum_and_spread_are_those_of_the_stars(stars):
    rating = Rating.of(stars)
    assert (rating.count, rating.sum) == (len(stars), sum(stars))
    assert dict(rating.spread) == {each: stars.count(each) for each in range(1, 6)}
    assert [each for each, _ in rating.spread] == [5, 4, 3, 2, 1]


@given(GIVEN.filter(bool))
def test_the_average_is_the_nearest_tenth_and_between_worst_and_best(stars):
    rating = Rating.of(stars)
    exact = Fraction(sum(stars), len(stars))
    assert rating.average is not None
    assert abs(Fraction(rating.average) - exact) <= Fraction(1, 20)
    assert min(stars) <= rating.average <= max(stars)
    assert rating.average.as_tuple().exponent == -1


@pytest.mark.parametrize(
    ("stars", "average"),
    [([5], "5.0"), ([4, 4, 4, 5], "4.3"), ([3, 3, 3, 4], "3.3"), ([1, 2, 2], "1.7"), ([1, 1, 1, 2, 2, 2, 2, 1], "1.5")],
)
def test_halves_of_a_tenth_go_up(stars, average):
    assert Rating.of(stars).average == Decimal(average)


def test_nobody_rates_nothing():
    assert (NOBODY.count, NOBODY.average) == (0, None)


@pytest.mark.django_db
def test_keeping_a_rating_again_changes_nothing(django_assert_num_queries):
    pk = offer().pk
    rating = Rating.of([5, 4, 4])
    for _ in range(2):
        assert keep_rating(offer_id=pk, counted=lambda: rating) == rating
    row = ListingRating.objects.get()
    assert (row.count, row.sum, row.rating) == (3, 13, rating)
