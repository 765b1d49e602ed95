"""A term of several months or years that the customer is bound for."""

from catalog.pricing.condition import Condition
from catalog.pricing.terms import COUNT, Terms, an_object, described

LONGEST = 120


class Commitment(Condition):
    """`{"months": 36}`: a cancellation takes effect at the end of a period, but not before these months are over."""

    code = "commitment"
    schema = an_object(
        {
            "months": {
                **described(COUNT, title="Months", description=f"A whole number from 1 to {LONGEST}, such as 36."),
                "maximum": LONGEST,
            }
        }
    )

    def committed_months(self, terms: Terms) -> int:
        """Return the months."""
        return int(terms["months"])
