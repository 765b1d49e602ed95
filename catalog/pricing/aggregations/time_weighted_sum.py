"""What was there, by how long it was there: storage, running machines."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from catalog.pricing.aggregation import Aggregation, Event, Span


class TimeWeightedSum(Aggregation):
    """Each value is a change of what is there; it counts for the share of the span from its instant to the end."""

    code = "time_weighted_sum"

    def quantity(self, events: Sequence[Event], span: Span) -> Fraction:
        """Return the time-weighted sum, exact, at least 0."""
        whole = _microseconds(span.end - span.start)
        weighted = sum((event.value * _microseconds(span.end - event.at) for event in events), Fraction(0))
        return max(Fraction(0), weighted / whole)


def _microseconds(length: timedelta) -> int:
    return length // timedelta(microseconds=1)
