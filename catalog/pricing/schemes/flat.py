"""A fixed amount for each interval, whatever the quantity."""

from decimal import Decimal
from fractions import Fraction

from catalog.pricing.scheme import Counts, Part, Scheme, fixed
from catalog.pricing.terms import UNIT_PRICE, Terms, an_object
from catalog.pricing.usage import Usage


class Flat(Scheme):
    """`{"amount": "12.50"}`: that much for each interval. Quantity 0 still costs the fixed amount."""

    code = "flat"
    counts = Counts.NOTHING
    schema = an_object({"amount": UNIT_PRICE})

    def explain(self, terms: Terms, usage: Usage) -> list[Part]:
        """Return one part: the fixed amount, once."""
        return [fixed(Fraction(terms["amount"]))]

    def unit_price(self, terms: Terms) -> Decimal:
        """Return the fixed amount."""
        return Decimal(terms["amount"])
