"""Which plans are not sold alone, and in which bundles they are: only the room of bundles knows, and says so here."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SoldIn:
    """A bundle in which a plan is sold: its name in the language of the reader, and where it is found."""

    name: str
    slug: str

    @property
    def path(self) -> str:
        """The address of its page on this site."""
        return f"/bundles/{self.slug}/"


NotAlone = Mapping[UUID, tuple[SoldIn, ...]]
Tells = Callable[[Collection[UUID], datetime], NotAlone]
_asked: list[Tells] = []


def tells_what_is_not_sold_alone(asked: Tells) -> Tells:
    """Register a function that returns which plans are not sold alone, and the bundles to have them in."""
    if asked not in _asked:
        _asked.append(asked)
    return asked


def not_sold_alone(plan_ids: Collection[UUID], *, at: datetime) -> NotAlone:
    """Return those of the plans that nobody new can have alone at `at`, with the bundles in which they are sold then.

    There may be none of these: a bundle that lacks something at present is not sold, and lets go of nothing.
    """
    return {plan: bundles for asked in _asked for plan, bundles in asked(plan_ids, at).items()}
