"""Days at the beginning that cost nothing."""

from catalog.pricing.condition import Condition
from catalog.pricing.terms import COUNT, Terms, an_object, described

LONGEST = 365


class Trial(Condition):
    """`{"days": 14}`: the first day that is paid for is the fifteenth. A set-up fee is asked when the trial ends."""

    code = "trial"
    schema = an_object(
        {
            "days": {
                **described(COUNT, title="Free days", description=f"A whole number from 1 to {LONGEST}, such as 14."),
                "maximum": LONGEST,
            }
        }
    )

    def free_days(self, terms: Terms) -> int:
        """Return the days."""
        return int(terms["days"])
