"""A yearly price that is paid in twelve parts."""

from catalog.pricing.condition import Condition
from catalog.pricing.terms import Terms, an_object
from core.periods import Interval


class PaidMonthly(Condition):
    """`{}`: each month asks a twelfth of the yearly price, so that twelve bills add up to it."""

    code = "paid_monthly"
    intervals = frozenset({Interval.YEAR})
    with_meter = False
    schema = an_object({})

    def instalments(self, terms: Terms) -> int:
        """Return 12."""
        return Interval.YEAR.months
