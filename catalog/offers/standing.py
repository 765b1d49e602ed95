"""What stands on a category: this room knows of offers and categories, and rooms above say the rest here."""

from collections.abc import Callable, Mapping

Counts = Callable[[str], Mapping[str, int]]
_asked: list[Counts] = []


def tells_what_stands(asked: Counts) -> Counts:
    """Register a function that says how many of which kind stand on the category of a slug."""
    if asked not in _asked:
        _asked.append(asked)
    return asked


def what_stands(slug: str) -> dict[str, int]:
    """Return how many of what stands on a category, kinds of which there is none left out."""
    return {kind: number for asked in _asked for kind, number in asked(slug).items() if number}
