"""What every aggregation is: the events of a period in, a quantity out. Pure."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from catalog.pricing.terms import Described, an_object


@dataclass(frozen=True, slots=True)
class Event:
    """One report of usage: `value` is the number in the field that the meter reads, `text` the same as it was sent."""

    at: datetime
    value: Fraction = Fraction(0)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The instants from `start` up to, but not including, `end`."""

    start: datetime
    end: datetime


FIELD = {
    "type": "string",
    "pattern": r"^[a-z][a-z0-9_]{0,39}$",
    "x-code": "not-a-field",
    "title": "Field",
    "description": "The field of a usage event that is read: small letters, digits and “_”, such as “gigabytes”.",
}


class Aggregation(Described, ABC):
    """A way to make one quantity of many events, as a file of `aggregations/` describes it.

    The order in which events are given does not matter: it is that of their instants that counts. Events outside of
    the span are not given. No events make 0.
    """

    schema = an_object({"field": FIELD})

    @abstractmethod
    def quantity(self, events: Sequence[Event], span: Span) -> Fraction:
        """Return the quantity of the span, exact."""
