"""Who holds what listings sell: only the floor above knows, and says so here."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from core.accounts.models import User
from core.accounts.principals import Principal


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose holdings are asked for: those of organisations, or of all the organisations of a person.

    A person is asked for where its memberships are not known yet, so that it takes one query and not two.
    """

    organisation_ids: frozenset[UUID] = frozenset()
    person: User | None = None


Holds = Callable[[Principal, UUID], bool]
Held = Callable[[Holder], Collection[UUID]]
_asked: list[Holds] = []
_asked_for_all: list[Held] = []


def tells_who_holds(asked: Holds) -> Holds:
    """Register a function that says of a principal whether it holds plans of the offer with this id."""
    if asked not in _asked:
        _asked.append(asked)
    return asked


def tells_what_is_held(asked: Held) -> Held:
    """Register a function that returns the ids of all offers of which a holder has plans, in one query."""
    if asked not in _asked_for_all:
        _asked_for_all.append(asked)
    return asked


def holds(principal: Principal, offer_id: UUID) -> bool:
    """Whether an organisation of the principal holds plans of the offer."""
    return any(asked(principal, offer_id) for asked in _asked)


def offers_held(holder: Holder) -> tuple[UUID, ...]:
    """Return the offers of which the holder has plans, each once, in the order of their ids; one query, or none."""
    return tuple(sorted({offer_id for asked in _asked_for_all for offer_id in asked(holder)}))
