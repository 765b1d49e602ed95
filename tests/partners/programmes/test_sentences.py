"""The sentence and the logic agree: the sentence, read back from its words alone, is true exactly when the logic is."""

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partners.programmes import alternatives, sentences
from partners.programmes.conditions import Comparison, Group, Not, evaluate
from partners.programmes.evidence import EVIDENCE_KINDS, Accepts
from partners.programmes.facts import FACTS
from tests.partners.programmes.reading_back import leaf_about, truth
from tests.partners.programmes.strategies import some_alternatives, some_conditions, values_of

languages = st.sampled_from(["en", "fr"])
every_fact = st.fixed_dictionaries({name: values_of(fact) for name, fact in FACTS.items()})
EVIDENCE = {
    name: Accepts(
        kind="file",
        media_types=("application/pdf", "image/png", "text/plain"),
        max_bytes=2**20,
        max_age="P12M",
        label={"en": f"paper {name}", "fr": f"papier {name}"},
    )
    for name in "abcdef"
}


def words(language):
    return {
        name: {value: said[language] for value, said in fact.choices.items()}
        for name, fact in FACTS.items()
        if fact.choices
    }


def plain(sentence):
    return sentence.replace("\u00a0", " ")


def condition_in(sentence):
    _, _, asked = plain(sentence).partition(" — ")
    for opening in ("and it is asked only if ", "et elle n’est demandée que si "):
        if asked.startswith(opening):
            return asked.removeprefix(opening).removesuffix(".")
    return None


def alternatives_in(sentence):
    given_, _, _ = plain(sentence).partition(" — ")
    return given_.removeprefix("It is satisfied by ").removeprefix("Elle est satisfaite par ").removesuffix(".")


@settings(max_examples=400)
@given(some_conditions(), languages, st.lists(every_fact, min_size=1, max_size=6))
def test_the_condition_is_said_as_it_is(condition, language, worlds):
    said = condition_in(sentences.requirement(condition, (("a",),), EVIDENCE, language))
    for facts in worlds:
        assert truth(said, leaf_about(facts, words(language))) == evaluate(condition, facts).holds


@settings(max_examples=300)
@given(some_alternatives(), languages)
def test_the_alternatives_are_said_as_they_are(any_of, language):
    said = alternatives_in(sentences.satisfied_by(any_of, EVIDENCE, language))
    for have in chain.from_iterable(combinations("abcdef", n) for n in range(7)):
        held = [EVIDENCE[name].label[language] for name in have]
        assert truth(said, lambda leaf, held=held: any(leaf.startswith(f"{label}, ") for label in held)) == (
            alternatives.satisfied(any_of, have)
        )


@given(some_conditions() | st.none(), some_alternatives(), languages)
def test_it_is_one_sentence_without_a_slash(condition, any_of, language):
    sentence = sentences.requirement(condition, any_of, EVIDENCE, language)
    assert "/" not in sentence
    assert "and or" not in sentence
    assert sentence.count(" — ") == 1
    assert sentence.endswith(".")
    assert ". " not in sentence


@given(some_conditions(deepest=1), some_conditions(deepest=1), languages)
def test_two_different_conditions_are_said_differently(one, other, language):
    def same(a, b):
        """Only “is not” of a flag has two ways to be written, and they mean the same."""
        return _positive(a) == _positive(b)

    if not same(one, other):
        assert sentences.why(one, True, language) != sentences.why(other, True, language)


def _positive(condition):
    match condition:
        case Not(Comparison(fact, "is", value)):
            return Comparison(fact, "is", not value)
        case Not(part):
            return Not(_positive(part))
        case Group(how, parts):
            return Group(how, tuple(_positive(part) for part in parts))
        case _:
            return condition


def test_a_long_sentence_reads_as_intended():
    condition = Group(
        "all",
        (
            Comparison("country", "in", ("FR", "DE")),
            Not(Group("any", (Comparison("handles_personal_data", "is", True), Comparison("price", "above", 2500)))),
        ),
    )
    assert sentences.requirement(condition, (("a",), ("b", "c")), SHORT, "en") == (
        "It is satisfied by any one of these: (1) pen-test report, given as the address of a page on the web;"
        " or (2) all of these together: (2.1) ISO 27001 certificate, given as the address of a page on the web;"
        " and (2.2) statement of scope, given as the address of a page on the web"
        " — and it is asked only if all of these hold: (1) the organisation is established in one of the countries"
        " FR, DE; and (2) none of these holds: (2.1) personal data is handled; nor (2.2) the monthly price is more"
        " than 25.00."
    )
    assert plain(sentences.requirement(condition, (("a",), ("b", "c")), SHORT, "fr")) == (
        "Elle est satisfaite par l’un au choix de ces éléments : (1) rapport de test d’intrusion, à savoir l’adresse"
        " d’une page web ; ou (2) tous ces éléments ensemble : (2.1) certificat ISO 27001, à savoir l’adresse d’une"
        " page web ; et (2.2) déclaration de périmètre, à savoir l’adresse d’une page web — et elle n’est demandée que"
        " si toutes ces conditions sont remplies : (1) l’organisation est établie dans l’un des pays FR, DE ; et (2)"
        " aucune de ces conditions n’est remplie : (2.1) des données personnelles sont traitées ; ni (2.2) le prix"
        " mensuel dépasse 25,00."
    )


SHORT = {
    name: Accepts(kind="url", label={"en": en, "fr": fr})
    for name, en, fr in (
        ("a", "pen-test report", "rapport de test d’intrusion"),
        ("b", "ISO 27001 certificate", "certificat ISO 27001"),
        ("c", "statement of scope", "déclaration de périmètre"),
    )
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", EVIDENCE_KINDS)
def test_every_kind_of_evidence_has_words(kind, language):
    accepts = Accepts(kind=kind, media_types=("image/png",), max_bytes=512 * 2**10, version="3", max_age="P1M")
    sentence = sentences.satisfied_by((("a",),), {"a": accepts}, language)
    assert "{" not in sentence
    assert ("512 KB" in sentence or "512 Ko" in sentence) == (kind == "file")
    assert {"en": "1 month", "fr": "1 mois"}[language] in sentence


@given(some_conditions() | st.none(), st.sampled_from([True, False, None]), languages)
def test_why_it_is_asked_says_the_condition(condition, holds, language):
    said = sentences.why(condition, holds, language)
    assert said.endswith(".")
    assert "{" not in said
