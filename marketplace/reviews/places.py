"""In which orders reviews are listed, and where a page ended, as one word that is read back with care. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

_PLACE = re.compile(r"([1-5])-([0-9a-f]{32})", re.ASCII)


class Order(StrEnum):
    """The orders of a list of reviews; each ends in the review's id, so that no two places are equal."""

    NEWEST = "newest"
    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class Place:
    """The last review of a page: its stars and its id. Ids are ordered by creation."""

    stars: int
    review_id: UUID


def encode(place: Place) -> str:
    """Return the cursor for a place; it is the same in every order."""
    return f"{place.stars}-{place.review_id.hex}"


def decode(text: str) -> Place | None:
    """Return the place that a cursor names; None for anything that `encode` would not have made."""
    found = _PLACE.fullmatch(text)
    return Place(int(found[1]), UUID(found[2])) if found else None
