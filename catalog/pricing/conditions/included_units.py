"""So many units of each period are included."""

from dataclasses import replace
from fractions import Fraction

from catalog.pricing.condition import Condition
from catalog.pricing.scheme import Counts
from catalog.pricing.terms import QUANTITY, Terms, an_object, described
from catalog.pricing.usage import Usage


class IncludedUnits(Condition):
    """`{"quantity": "10"}`: the first ten units of each period cost nothing, the eleventh is priced."""

    code = "included_units"
    counts = frozenset({Counts.UNITS, Counts.SEATS})
    schema = an_object({"quantity": described(QUANTITY, title="Included units")})

    def billable(self, terms: Terms, usage: Usage) -> Usage:
        """Return the quantity without the included units."""
        return replace(usage, quantity=max(Fraction(0), usage.quantity - Fraction(terms["quantity"])))
