"""All that was used, added up."""

from collections.abc import Sequence
from fractions import Fraction

from catalog.pricing.aggregation import Aggregation, Event, Span


class Sum(Aggregation):
    """The sum of the values; a negative one corrects an earlier event."""

    code = "sum"

    def quantity(self, events: Sequence[Event], span: Span) -> Fraction:
        """Return the sum, at least 0."""
        return max(Fraction(0), sum((event.value for event in events), Fraction(0)))
