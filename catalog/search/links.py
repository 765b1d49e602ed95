"""Addresses of the list page: the present one, with something chosen, changed or taken away."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from catalog.search.asking import NAMES, Asked


class Links:
    """Makes addresses from what was given and could be understood; another choice begins at the first page."""

    def __init__(self, given: Mapping[str, str], asked: Asked, base: str = "/catalog/") -> None:
        self.base = base
        self.given = {
            name: given[name] for name in NAMES if given.get(name) and name not in asked.errors and name != "cursor"
        }

    def to(self, **changed: str) -> str:
        """Return the address with parameters changed; an empty value takes one away."""
        kept = "&".join(_encoded(name, value) for name, value in (self.given | changed).items() if value)
        return f"{self.base}?{kept}" if kept else self.base


# A page has some seventy links, most of them with the same parameters.
@lru_cache(maxsize=4096)
def _encoded(name: str, value: str) -> str:
    return urlencode({name: value})
