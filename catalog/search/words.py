"""Words: how any text, typed or published, becomes the same folded words and stems on both sides of a search."""

import re
import threading
from functools import lru_cache

from snowballstemmer import stemmer

from core.texts import MAX_WORD, split

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_SHORTEST_STEMMED = 3
# A stemmer keeps the word it works on in itself: one for each thread.
_own = threading.local()


def name_words(name: str) -> list[str]:
    """Return the words a product is called by: its own, its humps ("OpenProject" → open, project), and all joined."""
    words = split(name)
    return [*words, *split(_HUMP.sub(" ", name)), "".join(words)[:MAX_WORD]] if words else []


def near(word: str) -> tuple[str, ...]:
    """Return a folded word with what it may be in the singular and the plural: forms that mean just the same.

    A stem may mean something else: accounting and account have the same one.
    """
    if len(word) <= _SHORTEST_STEMMED or not word.isalpha():
        return (word,)
    forms = [word, f"{word}s"]
    if word.endswith("y"):
        forms.append(f"{word[:-1]}ies")
    if word.endswith(("s", "x")):
        forms.append(word[:-1])
    if word.endswith("ies"):
        forms.append(f"{word[:-3]}y")
    elif word.endswith("es"):
        forms.append(word[:-2])
    return tuple(forms)


@lru_cache(maxsize=65_536)
def stems(word: str) -> frozenset[str]:
    """Return the English and French stems of a folded word, where they differ from the word itself."""
    if len(word) < _SHORTEST_STEMMED or not word.isascii() or not word.isalpha():
        return frozenset()
    return frozenset(_stem(language, word) for language in ("english", "french")) - {word, ""}


def _stem(language: str, word: str) -> str:
    if not hasattr(_own, language):
        setattr(_own, language, stemmer(language))
    return str(getattr(_own, language).stemWord(word))
