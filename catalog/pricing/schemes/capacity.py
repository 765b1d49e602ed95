"""One price for the size of room that the peak of a period needed."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from catalog.pricing.scheme import Counts, Part, Scheme, fixed
from catalog.pricing.terms import UNIT_PRICE, TermError, Terms, an_object
from catalog.pricing.tiers import check_ends, the_one_for, tiers_schema
from catalog.pricing.usage import Usage


class Capacity(Scheme):
    """`{"tiers": [{"up_to": "1000", "price": "750.00"}, {"up_to": null, "price": "500.00"}]}`.

    The quantity is the peak, which a meter takes with `max`. The smallest tier is asked also for a peak of 0.
    """

    code = "capacity"
    counts = Counts.UNITS
    schema = an_object({"tiers": tiers_schema({"price": UNIT_PRICE})})

    def contradictions(self, terms: Terms) -> Iterable[TermError]:
        """Yield what is wrong with the ends of the tiers."""
        return check_ends(terms["tiers"])

    def explain(self, terms: Terms, usage: Usage) -> list[Part]:
        """Return one part: the price of the tier that holds the peak."""
        number, row, _ = the_one_for(terms["tiers"], usage.quantity)
        return [fixed(Fraction(row["price"]), number)]

    def unit_price(self, terms: Terms) -> Decimal:
        """Return the price of the smallest tier."""
        return Decimal(terms["tiers"][0]["price"])
