"""Two texts side by side, with the words marked in which they differ. Pure."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Beyond that, comparing word by word takes too long: whole lines are compared.
MOST_WORDS = 4_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, and whether the other text lacks it."""

    text: str
    is_changed: bool = False


Pieces = tuple[Piece, ...]


def side_by_side(was: str, now: str) -> tuple[Pieces, Pieces]:
    """Return both texts in pieces: put together again, each is the text it was."""
    before, after = _WORDS.findall(was), _WORDS.findall(now)
    if len(before) + len(after) > MOST_WORDS:
        before, after = was.splitlines(keepends=True), now.splitlines(keepends=True)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for how, a, b, c, d in matcher.get_opcodes():
        left += _piece(before[a:b], is_changed=how != "equal")
        right += _piece(after[c:d], is_changed=how != "equal")
    return tuple(left), tuple(right)


def marked(items: Sequence[str], others: Iterable[str]) -> list[tuple[str, bool]]:
    """Return the items of a list, each with whether the other list lacks it."""
    known = set(others)
    return [(item, item not in known) for item in items]


def _piece(words: Sequence[str], *, is_changed: bool) -> list[Piece]:
    return [Piece("".join(words), is_changed)] if words else []
