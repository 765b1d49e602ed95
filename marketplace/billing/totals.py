"""Adding up an invoice as EN 16931 does. Pure.

Line nets are rounded before they come here. Tax is computed once for each (category, rate), from the sum of its lines
(BR-CO-17), and rounded half away from zero. Then, exactly and in minor units: the sum of line nets is the net total
(BR-CO-10 and 13, with no discounts or charges on the document), the sum of tax lines is the tax (BR-CO-14), and both
together are the gross total (BR-CO-15).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from core.money import round_half_away


class Category(StrEnum):
    """VAT categories of UNCL 5305, as far as EN 16931 uses them here."""

    STANDARD = "S"
    REVERSE_CHARGE = "AE"
    OUTSIDE_SCOPE = "O"
    ZERO = "Z"
    EXEMPT = "E"


@dataclass(frozen=True, slots=True)
class Tax:
    """How a line is taxed. `rate` is in percent; only the standard category has one above zero."""

    category: Category
    rate: Decimal
    note: str = ""

    def __post_init__(self) -> None:
        if self.rate < 0 or (self.rate != 0 and self.category != Category.STANDARD):
            raise ValueError(f"the category {self.category} has no rate of {self.rate} %")


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """The tax of all lines with one category and rate, in minor units."""

    tax: Tax
    taxable: int
    amount: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of an invoice, in minor units of its currency."""

    net: int
    tax: int
    gross: int
    tax_lines: tuple[TaxTotal, ...]


def total(lines: Iterable[tuple[int, Tax]]) -> Totals:
    """Add up line nets (minor units, each rounded already) with the tax of each; tax lines in the order first met."""
    taxable: dict[tuple[Category, Decimal], int] = {}
    taxes: dict[tuple[Category, Decimal], Tax] = {}
    for net, tax in lines:
        key = (tax.category, tax.rate)
        taxable[key] = taxable.get(key, 0) + net
        taxes.setdefault(key, tax)
    tax_lines = tuple(
        TaxTotal(taxes[key], base, round_half_away(base * Fraction(taxes[key].rate) / 100))
        for key, base in taxable.items()
    )
    net_total = sum(line.taxable for line in tax_lines)
    tax_total = sum(line.amount for line in tax_lines)
    return Totals(net_total, tax_total, net_total + tax_total, tax_lines)
