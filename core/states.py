"""State as a table of moves plus compare-and-set."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from core.refusals import Refusal


class IllegalMove(Refusal):
    """The thing is in a state from which this move does not exist."""

    code = "illegal-move"
    title = "This cannot be done in the present state"


class Moves:
    """The legal moves of one state field: `Moves({"draft": ["submitted"], "submitted": ["live", "draft"]})`."""

    def __init__(self, table: Mapping[str, list[str]]) -> None:
        self.table = {state: frozenset(targets) for state, targets in table.items()}
        unknown = {target for targets in self.table.values() for target in targets} - self.table.keys()
        if unknown:
            raise ValueError(f"moves lead to states that are not in the table: {sorted(unknown)}")

    @property
    def states(self) -> list[str]:
        """Every state, in the order of the table."""
        return list(self.table)

    def sources(self, to: str) -> list[str]:
        """The states from which `to` may be reached."""
        return [state for state, targets in self.table.items() if to in targets]

    def check(self, field: str = "state") -> Q:
        """Return the condition for the CheckConstraint that names the states to the database."""
        return Q(**{f"{field}__in": self.states})

    def apply(self, rows: QuerySet, *, to: str, field: str = "state", **updates: Any) -> None:  # noqa: ANN401
        """Move the one row of `rows` to the state `to`, if it is in a state from which that is legal.

        One conditional UPDATE: of two at once, one wins and the other gets IllegalMove, which names the
        state found. Raises IllegalMove.
        """
        sources = self.sources(to)
        if rows.filter(**{f"{field}__in": sources}).update(**{field: to}, **updates) == 1:
            return
        found = rows.values_list(field, flat=True).first()
        if found is None:
            raise IllegalMove(f"It is not there any more, so it cannot become “{to}”.", state=None)
        allowed = f"only from {', '.join(f'“{s}”' for s in sources)} can it" if sources else "nothing can"
        raise IllegalMove(
            f"It is “{found}” now; {allowed} become “{to}”. Load it again to see what has changed.", state=found
        )
