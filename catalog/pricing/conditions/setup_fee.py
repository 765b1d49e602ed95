"""A fee that is asked once, with the first bill."""

from fractions import Fraction

from catalog.pricing.condition import Condition
from catalog.pricing.terms import UNIT_PRICE, Terms, an_object, described


class SetupFee(Condition):
    """`{"amount": "250.00"}`: whole, whatever the quantity and however short the first period."""

    code = "setup_fee"
    schema = an_object({"amount": described(UNIT_PRICE, title="Set-up fee, once")})

    def once(self, terms: Terms) -> Fraction:
        """Return the fee."""
        return Fraction(terms["amount"])
