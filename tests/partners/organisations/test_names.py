import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.organisations import names, vat


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme", "ACME"),
        ("Acme", "Ac\u200bme"),
        ("Acme", "Ａｃｍｅ"),
        ("Acme", "Асme"),  # Cyrillic А and с
        ("Acme", "A c m e"),
        ("Café Noir", "Cafe\u0301 noir"),
        ("PayPal", "РауРаl"),
        ("Nota", "Νοτα"),  # Greek
        ("Straße", "STRASSE"),
    ],
)
def test_names_that_look_the_same_have_one_skeleton(one, other):
    assert names.skeleton(one) == names.skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Acme", "Acne"), ("Nord 1", "Nord 2"), ("東京", "京都"), ("Acme", "Acme!")]
)
def test_different_names_have_different_skeletons(one, other):
    assert names.skeleton(one) != names.skeleton(other)


@given(st.text(max_size=60))
def test_a_cleaned_name_is_stable_and_has_nothing_invisible_at_its_ends(text):
    try:
        cleaned = names.clean(text)
    except ValueError:
        return
    assert names.clean(cleaned) == cleaned
    assert cleaned == cleaned.strip()
    assert not any(unicodedata.category(c) == "Cc" for c in cleaned)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_format_characters_never_make_a_new_name(text):
    assert names.skeleton("\u200d".join(text)) == names.skeleton(text)


@pytest.mark.parametrize("bad", ["", " ", "a", "--", "x" * 81, "two\nlines", "nul\0", "\ue000private"])
def test_a_name_that_is_none_says_why(bad):
    with pytest.raises(ValueError, match="A name has"):
        names.clean(bad)


@pytest.mark.parametrize(
    ("given_", "stored"),
    [
        ("", ""),
        (" fr 40.303-265 045 ", "FR40303265045"),
        ("ＤＥ136695976", "DE136695976"),
        ("IE1234567+A", "IE1234567+A"),
    ],
)
def test_vat_ids_are_stored_in_one_spelling(given_, stored):
    assert vat.normalise(given_) == stored


@given(st.text(max_size=40))
def test_a_stored_vat_id_fits_its_column_and_stays_as_it_is(text):
    try:
        stored = vat.normalise(text)
    except ValueError:
        return
    assert len(stored) <= vat.LONGEST
    assert stored.isascii()
    assert vat.normalise(stored) == stored


@pytest.mark.parametrize("bad", ["FR", "FR!0303265045", "FR" + "1" * 30, "٤٠٣٠٣٢٦٥"])
def test_what_cannot_be_a_vat_id_is_refused(bad):
    with pytest.raises(ValueError, match="country code"):
        vat.normalise(bad)
