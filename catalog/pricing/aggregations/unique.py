"""How many different ones there were: active users, devices."""

from collections.abc import Sequence
from fractions import Fraction

from catalog.pricing.aggregation import Aggregation, Event, Span


class Unique(Aggregation):
    """The number of different texts in the field."""

    code = "unique"

    def quantity(self, events: Sequence[Event], span: Span) -> Fraction:
        """Return how many different texts there are."""
        return Fraction(len({event.text for event in events}))
