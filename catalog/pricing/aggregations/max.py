"""The peak of a period."""

from collections.abc import Sequence
from fractions import Fraction

from catalog.pricing.aggregation import Aggregation, Event, Span


class Max(Aggregation):
    """The largest value."""

    code = "max"

    def quantity(self, events: Sequence[Event], span: Span) -> Fraction:
        """Return the largest value, at least 0."""
        return max([Fraction(0), *(event.value for event in events)])
