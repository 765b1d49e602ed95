"""Words that say the same in French and in English, read from bilingual.toml beside this file. Pure."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from core.texts import split

# What is said: the words of it, all of which must be there.
Saying = tuple[str, ...]
_PLURALS = ("s", "x")
# Shorter words of a phrase hold it together and say nothing themselves: de, à, en.
_SHORTEST_TELLING = 2


class Table(NamedTuple):
    """What each word or phrase also is in the other language; the phrases by the first of their words."""

    words: Mapping[str, tuple[Saying, ...]]
    phrases: Mapping[str, tuple[tuple[Saying, tuple[Saying, ...]], ...]]


def sayings(word: str) -> tuple[Saying, ...]:
    """Return what a folded word is in the other language; nothing for a word that is not in the table."""
    known = table().words
    return known.get(word) or known.get(_singular(word), ())


def phrase(words: Sequence[str]) -> tuple[Saying, tuple[Saying, ...]] | None:
    """Return the longest phrase that folded words begin with, as they were typed, and what it is in English."""
    singular = tuple(_singular(word) for word in words[:5])
    for said, meant in table().phrases.get(singular[0], ()) if singular else ():
        if singular[: len(said)] == said:
            return tuple(words[: len(said)]), meant
    return None


@cache
def sayable() -> frozenset[str]:
    """Return the words that are known in both languages."""
    return frozenset(table().words)


@cache
def table() -> Table:
    """Return the table, read once."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        read: dict[str, dict[str, list[str]]] = tomllib.load(file)
    words: dict[str, dict[Saying, None]] = {}
    for french, english in read["words"].items():
        (word,) = split(french)
        for saying in (tuple(split(each)) for each in english):
            words.setdefault(word, {})[saying] = None
            if len(saying) == 1 and saying[0] not in map(_folded, read["words"]):
                words.setdefault(saying[0], {})[word,] = None
    phrases: dict[str, list[tuple[Saying, tuple[Saying, ...]]]] = {}
    for french, english in read["phrases"].items():
        said = tuple(_singular(word) for word in split(french))
        meant = tuple(tuple(split(each)) for each in english)
        phrases.setdefault(said[0], []).append((said, meant))
        for saying in meant:
            if len(saying) == 1:
                words.setdefault(saying[0], {})[tuple(word for word in said if len(word) > _SHORTEST_TELLING)] = None
    for found in phrases.values():
        found.sort(key=lambda each: -len(each[0]))
    return Table(
        {word: tuple(found) for word, found in words.items()},
        {word: tuple(found) for word, found in phrases.items()},
    )


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith(_PLURALS) else word  # noqa: PLR2004 - “des”, “aux” stay


def _folded(text: str) -> str:
    return "".join(split(text))
