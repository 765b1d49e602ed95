"""So much for each unit."""

from decimal import Decimal
from fractions import Fraction

from catalog.pricing.scheme import Counts, Part, Scheme
from catalog.pricing.terms import UNIT_PRICE, Terms, an_object
from catalog.pricing.usage import Usage


class PerUnit(Scheme):
    """`{"amount": "0.10"}`: that much for each unit, and for half a unit the half. No units cost nothing."""

    code = "per_unit"
    counts = Counts.UNITS
    schema = an_object({"amount": UNIT_PRICE})

    def explain(self, terms: Terms, usage: Usage) -> list[Part]:
        """Return one part: the units at their price; none for no units."""
        return [Part("units", usage.quantity, Fraction(terms["amount"]))] if usage.quantity else []

    def unit_price(self, terms: Terms) -> Decimal:
        """Return the price of one unit."""
        return Decimal(terms["amount"])
