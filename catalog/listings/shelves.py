"""Whether a listing stands on certain shelves: its categories, and the headings that their names lie under."""

import re
from collections.abc import Collection, Iterable

from django.utils.text import slugify

from catalog.offers.models import Category

_SEPARATOR = " - "
_LONGEST = 60
_BETWEEN = re.compile(r"[\W_]+")


def stands_on(categories: Iterable[Category], shelves: Collection[str]) -> bool:
    """Whether one of the categories, or a heading over it, is among the shelves; without shelves it always is."""
    return not shelves or any(slug in shelves for category in categories for slug in lineage(category))


def lineage(category: Category) -> list[str]:
    """Return the slug of a category and of every heading over it, as `catalog.search.tree` counts them."""
    parts = category.name.split(_SEPARATOR)
    headings = (
        slugify(_BETWEEN.sub(" ", _SEPARATOR.join(parts[:n])))[:_LONGEST].strip("-") for n in range(1, len(parts))
    )
    return [category.slug, *filter(None, headings)]
