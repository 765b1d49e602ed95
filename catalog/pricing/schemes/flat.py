"""A fixed amount for each interval, whatever the quantity."""

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


class Flat:
    """`{"amount": "12.50"}`: that much for each interval. Quantity 0 still costs the fixed amount."""

    code = "flat"
    unit: str | None = None
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
        """Return the fixed amount."""
        counted(quantity)
        return Fraction(terms["amount"])

    def explain(self, terms: Terms, quantity: Quantity) -> list[Part]:
        """Return one part: the fixed amount, once."""
        amount = self.amount(terms, quantity)
        return [Part("fixed", Fraction(1), amount, amount)]

    def unit_price(self, terms: Terms) -> Decimal:
        """Return the fixed amount."""
        return Decimal(terms["amount"])
