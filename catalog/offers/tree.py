"""The tree of categories: under the one that staff put it, else where its name says. Pure.

“Communication - Email” lies under “Communication” unless staff say otherwise. A heading that is no category itself
still has a place in the tree and an address; a category of the same slug as a heading is that heading.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from core.texts import split

SEPARATOR = " - "
_LONGEST_SLUG = 60


class Placed(NamedTuple):
    """A category: its name, the name in the reader's language, and the slug of the one that staff put it under."""

    slug: str
    name: str
    shown: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """One place in the tree; `name` is its own part of the whole name, `depth` how many places it lies under."""

    slug: str
    name: str
    parent: str | None
    depth: int


def headings(name: str) -> list[str]:
    """Return the slugs of the headings that a name lies under by itself, the topmost first."""
    parts = name.split(SEPARATOR)
    slugs = ("-".join(split(SEPARATOR.join(parts[:n])))[:_LONGEST_SLUG].strip("-") for n in range(1, len(parts)))
    return [slug for slug in slugs if slug]


def lineage(slug: str, name: str) -> list[str]:
    """Return the headings of a category by its name alone, the topmost first, and its own slug last."""
    return list(dict.fromkeys([*(heading for heading in headings(name) if heading != slug), slug]))


def lineages(categories: Iterable[Placed]) -> dict[str, list[str]]:
    """Return, of every place by its slug, the slugs under which its listings are counted: its own last."""
    parents, _names = _placed(list(categories))
    return {slug: [*reversed([*_upwards(slug, parents)])] for slug in parents}


def tree(categories: Iterable[Placed]) -> dict[str, Shelf]:
    """Return every place by its slug, each after the one it lies under and before the next of its kind.

    `categories` come in the order of the catalogue; the shown name may be in another language, and where it has other
    parts than the name, a heading keeps its part of the name.
    """
    parents, names = _placed(list(categories))
    return {shelf.slug: shelf for shelf in _walk(None, 0, names, parents)}


def _placed(categories: list[Placed]) -> tuple[dict[str, str | None], dict[str, str]]:
    """Return the place that each lies under and what it is called there. No place ever lies under itself."""
    known = {each.slug: each for each in categories}
    put: dict[str, str | None] = {each.slug: each.parent for each in categories if each.parent in known}
    parents: dict[str, str | None] = {}
    names: dict[str, str] = {}
    over = ChainMap(parents, put)
    for each in categories:
        for below, above, part in _way(each, put):
            if below not in parents:
                circular = above is not None and below in _upwards(above, over)
                parents[below] = None if circular else above
            names.setdefault(below, part)
        names[each.slug] = _own_part(each, known.get(each.parent or ""))
    return parents, names


def _way(category: Placed, put: Mapping[str, str | None]) -> Iterator[tuple[str, str | None, str]]:
    """Yield what has a place because of a category, from the top: each, what it lies under, and its part of the name.

    It begins with the nearest that staff put somewhere: what lies over that does not follow from this name.
    """
    slugs, parts = lineage(category.slug, category.name), category.name.split(SEPARATOR)
    shown = category.shown.split(SEPARATOR)
    parts = shown if len(shown) == len(parts) else parts
    first = max((n for n, slug in enumerate(slugs) if slug in put), default=0)
    if slugs[first] in put:
        yield slugs[first], put[slugs[first]], parts[first]
        first += 1
    for n in range(first, len(slugs)):
        yield slugs[n], slugs[n - 1] if n else None, parts[n]


def _own_part(category: Placed, above: Placed | None) -> str:
    """Return what a category is called where it stands: without the name of what it lies under, if that comes first."""
    if above is not None:
        return category.shown.removeprefix(f"{above.shown}{SEPARATOR}")
    parts = category.shown.split(SEPARATOR)
    return parts[-1] if len(parts) == len(category.name.split(SEPARATOR)) else category.shown


def _upwards(slug: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    """Yield a place and all that it lies under; of places that lie under each other each once."""
    seen: set[str] = set()
    at: str | None = slug
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        at = parents.get(at)


def _walk(
    parent: str | None, depth: int, names: Mapping[str, str], parents: Mapping[str, str | None]
) -> Iterator[Shelf]:
    for slug, above in parents.items():
        if above == parent:
            yield Shelf(slug, names[slug], parent, depth)
            yield from _walk(slug, depth + 1, names, parents)
