"""An invoice before it has a number: the same for a preview and for the invoice itself. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.billing.rating import DesiredLine
from marketplace.billing.totals import Tax, Totals, total


@dataclass(frozen=True, slots=True)
class Draft:
    """Lines with their tax and sums, in one currency."""

    currency: str
    tax: Tax
    lines: tuple[DesiredLine, ...]
    totals: Totals


def draft(lines: Iterable[DesiredLine], *, tax: Tax, currency: str) -> Draft:
    """Put lines under one tax, and add them up."""
    kept = tuple(lines)
    return Draft(currency, tax, kept, total((line.net, tax) for line in kept))
