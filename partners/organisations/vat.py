"""VAT ids as they are stored: one spelling each."""

import re
import unicodedata

LONGEST = 20
_SEPARATORS = re.compile(r"[\s.\-/:]+")
_FORM = re.compile(rf"[A-Z0-9+*]{{4,{LONGEST}}}", re.ASCII)


def normalise(text: str) -> str:
    """Return the VAT id in capitals without separators; empty stays empty. Raises ValueError, which says why.

    Only the spelling is settled here. Whether such an id can exist is a check of its own (`partners.vetting.checks`).
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if plain and not _FORM.fullmatch(plain):
        raise ValueError(
            f"A VAT id begins with its country code and has letters and digits, at most {LONGEST},"
            " such as FR40303265045."
        )
    return plain
