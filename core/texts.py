"""What people may write into a text, and the words it is made of. Pure."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

# C0 and C1 controls (but line ends and tab), direction overrides, lone surrogates, and what no text holds.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile("[\r\n\t\u2028\u2029]")

# A longer run of letters is no word anybody types; cut on both sides alike, so it still finds itself.
MAX_WORD = 40
_WORD = re.compile(r"[^\W_]+")
# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)

Check = Callable[[Any], str | None]


def text_check(longest: int, *, required: bool = False, lines: bool = False) -> Check:
    """Return a check that says in a sentence what is wrong with a text, and None where nothing is.

    `lines`: whether it may have more than one.
    """

    def check(value: Any) -> str | None:  # noqa: ANN401
        if not isinstance(value, str):
            return "Send a string."
        if _FORBIDDEN.search(value):
            return "Control characters and characters that change the writing direction are not accepted."
        if not lines and _LINE_BREAKS.search(value):
            return "Write it on one line."
        if required and not value.strip():
            return "It cannot be empty."
        return f"Use at most {longest} characters; these are {len(value)}." if len(value) > longest else None

    return check


def fold(text: str) -> str:
    """Return `text` without case and accents: "Façade" → "facade", "Straße" → "strasse"."""
    if text.isascii():
        return text.lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFKC", plain.casefold()).translate(_LETTERS)


def split(text: str) -> list[str]:
    """Return the folded words of `text` in order; everything but letters and digits separates them."""
    return [word[:MAX_WORD] for word in _WORD.findall(fold(text))]
