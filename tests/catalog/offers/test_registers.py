"""What offers name beside their texts: tags, ways to integrate, and places where data is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.offers.registers import (
    INTEGRATIONS,
    LANGUAGES,
    PLACES,
    counted_under,
    integration_name,
    kept_in,
    place_name,
    place_of,
    tag_of,
    tags_of,
)
from catalog.offers.rules import offer_errors


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("GDPR", "gdpr"),
        ("  Remote   teams ", "remote-teams"),
        ("Éducation & Santé", "éducation-santé"),
        ("a_b--c", "a-b-c"),
        ("ﬁle", "file"),
        ("!?", ""),
    ],
)
def test_a_tag_is_kept_in_small_letters_with_hyphens(text, tag):
    assert tag_of(text) == tag


@given(st.text())
def test_a_tag_that_is_kept_stays_as_it_is(text):
    assert tag_of(tag_of(text)) == tag_of(text)


def test_tags_that_come_to_the_same_are_one():
    assert tags_of(["GDPR", "gdpr", "Kan ban", "kan-ban"]) == ["gdpr", "kan-ban"]


@pytest.mark.parametrize("place", PLACES)
def test_every_place_is_known_by_its_code_and_its_names(place):
    assert place_of(place) == place == place_of(place.swapcase())
    assert {place_of(place_name(place, language)) for language in LANGUAGES} == {place}


def test_names_are_in_the_language_of_the_reader():
    assert [place_name("DE", language) for language in LANGUAGES] == ["Germany", "Allemagne"]
    assert kept_in("eu", "fr") == "uniquement dans l’Union européenne"
    assert integration_name("csv-export", "fr") == "Export CSV"
    assert (place_name("ZZ", "en"), integration_name("fax", "en")) == ("ZZ", "fax")
    assert place_of("Atlantis") is place_of("") is None


@pytest.mark.parametrize(
    ("places", "counted"),
    [
        ([], []),
        (["FR"], ["FR", "eea", "eu"]),
        (["NO"], ["NO", "eea"]),
        (["FR", "NO"], ["FR", "NO", "eea"]),
        (["FR", "US"], ["FR", "US"]),
        (["eu"], ["eea", "eu"]),
        (["eu", "FR"], ["FR", "eea", "eu"]),
        (["eea"], ["eea"]),
        (["eea", "US"], ["US"]),
    ],
)
def test_a_group_of_countries_is_where_nothing_is_kept_outside_of(places, counted):
    assert counted_under(places) == counted


@given(st.lists(st.sampled_from(PLACES), unique=True))
def test_another_place_takes_groups_away_and_adds_none_but_its_own(places):
    before = set(counted_under(places)) - set(PLACES[2:])
    after = set(counted_under([*places, "US"]))
    assert before <= {"eu", "eea"}
    assert after & {"eu", "eea"} == set()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("tags", value) for value in (None, "gdpr", [1], ["x"], ["y" * 31], ["!?"], [f"tag {n}" for n in range(11)])),
        *(("integrations", value) for value in (None, ["fax"], ["rest-api", "rest-api"], [["rest-api"]])),
        *(("data_locations", value) for value in (None, ["Atlantis"], ["fr"], ["FR", "FR"], list(PLACES[:31]))),
    ],
)
def test_what_is_not_in_the_register_is_refused(field, value):
    assert list(offer_errors({field: value})) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tags", ["GDPR", "gdpr", *(f"tag {n}" for n in range(9))]),
        ("integrations", list(INTEGRATIONS)),
        ("data_locations", ["eu", "CH"]),
    ],
)
def test_what_is_can_be_named(field, value):
    assert offer_errors({field: value}) == {}


@pytest.mark.parametrize("register", ["integrations", "data-locations"])
def test_the_registers_are_read_without_login_in_two_languages(client, db, register):
    named = {}
    for language in LANGUAGES:
        answer = client.get(f"/api/v1/{register}", headers={"accept-language": language}).json()["results"]
        named[language] = {each["code"]: each["name"] for each in answer}
    assert [*named["en"]] == [*(INTEGRATIONS if register == "integrations" else PLACES)]
    assert named["en"] != named["fr"]
