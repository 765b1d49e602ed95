"""What was said last."""

from collections.abc import Sequence
from fractions import Fraction

from catalog.pricing.aggregation import Aggregation, Event, Span


class Latest(Aggregation):
    """The value of the latest event; of several at one instant the largest, so that the answer is one."""

    code = "latest"

    def quantity(self, events: Sequence[Event], span: Span) -> Fraction:
        """Return the latest value, at least 0."""
        last = max(((event.at, event.value) for event in events), default=None)
        return max(Fraction(0), last[1]) if last else Fraction(0)
