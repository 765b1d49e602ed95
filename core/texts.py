"""What people may write into a text. Pure."""

import re
from collections.abc import Callable
from typing import Any

# C0 and C1 controls (but line ends and tab), direction overrides, lone surrogates, and what no text holds.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile("[\r\n\t\u2028\u2029]")

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
