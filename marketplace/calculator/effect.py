"""What another price would do to those who hold a plan today. Pure, on list prices.

Who holds a plan keeps its price: the figures say what moving everybody would come to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from catalog.pricing.charging import charge
from catalog.pricing.rule import Rule
from catalog.pricing.usage import Usage
from core.money import Money

# Holdings are told apart by how many they hold: the first band ends with 1, the last has no end.
BAND_ENDS = (1, 10, 50, 250)


@dataclass(frozen=True, slots=True)
class Holding:
    """One item that runs: the price it was sold at, and how many."""

    rule: Rule
    quantity: int


@dataclass(frozen=True, slots=True)
class Moved:
    """What some holdings pay a month, and would pay; minor units, each rounded once."""

    holders: int
    before: int
    after: int

    @property
    def difference(self) -> int:
        """By how much more (or, below zero, less) they would pay."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Effect:
    """What moving everybody to another price would do.

    `largest_rise` and `largest_fall` are in percent of what one pays today. `left_out` pay in another currency, or for
    usage that is not measured yet, and cannot be compared.
    """

    total: Moved
    bands: Sequence[tuple[int, int | None, Moved]]
    dearer: int
    cheaper: int
    largest_rise: Fraction
    largest_fall: Fraction
    left_out: int


def effect(holdings: Iterable[Holding], rule: Rule) -> Effect:
    """Return what the price would do to the holdings; bands without holders are left out."""
    known = list(holdings)
    compared = [
        (each.quantity, _monthly(each.rule, each.quantity), _monthly(rule, each.quantity))
        for each in known
        if each.rule.currency == rule.currency and each.rule.meter is None and rule.meter is None
    ]
    shares = [Fraction(after - before) / before * 100 for _, before, after in compared if before]
    begins = [1, *(end + 1 for end in BAND_ENDS)]
    bands = [
        (begin, end, _moved([row for row in compared if begin <= row[0] and (end is None or row[0] <= end)]))
        for begin, end in zip(begins, [*BAND_ENDS, None], strict=True)
    ]
    return Effect(
        total=_moved(compared),
        bands=[band for band in bands if band[2].holders],
        dearer=sum(after > before for _, before, after in compared),
        cheaper=sum(after < before for _, before, after in compared),
        largest_rise=max([Fraction(0), *shares]),
        largest_fall=-min([Fraction(0), *shares]),
        left_out=len(known) - len(compared),
    )


def _monthly(rule: Rule, quantity: int) -> int:
    """Return what so many cost a month: of a yearly price the twelfth."""
    return Money.of(charge(rule, Usage.of(quantity)).amount / rule.interval.months, rule.currency).minor


def _moved(rows: Sequence[tuple[int, int, int]]) -> Moved:
    return Moved(len(rows), sum(before for _, before, _ in rows), sum(after for _, _, after in rows))
