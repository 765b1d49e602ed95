"""The price that each event says itself, times a factor."""

from decimal import Decimal
from fractions import Fraction

from catalog.pricing.scheme import Counts, Part, Scheme
from catalog.pricing.terms import QUANTITY, Terms, an_object, described
from catalog.pricing.usage import Usage


class Dynamic(Scheme):
    """`{"multiplier": "1.2"}`: what the events of the period cost the partner, and a fifth more."""

    code = "dynamic"
    counts = Counts.AMOUNTS
    schema = an_object({"multiplier": described(QUANTITY, title="Factor")})

    def explain(self, terms: Terms, usage: Usage) -> list[Part]:
        """Return one part: the money of the events times the factor; none for no money."""
        return [Part("percent", usage.quantity, Fraction(terms["multiplier"]))] if usage.quantity else []

    def unit_price(self, terms: Terms) -> Decimal:
        """Return 0: nothing is known before an event says its price."""
        return Decimal(0)
