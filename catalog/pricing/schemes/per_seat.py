"""So much for each seat and interval."""

from catalog.pricing.scheme import Counts
from catalog.pricing.schemes.per_unit import PerUnit


class PerSeat(PerUnit):
    """`{"amount": "4.00"}`: as per unit, where the units are seats, which are ordered and never measured."""

    code = "per_seat"
    counts = Counts.SEATS
    unit = "seat"
