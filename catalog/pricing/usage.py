"""What is to be priced: how much was ordered or used in one period. Pure."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Self

Quantity = int | Decimal | Fraction
# The values of one cell of a matrix, in the order of its dimensions: ("eu", "large").
Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """What one period holds: a quantity, and where the price asks for more, what the quantity is made of.

    `amounts` are those of the single events in order of time, in major units of the price's currency (a percentage has
    bounds for each); `cells` is the quantity by the values of dimensions. Nothing in it is negative.
    """

    quantity: Fraction
    amounts: tuple[Fraction, ...] = ()
    cells: Mapping[Cell, Fraction] = field(default_factory=dict)

    @classmethod
    def of(cls, quantity: Quantity) -> Self:
        """Return so many units, of which nothing more is known. Raises ValueError for a negative quantity."""
        return cls(_counted(quantity))

    @classmethod
    def of_amounts(cls, amounts: Iterable[Quantity]) -> Self:
        """Return events of these amounts; their quantity is the sum. Raises ValueError for a negative amount."""
        exact = tuple(_counted(amount) for amount in amounts)
        return cls(sum(exact, Fraction(0)), amounts=exact)

    @classmethod
    def of_cells(cls, cells: Mapping[Cell, Quantity]) -> Self:
        """Return quantities by their values; the quantity is the sum. Raises ValueError for a negative one."""
        exact = {cell: _counted(quantity) for cell, quantity in cells.items()}
        return cls(sum(exact.values(), Fraction(0)), cells=exact)

    def part(self, share: Fraction) -> Self:
        """Return what is used in a share of the time, evenly: of single events the first, a begun one in full."""
        return type(self)(
            self.quantity * share if not self.amounts else sum(self._first(share), Fraction(0)),
            amounts=self._first(share),
            cells={cell: quantity * share for cell, quantity in self.cells.items()},
        )

    def _first(self, share: Fraction) -> tuple[Fraction, ...]:
        return self.amounts[: math.ceil(len(self.amounts) * share)]

    @property
    def events(self) -> tuple[Fraction, ...]:
        """The amounts of the events; a quantity of which nothing more is known is one event."""
        return self.amounts or ((self.quantity,) if self.quantity else ())


def _counted(quantity: Quantity) -> Fraction:
    exact = Fraction(quantity)
    if exact < 0:
        raise ValueError(f"a quantity cannot be negative: {quantity}")
    return exact
