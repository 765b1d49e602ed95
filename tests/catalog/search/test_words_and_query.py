"""What is typed becomes a bounded plan, whatever it is."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.search.query import MAX_TEXT, MAX_WORDS, Known, parse, refine
from catalog.search.words import name_words, stems
from core.texts import MAX_WORD, fold, split

ANYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=400)


def words(text: str) -> list[str]:
    return [term.word for term in parse(text).terms]


@given(ANYTHING)
@example("'; DROP TABLE --")
@example("a & b | !c <-> d:*A")
@example("\0\x00 \ud800")
@example("مرحبا بالعالم")
@example("👩‍👩‍👧 🚀")
@example("ﬁ ǅ ẞ İ")
def test_any_text_is_a_bounded_plan_of_letters_and_digits(text):
    query = parse(text)
    assert len(query.terms) <= MAX_WORDS
    for term in query.terms:
        assert 1 <= len(term.word) <= MAX_WORD
        assert all(re.fullmatch(r"[^\W_]+", lexeme) for lexeme in term.lexemes)
    assert query.every().count("(") == len(query.terms)
    refined, corrected = refine(query, {})
    assert refined.key == query.key
    assert not corrected


@given(ANYTHING)
def test_what_is_published_is_found_by_the_same_words(text):
    published = set(split(text[:MAX_TEXT]))
    assert set(split(" ".join(published))) <= {part for word in published for part in [word, *split(word)]}
    assert all(term.word in published for term in parse(text).terms)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Façade", "facade"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("Łódź Œuvre", "lodz oeuvre"), ("Ａ", "a")],
)
def test_case_and_accents_do_not_matter(text, folded):
    assert fold(text) == folded


def test_a_name_is_also_found_by_its_humps_and_in_one_word():
    assert {"open", "project", "openproject"} <= set(name_words("OpenProject"))
    assert "0ad" in name_words("0 A.D.")


def test_english_and_french_forms_meet_in_their_stems():
    assert stems("galleries") & {*stems("gallery"), "gallery"}
    assert stems("factures") & {*stems("facture"), *stems("facturation")}


def test_empty_words_are_left_out_unless_nothing_else_was_typed():
    assert words("a server for the photos ") == ["server", "photos"]
    assert words("the ") == ["the"]
    assert words("les factures de ") == ["factures"]


def test_only_a_word_still_being_typed_is_taken_as_a_beginning():
    assert [term.prefix for term in parse("photo gal").terms] == [False, True]
    assert not any(term.prefix for term in parse("photo gallery ").terms)


def test_an_unknown_word_is_corrected_and_a_known_one_is_not():
    query, corrected = refine(
        parse("nextclod calendar "),
        {"nextclod": Known(corrections={"nextcloud": 12}), "calendar": Known(lexemes={"calendar": 40})},
    )
    assert corrected == {"nextclod": "nextcloud"}
    assert query.key == "nextcloud calendar"
    assert query.terms[1].at_most == 40


def test_how_often_a_beginning_occurs_is_left_open_when_not_all_its_words_are_known():
    query, _ = refine(parse("man"), {"man": Known(completions={"manager": 900}, more=True)})
    assert query.terms[0].at_most is None
    assert query.terms[0].at_least == 900
