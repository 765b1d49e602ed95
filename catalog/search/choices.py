"""What a list can be narrowed to, as the page offers it. Pure."""

from dataclasses import dataclass
from functools import lru_cache

from orjson import loads


@dataclass(frozen=True, eq=False)
class Choices:
    """The name of each category by its slug, in one language, in the order of the catalogue."""

    names: dict[str, str]


@lru_cache(maxsize=16)
def choices(categories: str, language: str) -> Choices:
    """Return the choices of the categories given as JSON text; the same object as long as they are the same."""
    return Choices(
        {each["slug"]: (each["name_fr"] if language == "fr" else "") or each["name"] for each in loads(categories)}
    )
