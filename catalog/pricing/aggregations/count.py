"""How often something happened."""

from collections.abc import Sequence
from fractions import Fraction

from catalog.pricing.aggregation import Aggregation, Event, Span
from catalog.pricing.terms import an_object


class Count(Aggregation):
    """The number of events; no field is read."""

    code = "count"
    schema = an_object({})

    def quantity(self, events: Sequence[Event], span: Span) -> Fraction:
        """Return how many events there are."""
        return Fraction(len(events))
