"""What every pricing scheme is: usage in, the parts of an exact amount out. Pure."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from catalog.pricing.terms import Described, Terms
from catalog.pricing.usage import Usage


class Counts(StrEnum):
    """What a scheme has to know of a period."""

    NOTHING = "nothing"
    SEATS = "seats"
    UNITS = "units"
    AMOUNTS = "amounts"
    CELLS = "cells"


@dataclass(frozen=True, slots=True)
class Part:
    """One addend of an amount: so many at so much, in exact major units; `amount` is their product.

    `fixed` is asked whatever the quantity; `percent` is a share of money, where `unit_price` is the share. `tier` is
    the row of the terms that it comes from, counted from 1.
    """

    kind: Literal["fixed", "units", "percent"]
    quantity: Fraction
    unit_price: Fraction
    tier: int | None = None

    @property
    def amount(self) -> Fraction:
        """The addend itself, in major units, not rounded."""
        return self.quantity * self.unit_price


def fixed(amount: Fraction, tier: int | None = None) -> Part:
    """Return an amount that is asked once."""
    return Part("fixed", Fraction(1), amount, tier)


class Scheme(Described, ABC):
    """A way to compute a price, as one file of `schemes/` describes it.

    A quantity is either ordered (seats, or units that a plan names) or measured by a meter; a scheme does not ask
    which. `counts` says what it has to know. `unit` is what a quantity counts where the scheme itself knows.
    """

    counts: Counts
    unit: str | None = None

    @abstractmethod
    def explain(self, terms: Terms, usage: Usage) -> list[Part]:
        """Return the parts that make up the amount, in the order in which a person would tell them."""

    def amount(self, terms: Terms, usage: Usage) -> Fraction:
        """Return the price of the whole period's usage in exact major units, not rounded.

        To bill more of a period that was billed in part, price the whole and subtract what is billed: then it does not
        matter into how many parts a period falls.
        """
        return sum((part.amount for part in self.explain(terms, usage)), Fraction(0))

    @abstractmethod
    def unit_price(self, terms: Terms) -> Decimal:
        """Return the price that is shown first, in major units: of the first unit, or the fixed amount."""
