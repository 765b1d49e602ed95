"""Which known word was meant."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.search.spelling import distance, misspellings, nearest, tolerance

WORD = st.text("abcde", min_size=1, max_size=8)


def test_a_swap_of_neighbours_is_one_error():
    assert distance("wkii", "wiki", 2) == 1
    assert distance("nextclod", "nextcloud", 2) == 1


@given(WORD, WORD)
def test_distance_is_symmetric_and_zero_only_for_the_same_word(a, b):
    assert distance(a, b, 9) == distance(b, a, 9)
    assert (distance(a, b, 9) == 0) == (a == b)


@given(WORD, WORD, st.integers(0, 3))
def test_a_limit_changes_nothing_within_it(a, b, limit):
    assert distance(a, b, limit) == min(distance(a, b, 99), limit + 1)


@given(st.text("abcde", min_size=3, max_size=8))
def test_every_misspelling_of_a_short_word_is_one_error_away(word):
    assert {distance(word, other, 2) for other in misspellings(word).split()} == {1}


@given(st.text("abcde", min_size=3, max_size=8), st.text("abcde", min_size=2, max_size=9))
def test_every_word_one_error_away_is_among_the_misspellings(word, other):
    assert (other in misspellings(word).split()) == (distance(word, other, 2) == 1)


def test_the_nearest_is_taken_and_of_equals_the_more_usual():
    assert list(nearest("gallary", {"gallery": 40, "galley": 90, "salary": 9})) == ["gallery"]
    assert list(nearest("calender", {"calendar": 5, "calendee": 50})) == ["calendee", "calendar"]


def test_a_word_too_far_from_all_known_ones_stays_as_it_is():
    assert nearest("zxqwv", {"wiki": 4}) == {}
    assert nearest("zxqwv", {}) == {}
    assert tolerance("wiki") == 1
