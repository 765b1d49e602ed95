"""Words: how any text, typed or published, becomes the same folded words and stems on both sides of a search."""

import re
import threading
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

# A longer run of letters is no word anybody types; cut on both sides alike, so it still finds itself.
MAX_WORD = 40
_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_SHORTEST_STEMMED = 3
# A stemmer keeps the word it works on in itself: one for each thread.
_own = threading.local()


def fold(text: str) -> str:
    """Return `text` without case and accents: "Façade" → "facade", "Straße" → "strasse"."""
    if text.isascii():
        return text.lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFKC", plain.casefold()).translate(_LETTERS)


def split(text: str) -> list[str]:
    """Return the folded words of `text` in order; everything but letters and digits separates them."""
    return [word[:MAX_WORD] for word in _WORD.findall(fold(text))]


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
