"""What a list can be narrowed to, as the page offers it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from orjson import loads

from catalog.offers.tree import Placed, Shelf, tree
from catalog.search.window import WHOLE, Window


@dataclass(frozen=True, eq=False)
class Choices:
    """The categories in one language: the whole name of each by its slug, and their tree with the headings in it."""

    names: Mapping[str, str]
    tree: Mapping[str, Shelf]

    def name(self, slug: str) -> str:
        """Return what a category or heading is called; empty for one that is not known."""
        return self.names.get(slug) or (self.tree[slug].name if slug in self.tree else "")


class Reader(NamedTuple):
    """Who a page is for: the language, the choices in it, and the part of the catalogue that is looked at."""

    language: str
    choices: Choices
    window: Window = WHOLE


@lru_cache(maxsize=16)
def choices(categories: str, language: str) -> Choices:
    """Return the choices of the categories given as JSON text; the same object as long as they are the same."""
    shown = [
        Placed(
            each["slug"], each["name"], (each["name_fr"] if language == "fr" else "") or each["name"], each["parent"]
        )
        for each in loads(categories)
    ]
    return Choices({each.slug: each.shown for each in shown}, tree(shown))
