"""Texts side by side: pure."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.listings.comparing import MOST_WORDS, marked, side_by_side

TEXTS = st.text("ab \n.é", max_size=80)


def joined(pieces):
    return "".join(piece.text for piece in pieces)


def kept(pieces):
    return "".join(piece.text for piece in pieces if not piece.is_changed)


@given(TEXTS, TEXTS)
def test_the_pieces_are_the_texts_and_what_is_not_marked_is_in_both(was, now):
    left, right = side_by_side(was, now)
    assert (joined(left), joined(right)) == (was, now)
    assert kept(left) == kept(right)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    left, right = side_by_side(text, text)
    assert not any(piece.is_changed for piece in (*left, *right))


def test_whole_words_are_marked():
    left, right = side_by_side("Boards for small teams.", "Boards for calm teams.")
    assert [piece.text for piece in left if piece.is_changed] == ["small"]
    assert [piece.text for piece in right if piece.is_changed] == ["calm"]


def test_very_long_texts_are_compared_by_lines():
    lines = ["word " * 10 + "\n"] * MOST_WORDS
    left, right = side_by_side("".join(lines), "".join([*lines[:-1], "other\n"]))
    assert joined(right).endswith("other\n")
    assert [piece.text for piece in right if piece.is_changed] == ["other\n"]
    assert len(left) == 2


def test_an_item_of_a_list_is_marked_where_the_other_list_lacks_it():
    assert marked(["a", "b"], ["b", "c"]) == [("a", True), ("b", False)]
