"""Tiers that fill up one after the other: each unit costs what the tier asks that it falls into."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from catalog.pricing.scheme import Counts, Part, Scheme, fixed
from catalog.pricing.terms import UNIT_PRICE, TermError, Terms, an_object
from catalog.pricing.tiers import FLAT_FEE, check_ends, reached, tiers_schema
from catalog.pricing.usage import Usage


class Graduated(Scheme):
    """`{"tiers": [{"up_to": "10", "unit_price": "1.00", "flat_fee": "0"}, {"up_to": null, …}]}`.

    The fixed fee of every tier that is entered is asked in full, that of the first tier also for quantity 0.
    """

    code = "graduated"
    counts = Counts.UNITS
    schema = an_object({"tiers": tiers_schema({"unit_price": UNIT_PRICE, "flat_fee": FLAT_FEE}, optional=["flat_fee"])})

    def contradictions(self, terms: Terms) -> Iterable[TermError]:
        """Yield what is wrong with the ends of the tiers."""
        return check_ends(terms["tiers"])

    def explain(self, terms: Terms, usage: Usage) -> list[Part]:
        """Return for each tier that is entered its fixed fee and its units."""
        parts = []
        for number, row, quantity in reached(terms["tiers"], usage.quantity):
            parts += [
                fixed(Fraction(row.get("flat_fee", "0")), number),
                Part("units", quantity, Fraction(row["unit_price"]), number),
            ]
        return [part for part in parts if part.amount]

    def unit_price(self, terms: Terms) -> Decimal:
        """Return what the first unit costs, without the fixed fee of its tier."""
        return Decimal(terms["tiers"][0]["unit_price"])
