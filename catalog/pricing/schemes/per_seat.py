"""So much for each seat and interval."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from catalog.pricing.terms import (
    UNIT_PRICE_SCHEMA,
    Part,
    Quantity,
    TermError,
    Terms,
    check_object,
    check_unit_price,
    counted,
)


class PerSeat:
    """`{"amount": "4.00"}`: that much for each seat and interval. No seats cost nothing."""

    code = "per_seat"
    unit: str | None = "seat"
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {"amount": UNIT_PRICE_SCHEMA},
        "required": ["amount"],
        "additionalProperties": False,
    }

    def check(self, terms: Any) -> list[TermError]:  # noqa: ANN401
        """Return what is wrong with the terms."""
        return check_object(terms, required=["amount"]) or check_unit_price(terms["amount"], "/amount")

    def amount(self, terms: Terms, quantity: Quantity) -> Fraction:
        """Return price times seats."""
        return Fraction(terms["amount"]) * counted(quantity)

    def explain(self, terms: Terms, quantity: Quantity) -> list[Part]:
        """Return one part: the seats at their price; none for no seats."""
        seats = counted(quantity)
        unit_price = Fraction(terms["amount"])
        return [Part("units", seats, unit_price, seats * unit_price)] if seats else []

    def unit_price(self, terms: Terms) -> Decimal:
        """Return the price of one seat."""
        return Decimal(terms["amount"])
