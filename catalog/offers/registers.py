"""What offers can name beside their texts: ways to integrate, places where data is kept, and tags. Pure.

Both registers are files beside this one; each entry has a code that stays, and a name in English and in French.
"""

import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from core.texts import split

LANGUAGES = ("en", "fr")
_HERE = Path(__file__).parent
_PLACES = tomllib.loads((_HERE / "places.toml").read_text(encoding="utf-8"))
_GROUPS: Mapping[str, frozenset[str]] = {
    code: frozenset(group["members"].split()) for code, group in _PLACES["groups"].items()
}
_NAMES: Mapping[str, list[str]] = {
    **{code: group["names"] for code, group in _PLACES["groups"].items()},
    **_PLACES["countries"],
}
_INTEGRATIONS: Mapping[str, list[str]] = tomllib.loads((_HERE / "integrations.toml").read_text(encoding="utf-8"))
INTEGRATIONS = tuple(_INTEGRATIONS)
PLACES = tuple(_NAMES)
# What a place may be written as: its code, and its name in either language, all folded.
_WRITTEN = {"-".join(split(text)): code for code, names in reversed([*_NAMES.items()]) for text in (*names, code)}


def integration_name(code: str, language: str) -> str:
    """Return what a way to integrate is called; a code that is not in the register stands for itself."""
    return _in(language, _INTEGRATIONS.get(code), code)


def place_name(code: str, language: str) -> str:
    """Return what a place is called; a code that is not in the register stands for itself."""
    return _in(language, _NAMES.get(code), code)


def kept_in(code: str, language: str) -> str:
    """Return how a choice says where data is kept: in a country, or nowhere but in a group of countries."""
    group = _PLACES["groups"].get(code)
    return _in(language, group["only"], code) if group else place_name(code, language)


def place_of(text: str) -> str | None:
    """Return the code of a place that somebody wrote by its code or name; None where there is no such place."""
    return _WRITTEN.get("-".join(split(text)))


def counted_under(places: Collection[str]) -> list[str]:
    """Return under what a listing is found that keeps data in these places.

    It is found in each country, and in a group only if everything is kept within that.
    """
    countries = {code for code in places if code not in _GROUPS}
    said = [_GROUPS[code] for code in places if code in _GROUPS]
    all_of_them = countries.union(*said)
    return sorted(countries | {code for code, members in _GROUPS.items() if all_of_them and all_of_them <= members})


def tag_of(text: str) -> str:
    """Return a tag as it is kept: small letters and digits, with a hyphen in place of everything else."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "-".join("".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in plain).split())


def tags_of(texts: Iterable[str]) -> list[str]:
    """Return tags as they are kept, each once, in their order."""
    return list(dict.fromkeys(tag_of(text) for text in texts))


def _in(language: str, names: list[str] | None, otherwise: str) -> str:
    return names[LANGUAGES.index(language) if language in LANGUAGES else 0] if names else otherwise
