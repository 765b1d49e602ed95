"""Whether a listing stands on certain shelves: its categories, and all that they lie under."""

from collections.abc import Collection, Iterable

from catalog.offers.models import Category
from catalog.offers.tree import lineages


def stands_on(categories: Iterable[Category], shelves: Collection[str]) -> bool:
    """Whether one of the categories, or what it lies under, is among the shelves; without shelves it always is.

    One query, none without shelves.
    """
    if not shelves:
        return True
    ways = lineages(Category.objects.placed())
    return any(slug in shelves for category in categories for slug in ways.get(category.slug, ()))
