"""What every check of content raises, and how it names what it found instead."""

import puremagic

HEAD = 4096


class WrongContent(Exception):
    """The content is not what its type says, or is of a shape that is not safe to open; says which."""


def looks_like(head: bytes) -> str:
    """Name the media type that the first bytes of a file look like, or "" when they look like nothing known.

    Only for the sentence of a refusal: it guesses by signature and proves nothing.
    """
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    return next((guess.mime_type for guess in guesses if guess.mime_type), "")
