"""A cap on what one period can cost."""

from fractions import Fraction

from catalog.pricing.condition import Condition
from catalog.pricing.terms import UNIT_PRICE, Terms, an_object, described


class Maximum(Condition):
    """`{"amount": "500.00"}`: what is used beyond costs nothing more. A period served in part has the same cap."""

    code = "maximum"
    schema = an_object({"amount": described(UNIT_PRICE, title="At most, for each period")})

    def limited(self, terms: Terms, amount: Fraction, *, share: Fraction, final: bool) -> Fraction:
        """Return the amount, or where it is more the cap."""
        return min(amount, Fraction(terms["amount"]))
