"""Display names of partners: what is accepted, and when two would be mistaken for each other."""

import unicodedata

SHORTEST = 2
LONGEST = 80

# Letters of other scripts that are drawn like Latin ones (after Unicode TS #39, the common cases). Case-folding comes
# first, so a letter is listed when either of its cases looks alike.
_LOOK_ALIKES = str.maketrans(
    {
        # Cyrillic
        "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "һ": "h", "н": "h", "і": "i", "ї": "i", "ј": "j",
        "к": "k", "ӏ": "l", "м": "m", "о": "o", "р": "p", "ԛ": "q", "ѕ": "s", "т": "t", "ѵ": "v", "ԝ": "w", "х": "x",
        "у": "y", "ү": "y",
        # Greek
        "α": "a", "β": "b", "ε": "e", "η": "h", "ι": "i", "κ": "k", "μ": "m", "ν": "n", "ο": "o", "ρ": "p", "σ": "o",
        "τ": "t", "υ": "y", "χ": "x", "ζ": "z",
        # Latin outside ASCII
        "ı": "i", "ɡ": "g", "ɩ": "i", "ʟ": "l", "ɴ": "n", "ꞵ": "b",
    }
)  # fmt: skip


def clean(name: str) -> str:
    """Return the name in composed form with single blanks. Raises ValueError, which says what is wrong with it."""
    if any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") for c in name):
        raise ValueError("A name has no control characters, line breaks or private characters.")
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not SHORTEST <= len(name) <= LONGEST:
        raise ValueError(f"A name has {SHORTEST} to {LONGEST} characters.")
    if not any(c.isalnum() for c in name):
        raise ValueError("A name has at least one letter or digit.")
    return name


def skeleton(name: str) -> str:
    """Return what two names that people would mistake for each other have in common.

    NFKC and case-folding make full-width and upper-case forms equal, format characters (zero-width, direction) and
    blanks vanish, accents fall, and look-alikes of other scripts become Latin. Empty for a name of nothing else.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    bare = "".join(c for c in unicodedata.normalize("NFKD", folded) if unicodedata.category(c)[0] not in "CZM")
    return bare.translate(_LOOK_ALIKES)
