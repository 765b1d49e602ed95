"""Where a price falls although the quantity rises. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from catalog.pricing.charging import charge
from catalog.pricing.rule import Rule
from catalog.pricing.usage import Usage


@dataclass(frozen=True, slots=True)
class Fall:
    """One more unit than `quantity`, the end of a tier, costs less: `after` instead of `before`, in major units."""

    quantity: Fraction
    before: Fraction
    after: Fraction


def falls(rule: Rule) -> list[Fall]:
    """Return the ends of tiers behind which the price of the whole falls, lowest first.

    It is legal, and some mean it; whoever edits a price is told, since customers would order one more to pay less.
    """
    ends = [Fraction(row["up_to"]) for row in rule.terms.get("tiers", ()) if row.get("up_to") is not None]
    found = ((end, _amount(rule, end), _amount(rule, end + 1)) for end in ends)
    return [Fall(end, before, after) for end, before, after in found if after < before]


def _amount(rule: Rule, quantity: Fraction | Decimal) -> Fraction:
    return charge(rule, Usage.of(quantity)).amount
