"""The changelog that a version gets when nobody writes one: which requirements change, and how."""

from collections.abc import Sequence

from partners.programmes.diff import HOWS, Change
from partners.programmes.evidence import LANGUAGES
from partners.programmes.sentences import spaced

_HEADINGS = {
    "en": {"new": "New", "stricter": "Stricter", "eased": "Eased", "reworded": "Reworded", "gone": "No longer asked"},
    "fr": {
        "new": "Nouveau",
        "stricter": "Plus strict",
        "eased": "Assoupli",
        "reworded": "Reformulé",
        "gone": "N’est plus demandé",
    },
}
_FIRST = {"en": "First version.", "fr": "Première version."}
_ORDER = {"en": "Only the order changes.", "fr": "Seul l’ordre change."}


def heading(how: str, language: str) -> str:
    """Return what a kind of change is called."""
    return _HEADINGS[language][how]


def written(changes: Sequence[Change], *, first: bool) -> dict[str, str]:
    """Return the changelog by language."""
    return {language: _in(language, changes, first=first) for language in LANGUAGES}


def _in(language: str, changes: Sequence[Change], *, first: bool) -> str:
    if first:
        return _FIRST[language]
    if not changes:
        return _ORDER[language]
    lines = []
    for how in HOWS:
        titles = [
            f"{change.key} ({revision.spec.words[language].title})"
            for change in changes
            if change.how == how and (revision := change.after or change.before)
        ]
        if titles:
            lines.append(f"{_HEADINGS[language][how]} : {', '.join(titles)}.")
    return spaced(" ".join(lines), language)
