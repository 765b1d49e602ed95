"""Tables of tiers: rows that hold up to a quantity, the last without end. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from catalog.pricing.terms import QUANTITY, UNIT_PRICE, Schema, TermError, described, or_null, rows

Row = Mapping[str, Any]

UP_TO = described(
    or_null(QUANTITY),
    title="Up to",
    description="The last quantity of this tier, as a string of digits, such as “1000”; null in the last tier.",
)
FLAT_FEE = described(UNIT_PRICE, title="Fixed fee")


class Reached(NamedTuple):
    """A tier that a quantity reaches, counted from 1, and how much of the quantity lies in it."""

    number: int
    row: Row
    quantity: Fraction


def tiers_schema(properties: Mapping[str, Schema], *, end: str = "up_to", optional: Iterable[str] = ()) -> Schema:
    """Return the schema of a table whose rows have an `end` and these properties."""
    return rows({end: UP_TO, **properties}, title="Tiers", optional=optional)


def reached(tiers: Sequence[Row], quantity: Fraction) -> Iterator[Reached]:
    """Yield the tiers that the quantity enters, with their shares of it. The first is entered by any quantity, even 0.

    A tier holds quantities up to and with its `up_to`. What is beyond a last tier with an end stays in that tier.
    """
    begins = Fraction(0)
    for number, row in enumerate(tiers, start=1):
        if number > 1 and quantity <= begins:
            return
        last = number == len(tiers) or row["up_to"] is None
        ends = quantity if last else min(quantity, Fraction(row["up_to"]))
        yield Reached(number, row, ends - begins)
        begins = ends if last else Fraction(row["up_to"])


def the_one_for(tiers: Sequence[Row], quantity: Fraction, *, end: str = "up_to") -> Reached:
    """Return the single tier that holds the whole quantity: the first that does not end below it, else the last."""
    for number, row in enumerate(tiers, start=1):
        if row[end] is None or quantity <= Fraction(row[end]):
            return Reached(number, row, quantity)
    return Reached(len(tiers), tiers[-1], quantity)


def check_ends(tiers: Sequence[Row], *, end: str = "up_to") -> Iterator[TermError]:
    """Yield what is wrong with the ends of tiers: each lies above the one before, and only the last has none."""
    before = Decimal(0)
    for index, row in enumerate(tiers):
        last = index == len(tiers) - 1
        if last != (row[end] is None):
            sentence = "The last tier has no end: send null." if last else "Only the last tier may have no end."
            yield TermError(f"/tiers/{index}/{end}", "open-end", sentence)
        elif row[end] is not None:
            if Decimal(row[end]) <= before:
                sentence = f"Each tier ends above the one before: send more than {before}."
                yield TermError(f"/tiers/{index}/{end}", "not-rising", sentence)
            before = max(before, Decimal(row[end]))
