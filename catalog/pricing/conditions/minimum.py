"""A commitment to spend at least so much in each period."""

from fractions import Fraction

from catalog.pricing.condition import Condition
from catalog.pricing.terms import UNIT_PRICE, Terms, an_object, described


class Minimum(Condition):
    """`{"amount": "100.00"}`: what is missing is asked when the period ends, not while usage may still come.

    Of a period that is served in part the same share of the minimum is asked.
    """

    code = "minimum"
    schema = an_object({"amount": described(UNIT_PRICE, title="At least, for each period")})

    def limited(self, terms: Terms, amount: Fraction, *, share: Fraction, final: bool) -> Fraction:
        """Return the amount, or where it is less the minimum for the days served."""
        return max(amount, Fraction(terms["amount"]) * share) if final else amount
