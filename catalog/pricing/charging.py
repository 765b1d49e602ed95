"""What a period costs: usage through the conditions and the scheme of a price, rounded once. Pure.

The invoice, its preview, the calculator and the what-if simulation all ask here, so that they cannot disagree.
"""

from dataclasses import dataclass
from fractions import Fraction

from catalog.pricing import schemes
from catalog.pricing.condition import Condition
from catalog.pricing.conditions import CONDITIONS
from catalog.pricing.rule import Rule
from catalog.pricing.scheme import Part
from catalog.pricing.terms import Terms
from catalog.pricing.usage import Usage
from core.money import Money

WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Charge:
    """What a period costs, in exact major units: the parts of the scheme, and what the limits made of their sum."""

    parts: tuple[Part, ...]
    amount: Fraction

    @property
    def correction(self) -> Fraction:
        """What a minimum added to the parts, or a cap took away."""
        return self.amount - sum((part.amount for part in self.parts), Fraction(0))


def charge(rule: Rule, usage: Usage, *, share: Fraction = WHOLE, final: bool = True) -> Charge:
    """Return what all usage of a period costs.

    `share` is the part of the whole period that is served: amounts that do not depend on measured usage are asked for
    that part only. `final` says that no more usage of the period is to come, which is when a minimum is asked.
    """
    usage = billable(rule, usage)
    parts = schemes.of(rule.scheme).explain(rule.terms, usage)
    if rule.meter is None and share != WHOLE:
        parts = [Part(part.kind, part.quantity * share, part.unit_price, part.tier) for part in parts]
    amount = sum((part.amount for part in parts), Fraction(0))
    for condition, terms in _conditions(rule):
        amount = condition.limited(terms, amount, share=share, final=final)
    return Charge(tuple(parts), amount)


def due(rule: Rule, usage: Usage, billed: int = 0, *, share: Fraction = WHOLE, final: bool = True) -> Money:
    """Return what is still to be billed of a period: all of it, rounded, less the minor units billed already.

    Rounding the whole and not the difference makes the bills of a period add up to its price, however many they are.
    """
    whole = Money.of(charge(rule, usage, share=share, final=final).amount, rule.currency)
    return Money(whole.minor - billed, rule.currency)


def entry(rule: Rule) -> Fraction:
    """Return what the smallest order, of one unit or seat, costs for a whole interval, in exact major units."""
    return charge(rule, Usage.of(1)).amount


def billable(rule: Rule, usage: Usage) -> Usage:
    """Return what the scheme is to price: in its units, and without what is included."""
    for condition, terms in _conditions(rule):
        usage = condition.billable(terms, usage)
    return usage


def set_up_fee(rule: Rule) -> Money:
    """Return what is asked once, at the beginning."""
    once = sum((condition.once(terms) for condition, terms in _conditions(rule)), Fraction(0))
    return Money.of(once, rule.currency)


def free_days(rule: Rule) -> int:
    """Return for how many days from the beginning nothing is asked."""
    return max((condition.free_days(terms) for condition, terms in _conditions(rule)), default=0)


def committed_months(rule: Rule) -> int:
    """Return for how many months from the beginning the customer is bound."""
    return max((condition.committed_months(terms) for condition, terms in _conditions(rule)), default=0)


def instalments(rule: Rule) -> int:
    """Return into how many equal bills the price of one interval is split."""
    return max((condition.instalments(terms) for condition, terms in _conditions(rule)), default=1)


def _conditions(rule: Rule) -> list[tuple[Condition, Terms]]:
    """Return the conditions of a price, in the order in which they take effect."""
    return [(known, rule.conditions[code]) for code, known in CONDITIONS.items() if code in rule.conditions]
