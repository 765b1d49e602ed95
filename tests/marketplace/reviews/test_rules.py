"""Who may review, what may be written, and where pages end: pure."""

from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.reviews.places import Place, decode, encode
from marketplace.reviews.rules import LANGUAGES, TEXT, TITLE, Standing, Why, review_errors, why_not

WORDS = {"stars": 3, "title": "Fair", "text": "It does.\nWhat it says.", "language": "en"}


@pytest.mark.parametrize(("is_own", "shares_member", "held"), list(product([True, False], repeat=3)))
def test_only_a_holder_without_ties_may(is_own, shares_member, held):
    why = why_not(Standing(is_own, shares_member, held))
    assert (why is None) == (held and not is_own and not shares_member)
    if is_own:
        assert why is Why.OWN_OFFER


def test_good_words_are_accepted():
    assert review_errors(WORDS) == {}
    assert all(review_errors({"language": code}) == {} for code in LANGUAGES)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("stars", value) for value in (0, 6, -1, 4.5, True, "5", None, 10**30)),
        *(("title", value) for value in ("", "  ", "a\nb", "x" * (TITLE + 1), "a\x00", "a\u202eb", 5, None)),
        *(("text", value) for value in ("", " \n ", "x" * (TEXT + 1), "a\x07", "\ud800", [])),
        *(("language", value) for value in ("", "EN", "xx", "eng", None)),
    ],
)
def test_what_cannot_be_kept_is_named(field, value):
    assert list(review_errors({**WORDS, field: value})) == [field]


@given(st.integers(1, 5), st.uuids())
def test_a_cursor_comes_back_as_it_was(stars, review_id):
    place = Place(stars, review_id)
    assert decode(encode(place)) == place


@given(st.text(max_size=60))
def test_any_other_text_is_no_cursor(text):
    place = decode(text)
    assert place is None or encode(place) == text


@pytest.mark.parametrize(
    "text", ["", "6-" + "0" * 32, "٤-" + "0" * 32, "4-" + "0" * 31, "4-" + "0" * 32 + "\n", "x" * 9999]
)
def test_a_forged_cursor_is_none(text):
    assert decode(text) is None


def test_the_nil_cursor_is_a_place():
    assert decode("1-" + "0" * 32) == Place(1, UUID(int=0))
