"""What is known of plans beside what this room keeps: rooms above know, and say so here."""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

Counts = Callable[[Collection[UUID]], Mapping[UUID, int]]
_asked: list[Counts] = []


def counts_other_prices(asked: Counts) -> Counts:
    """Register a function that says how many prices beside its own each of some plans has."""
    if asked not in _asked:
        _asked.append(asked)
    return asked


def other_prices(plan_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return of those of the plans that have prices beside their own how many."""
    found: dict[UUID, int] = {}
    for asked in _asked:
        for plan_id, number in asked(plan_ids).items():
            found[plan_id] = found.get(plan_id, 0) + number
    return found
