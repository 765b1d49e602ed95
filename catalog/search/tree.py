"""The tree that the names of categories tell: “Communication - Email” lies under “Communication”. Pure.

A heading that is no category itself still has a place in the tree and an address; categories of the same slug as a
heading are that heading.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalog.search.words import split

SEPARATOR = " - "
_LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Shelf:
    """One place in the tree; `name` is its own part of the whole name, `depth` how many places it lies under."""

    slug: str
    name: str
    parent: str | None
    depth: int


def headings(name: str) -> list[str]:
    """Return the slugs of the headings that a category of this name lies under, the topmost first."""
    parts = name.split(SEPARATOR)
    slugs = ("-".join(split(SEPARATOR.join(parts[:n])))[:_LONGEST_SLUG].strip("-") for n in range(1, len(parts)))
    return [slug for slug in slugs if slug]


def lineage(slug: str, name: str) -> list[str]:
    """Return the slugs under which a category's listings are counted: those of its headings, and its own last."""
    return list(dict.fromkeys([*(heading for heading in headings(name) if heading != slug), slug]))


def tree(categories: Iterable[tuple[str, str, str]]) -> dict[str, Shelf]:
    """Return every place by its slug, each after the one it lies under and before the next of its kind.

    `categories` are (slug, name, shown name) in the order of the catalogue; the shown name may be in another language,
    and where it has other parts than the name, a heading keeps its part of the name.
    """
    names: dict[str, str] = {}
    parents: dict[str, str | None] = {}
    for slug, name, shown in categories:
        way, parts, shown_parts = lineage(slug, name), name.split(SEPARATOR), shown.split(SEPARATOR)
        alike = len(shown_parts) == len(parts)
        for below, above, part in zip(way, [None, *way], shown_parts if alike else parts, strict=False):
            if below not in parents and not _lies_under(above, below, parents):
                parents[below] = above
            names.setdefault(below, part)
        names[slug] = shown_parts[-1] if alike else shown
    return {shelf.slug: shelf for shelf in _walk(None, 0, names, parents)}


def _lies_under(slug: str | None, above: str, parents: Mapping[str, str | None]) -> bool:
    while slug is not None and slug != above:
        slug = parents.get(slug)
    return slug is not None


def _walk(
    parent: str | None, depth: int, names: Mapping[str, str], parents: Mapping[str, str | None]
) -> Iterator[Shelf]:
    for slug, above in parents.items():
        if above == parent:
            yield Shelf(slug, names[slug], parent, depth)
            yield from _walk(slug, depth + 1, names, parents)
