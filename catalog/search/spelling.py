"""Spelling: which known words a mistyped one was meant to be. Pure."""

from collections.abc import Mapping
from functools import lru_cache
from string import ascii_lowercase

MAX_CORRECTIONS = 3
# A word this long is forgiven two typing errors, a shorter one only one.
TWO_ERRORS_FROM = 8
# Words of these lengths are looked up by trying every single error, which costs less than comparing trigrams.
_SHORTEST_TRIED, _LONGEST_TRIED = 3, 8


def distance(a: str, b: str, limit: int) -> int:
    """Return the fewest insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.

    Optimal string alignment; `limit + 1` stands for anything beyond `limit`.
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        before, last, row = row, before, [i, *[0] * len(b)]
        for j, right in enumerate(b, start=1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                row[j] = min(row[j], last[j - 2] + 1)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def tolerance(word: str) -> int:
    """Return how many typing errors a word of this length is forgiven: one, from six letters on two."""
    return 1 if len(word) < TWO_ERRORS_FROM else 2


def nearest(word: str, candidates: Mapping[str, int]) -> dict[str, int]:
    """Return the known words closest to `word`, the nearest first and of equals the one in most documents.

    `candidates` are known words with the number of documents they are spelled in. Only those within `tolerance` and
    no farther than the best are kept, so that a clear typing error finds one word, not its neighbourhood.
    """
    limit = tolerance(word)
    # A wrong first letter is rare: of two equally near words take the one that begins alike.
    measured = sorted(
        (distance(word, known, limit), known[:1] != word[:1], -documents, known)
        for known, documents in candidates.items()
    )
    close = [known for far, _, _, known in measured if far <= min(limit, measured[0][0])]
    return {known: candidates[known] for known in close[:MAX_CORRECTIONS]}


@lru_cache(maxsize=4096)
def misspellings(word: str) -> str:
    """Return every text one typing error away from a word, with spaces between; each may be what was meant.

    Trigrams say too little about short words; very long ones have too many such neighbours, so they give none.
    """
    if not _SHORTEST_TRIED <= len(word) <= _LONGEST_TRIED:
        return ""
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    made = {a + b[1:] for a, b in halves if b}
    made |= {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    made |= {a + letter + rest for a, b in halves for letter in ascii_lowercase for rest in (b, b[1:])}
    return " ".join(made - {word})
