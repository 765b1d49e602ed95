"""Tiers of which one holds: the whole quantity costs what the tier asks that it reaches."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from catalog.pricing.scheme import Counts, Part, Scheme, fixed
from catalog.pricing.schemes.graduated import Graduated
from catalog.pricing.terms import TermError, Terms
from catalog.pricing.tiers import check_ends, the_one_for
from catalog.pricing.usage import Usage


class Volume(Scheme):
    """`{"tiers": [{"up_to": "10", "unit_price": "7.00", "flat_fee": "0"}, {"up_to": null, …}]}`.

    More may cost less where a tier begins; whoever edits such a price is told so.
    """

    code = "volume"
    counts = Counts.UNITS
    schema = Graduated.schema

    def contradictions(self, terms: Terms) -> Iterable[TermError]:
        """Yield what is wrong with the ends of the tiers."""
        return check_ends(terms["tiers"])

    def explain(self, terms: Terms, usage: Usage) -> list[Part]:
        """Return the fixed fee of the tier and all units at its price."""
        number, row, quantity = the_one_for(terms["tiers"], usage.quantity)
        parts = [
            fixed(Fraction(row.get("flat_fee", "0")), number),
            Part("units", quantity, Fraction(row["unit_price"]), number),
        ]
        return [part for part in parts if part.amount]

    def unit_price(self, terms: Terms) -> Decimal:
        """Return the price of a unit in the first tier."""
        return Decimal(terms["tiers"][0]["unit_price"])
