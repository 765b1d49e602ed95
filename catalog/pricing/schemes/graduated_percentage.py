"""A share of the money that the customer moves, falling or rising from tier to tier."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from catalog.pricing.scheme import Counts, Part, Scheme, fixed
from catalog.pricing.terms import PERCENT, TermError, Terms, an_object, described
from catalog.pricing.tiers import FLAT_FEE, check_ends, reached, tiers_schema
from catalog.pricing.usage import Usage


class GraduatedPercentage(Scheme):
    """`{"tiers": [{"up_to": "10000", "rate_percent": "3", "flat_fee": "0"}, {"up_to": null, …}]}`.

    Tiers of money fill up one after the other. The fixed fee of every tier that is entered is asked in full, that of
    the first tier also when no money moved.
    """

    code = "graduated_percentage"
    counts = Counts.AMOUNTS
    schema = an_object(
        {
            "tiers": tiers_schema(
                {"rate_percent": described(PERCENT, title="Rate"), "flat_fee": FLAT_FEE}, optional=["flat_fee"]
            )
        }
    )

    def contradictions(self, terms: Terms) -> Iterable[TermError]:
        """Yield what is wrong with the ends of the tiers."""
        return check_ends(terms["tiers"])

    def explain(self, terms: Terms, usage: Usage) -> list[Part]:
        """Return for each tier that is entered its fixed fee and its share of the money."""
        parts = []
        for number, row, money in reached(terms["tiers"], usage.quantity):
            parts += [
                fixed(Fraction(row.get("flat_fee", "0")), number),
                Part("percent", money, Fraction(row["rate_percent"]) / 100, number),
            ]
        return [part for part in parts if part.amount]

    def unit_price(self, terms: Terms) -> Decimal:
        """Return the fixed fee of the first tier."""
        return Decimal(terms["tiers"][0].get("flat_fee", "0"))
