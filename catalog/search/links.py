"""Addresses of the list page: the present one, with something chosen, changed or taken away."""

from collections.abc import Mapping
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
        kept = {name: value for name, value in (self.given | changed).items() if value}
        return f"{self.base}?{urlencode(kept)}" if kept else self.base
