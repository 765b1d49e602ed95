"""Who holds what a listing sells: only the floor above knows, and says so here."""

from collections.abc import Callable
from uuid import UUID

from core.accounts.principals import Principal

Holds = Callable[[Principal, UUID], bool]
_asked: list[Holds] = []


def tells_who_holds(asked: Holds) -> Holds:
    """Register a function that says of a principal whether it holds plans of the offer with this id."""
    if asked not in _asked:
        _asked.append(asked)
    return asked


def holds(principal: Principal, offer_id: UUID) -> bool:
    """Whether an organisation of the principal holds plans of the offer."""
    return any(asked(principal, offer_id) for asked in _asked)
