"""The table of French and English words."""

import pytest

from catalog.search.bilingual import phrase, sayings, table
from catalog.search.query import parse
from core.texts import split


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("fichiers", {("file",)}), ("reseaux", {("network",)}), ("cours", {("course",), ("courses",)}),
        ("files", {("fichier",)}), ("password", {("mot", "passe")}), ("domotique", {("home", "automation"), ("iot",)}),
        ("des", set()), ("x", set()), ("unheard", set()),
    ],
)  # fmt: skip
def test_a_word_is_known_in_both_directions_and_in_the_plural(word, said):
    assert set(sayings(word)) == said


def test_the_longest_phrase_counts_before_its_words():
    assert phrase(split("réseaux sociaux libres")) == (("reseaux", "sociaux"), (("social", "network"),))
    assert phrase(split("mot pour mot")) is None
    assert [term.word for term in parse("gérer les mots de passe de l'équipe").terms] == [
        "gerer", "mots de passe", "equipe",
    ]  # fmt: skip


def test_every_word_of_the_table_can_be_found():
    known = table()
    for word, meant in known.words.items():
        assert split(word) == [word]
        assert meant
        assert all(saying and all(split(part) == [part] for part in saying) for saying in meant)
    for first, phrases in known.phrases.items():
        for said, meant in phrases:
            assert said[0] == first
            assert phrase(said) == (said, meant)
