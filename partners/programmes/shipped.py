"""Reading programmes from files; those to start from ship with the product."""

import tomllib
from pathlib import Path
from typing import Any, TypedDict

from partners.programmes import specs

# The rule books to start from, one for each scope.
BOOKS = tuple(Path(__file__).with_name("starting") / f"{scope}.toml" for scope in specs.SCOPES)
STARTING = BOOKS[0]


class ProgrammeData(TypedDict):
    """What a programme file says, in the words of `publish_programme`."""

    code: str
    name: dict[str, str]
    summary: dict[str, str]
    requirements: list[dict[str, Any]]
    scope: str
    by_operator: bool
    tiers: list[dict[str, Any]]


def read_file(path: Path = STARTING) -> ProgrammeData:
    """Read a programme from a TOML file. Raises specs.Misprint when it is not one, OSError when it cannot be read."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return ProgrammeData(
            code=data["code"],
            name=data["name"],
            summary=data["summary"],
            requirements=[
                {**{k: v for k, v in item.items() if k not in specs.LANGUAGES}, "words": _words(item)}
                for item in data["requirements"]
            ],
            scope=data.get("scope", "partner"),
            by_operator=data.get("by_operator", False) is True,
            tiers=data.get("tiers", []),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise specs.Misprint(f"{path} is not a programme: {error}") from error


def _words(item: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {
        language: {name: " ".join(text.split()) for name, text in item[language].items()}
        for language in specs.LANGUAGES
        if language in item
    }
