"""Words that every pricing scheme speaks: errors in terms, parts of an explanation, unit prices. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, Protocol

Terms = Mapping[str, Any]
Quantity = int | Decimal | Fraction

# NUMERIC(24, 12): twelve digits before the point and twelve behind it, ASCII only, one way to write each digit.
UNIT_PRICE_PATTERN = r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?$"
_UNIT_PRICE = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?", re.ASCII)

UNIT_PRICE_SCHEMA = {
    "type": "string",
    "pattern": UNIT_PRICE_PATTERN,
    "description": "Major units as a string of digits, such as “12.50”; up to 12 decimals, not negative.",
}


@dataclass(frozen=True, slots=True)
class TermError:
    """What is wrong with one value of the terms; `pointer` is its JSON pointer inside them."""

    pointer: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Part:
    """One addend of an amount: so many units at so much, in exact major units."""

    kind: Literal["fixed", "units"]
    quantity: Fraction
    unit_price: Fraction
    amount: Fraction


class Scheme(Protocol):
    """What a file in `schemes/` offers. All of it is pure and total for terms that `check` finds nothing wrong with.

    `code` names the scheme; `unit` is what a quantity counts ("seat"), or None where the amount is the same for every
    quantity; `schema` is the JSON Schema of the terms.
    """

    code: str
    unit: str | None
    schema: dict[str, Any]

    def check(self, terms: Any) -> list[TermError]:  # noqa: ANN401 - whatever somebody sent
        """Return what is wrong with the terms; nothing, if they can be used."""
        ...

    def amount(self, terms: Terms, quantity: Quantity) -> Fraction:
        """Return the price of `quantity` units for one interval, in exact major units, not rounded.

        Raises ValueError for a negative quantity.
        """
        ...

    def explain(self, terms: Terms, quantity: Quantity) -> list[Part]:
        """Return the parts that add up to `amount(terms, quantity)`. Raises ValueError for a negative quantity."""
        ...

    def unit_price(self, terms: Terms) -> Decimal:
        """Return the price that is shown first: of one unit, or the fixed amount, in major units."""
        ...


def check_object(terms: Any, *, required: Sequence[str]) -> list[TermError]:  # noqa: ANN401
    """Return what is wrong with the shape of the terms: an object with exactly the members of `required`."""
    if not isinstance(terms, Mapping):
        return [TermError("", "not-an-object", "Send the terms as an object, such as {“amount”: “12.50”}.")]
    missing = [TermError(f"/{name}", "required", f"Send “{name}”.") for name in required if name not in terms]
    unknown = [
        TermError(f"/{_escape(str(name))}", "unknown-field", f"Leave it out; known here: {', '.join(required)}.")
        for name in terms
        if name not in required
    ]
    return missing + unknown


def check_unit_price(value: Any, pointer: str) -> list[TermError]:  # noqa: ANN401
    """Return what is wrong with a unit price: a string, ASCII digits, not negative, at most 12 + 12 digits."""
    if isinstance(value, str) and _UNIT_PRICE.fullmatch(value):
        return []
    sentence = (
        "Send a price as a string of ASCII digits with a point, such as “12.50”: not negative,"
        " at most 12 digits before the point and 12 behind it."
    )
    return [TermError(pointer, "not-a-price", sentence)]


def counted(quantity: Quantity) -> Fraction:
    """Return the quantity as an exact number. Raises ValueError when it is negative."""
    exact = Fraction(quantity)
    if exact < 0:
        raise ValueError(f"a quantity cannot be negative: {quantity}")
    return exact


def _escape(name: str) -> str:
    return name[:80].replace("~", "~0").replace("/", "~1")
