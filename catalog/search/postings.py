"""Which listings have which words, in memory: a search's words are matched without asking the database. Pure.

The same words as in the index of the database, matched by the same rules as the tsquery that `Query.every` writes.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np

from catalog.search.columns import Columns, Mask
from catalog.search.query import Query, Term

# After so many changes everything is read anew.
MOST_CHANGED = 1000
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Postings:
    """The listings of each word, by their numbers; never changed.

    `base` has for each word the numbers as bytes, four for each. What has changed since is looked at one by one: the
    words of listings by their numbers, none of one that is gone.
    """

    base: Mapping[str, bytes]
    in_order: Sequence[str]
    changes: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, base: Mapping[str, bytes]) -> "Postings":
        """Return the postings of all listings."""
        return cls(base, sorted(base))

    def changed(self, changes: Mapping[int, Collection[str]]) -> "Postings | None":
        """Return the postings after listings have got these words; None where too much has changed to go on."""
        both = {**self.changes, **{number: frozenset(words) for number, words in changes.items()}}
        return None if len(both) > MOST_CHANGED else Postings(self.base, self.in_order, both)

    def matching(self, query: Query, columns: Columns) -> Mask:
        """Return the listings that have every word of the query, in one of its forms."""
        mask = reduce(np.logical_and, (self._of_term(term, columns) for term in query.terms), columns.everything())
        if self.changes:
            mask &= ~columns.among(list(self.changes))
            found = [number for number, words in self.changes.items() if all(_has(words, term) for term in query.terms)]
            mask |= columns.among(found)
        return mask

    def _of_term(self, term: Term, columns: Columns) -> Mask:
        words: Iterable[str] = term.lexemes
        if begun := term.begins:
            words = [
                *words,
                *self.in_order[bisect_left(self.in_order, begun) : bisect_left(self.in_order, begun + _LAST)],
            ]
        mask = self._of_words(words, columns)
        for saying in term.together:
            mask |= reduce(np.logical_and, (self._of_words(forms, columns) for forms in saying))
        return mask

    def _of_words(self, words: Iterable[str], columns: Columns) -> Mask:
        told = b"".join(self.base[word] for word in words if word in self.base)
        return columns.among(np.frombuffer(told, dtype=">i4"))


def _has(words: frozenset[str], term: Term) -> bool:
    begun = term.begins
    return (
        not words.isdisjoint(term.lexemes)
        or (begun != "" and any(word.startswith(begun) for word in words))
        or any(all(not words.isdisjoint(forms) for forms in saying) for saying in term.together)
    )
