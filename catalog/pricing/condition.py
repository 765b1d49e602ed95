"""What a price may add to its scheme: an allowance, a bound, a fee, a time. Pure."""

from fractions import Fraction

from catalog.pricing.scheme import Counts
from catalog.pricing.terms import Described, Terms
from catalog.pricing.usage import Usage
from core.periods import Interval


class Condition(Described):
    """One condition, as a file of `conditions/` describes it. What it does not touch it hands on as it is."""

    counts: frozenset[Counts] = frozenset(Counts)
    intervals: frozenset[Interval] = frozenset(Interval)
    with_meter: bool = True

    def billable(self, terms: Terms, usage: Usage) -> Usage:
        """Return what the scheme is to price of the period's usage."""
        return usage

    def limited(self, terms: Terms, amount: Fraction, *, share: Fraction, final: bool) -> Fraction:
        """Return what the period's amount becomes.

        `share` is the part of the whole period that is served, `final` whether no more usage of it is to come.
        """
        return amount

    def once(self, terms: Terms) -> Fraction:
        """Return what is asked once, at the beginning, in exact major units."""
        return Fraction(0)

    def free_days(self, terms: Terms) -> int:
        """Return for how many days from the beginning nothing is asked."""
        return 0

    def committed_months(self, terms: Terms) -> int:
        """Return for how many months from the beginning the customer is bound."""
        return 0

    def instalments(self, terms: Terms) -> int:
        """Return into how many equal bills the price of one interval is split."""
        return 1
