"""The text of a web page, as a browser without scripts shows it.

Not `html.parser`: that takes minutes for a megabyte of "<!", and raises on some. This reads each byte once or twice,
whatever it is, which is enough to count letters and to find a link.
"""

import html
import re
from collections.abc import Iterator
from contextlib import suppress

_UNSEEN = ("script", "style", "template", "svg")
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9-]{0,20})")
_LONGEST_TAG = 4_000


def tokens(page: str) -> Iterator[tuple[str, str]]:
    """Yield ("text", …) and ("tag name in small letters", the tag as written) in order, no comments nor scripts."""
    lowered, at = page.lower(), 0
    if len(lowered) != len(page):  # a few letters grow in lower case, and places would not match
        page = lowered
    while at >= 0 and (start := page.find("<", at)) >= 0:
        yield "text", page[at:start]
        at = _end_of_markup(page, start)
        if at == start:
            yield "text", "<"
            at += 1
        elif at > 0 and (name := _NAME.match(page, start + 1)):
            tag = name[1].lower()
            yield tag, page[start : min(at, start + _LONGEST_TAG)]
            if tag in _UNSEEN and page[start + 1] != "/":
                at = lowered.find(f"</{tag}", at)
    if at >= 0:
        yield "text", page[at:]


def _end_of_markup(page: str, start: int) -> int:
    """Return where the markup at `start` ends: `start` itself when it is none, -1 when it never ends."""
    following = page[start + 1 : start + 4]
    if following == "!--":
        end = page.find("-->", start + 4)
        return end + 3 if end >= 0 else -1
    if not following or not (following[0].isalpha() or following[0] in "/!?"):
        return start
    return page.find(">", start) + 1 or -1


def readable(text: str) -> str:
    """Return text with its entities as what they mean, and each run of blanks as one."""
    with suppress(ValueError):  # a number of more digits than Python converts
        text = html.unescape(text)
    return " ".join(text.split())
