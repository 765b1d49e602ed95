"""One deadline for a whole request, however many steps it has and however slowly the other side drips."""

import time
from dataclasses import dataclass, field

from core.outgoing.failures import NotReached


@dataclass(frozen=True, slots=True)
class Deadline:
    """`seconds` from its making, by a clock that nobody sets."""

    seconds: float
    started: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self.started

    def left(self, at_most: float | None = None) -> float:
        """Return the seconds left, or `at_most` where that is less. Raises NotReached ("too-slow") when none are."""
        left = self.seconds - self.elapsed
        if left <= 0:
            raise NotReached("too-slow", f"There was no complete answer within {self.seconds:g} seconds.")
        return left if at_most is None else min(left, at_most)
