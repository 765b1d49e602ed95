"""Every legal selection of a bundle, or a fair sample where there are too many. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import comb, prod
from random import Random

from catalog.bundles.composition import Composition, Held, Market, Part, faults

# So that the same bundle is always looked at in the same way.
SEED = 20_260_101
TRIES_FOR_EACH = 20

Chosen = tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Selections:
    """Legal selections in one market, each part once. `is_all`: these are all there are."""

    chosen: tuple[Chosen, ...]
    is_all: bool


def count(composition: Composition, market: Market) -> int:
    """Return how many selections the bounds allow, before plans of the same offer exclude each other."""
    here = composition.within(market)
    ways = [
        sum(comb(len(here.in_group(group.code)), n) for n in range(group.least, group.most + 1))
        for group in here.groups_here()
    ]
    every: int = prod(ways) * 2 ** len(here.of("optional"))
    return every


def legal_selections(composition: Composition, market: Market, *, most: int) -> Selections:
    """Return all legal selections, the smallest first; of more than `most` a sample that is always the same.

    A sample has the smallest and the largest, and as far as it reaches each part once inside and once outside.
    """
    here = composition.within(market)
    is_all = count(composition, market) <= most
    candidates = _every(here) if is_all else _sample(here, most)
    legal = (chosen for chosen in candidates if not faults(composition, chosen, market=market))
    distinct = dict.fromkeys(chosen for chosen in legal if chosen)
    return Selections(tuple(sorted(distinct, key=len)), is_all)


def _every(here: Composition) -> Iterator[Chosen]:
    optional = here.of("optional")
    choices = [_choices(here.in_group(group.code), group.least, group.most) for group in here.groups_here()]
    for n in range(len(optional) + 1):
        for extras in combinations(optional, n):
            for picked in product(*choices):
                yield _held(here, [*here.of("fixed"), *extras, *(part for parts in picked for part in parts)])


def _choices(parts: tuple[Part, ...], least: int, most: int) -> list[tuple[Part, ...]]:
    return [chosen for n in range(least, most + 1) for chosen in combinations(parts, n)]


def _sample(here: Composition, most: int) -> Iterator[Chosen]:
    """Yield the extremes, one with each part that may be left out, and then whatever the dice say."""
    dice = Random(SEED)  # noqa: S311 - a sample, no secret
    found: set[Chosen] = set()
    wanted = [None, *(part for part in here.parts if part.role != "fixed")]
    for tries in range(most * TRIES_FOR_EACH):
        if len(found) >= most:
            return
        part = wanted[tries] if tries < len(wanted) else None
        share = (0.0, 1.0)[tries] if tries < 2 else dice.random()  # noqa: PLR2004 - the smallest, then the largest
        chosen = _thrown(here, dice, share, part)
        if chosen not in found:
            found.add(chosen)
            yield chosen


def _thrown(here: Composition, dice: Random, share: float, wanted: Part | None) -> Chosen:
    parts = [*here.of("fixed"), *(part for part in here.of("optional") if part is wanted or dice.random() < share)]
    for group in here.groups_here():
        offered = list(here.in_group(group.code))
        size = group.least + round(share * (min(group.most, len(offered)) - group.least))
        dice.shuffle(offered)
        offered.sort(key=lambda part: part is not wanted)
        parts += offered[: max(size, min(group.most, 1) if wanted in offered else 0)]
    return _held(here, parts)


def _held(here: Composition, parts: list[Part]) -> Chosen:
    """Return one of each, in the order of the bundle."""
    ids = {part.plan_id for part in parts}
    return tuple(Held(part, 1) for part in here.parts if part.plan_id in ids)
