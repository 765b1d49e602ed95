"""A price for each combination of values: by region and size of a machine, say."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from catalog.pricing.scheme import Counts, Part, Scheme
from catalog.pricing.terms import UNIT_PRICE, TermError, Terms, an_object, described, rows
from catalog.pricing.usage import Usage

_WORD = {
    "type": "string",
    "pattern": r"^[a-z0-9][a-z0-9_.-]{0,39}$",
    "x-code": "not-a-word",
    "title": "Value",
    "description": "Small letters, digits, “.”, “_” and “-”, at most 40, such as “eu-west”.",
}
MOST_DIMENSIONS = 4


class Matrix(Scheme):
    """`{"dimensions": ["region"], "cells": [{"values": ["eu"], "unit_price": "2.00"}], "otherwise": "3.00"}`.

    A cell names a value for each dimension, in their order. What falls into no cell costs `otherwise`.
    """

    code = "matrix"
    counts = Counts.CELLS
    schema = an_object(
        {
            "dimensions": {
                "type": "array",
                "x-code": "not-a-list",
                "minItems": 1,
                "maxItems": MOST_DIMENSIONS,
                "title": "Dimensions",
                "description": f"A list of 1 to {MOST_DIMENSIONS} names, such as “region”.",
                "items": described(_WORD, title="Dimension"),
            },
            "cells": rows(
                {
                    "values": {
                        "type": "array",
                        "x-code": "not-a-list",
                        "minItems": 1,
                        "maxItems": MOST_DIMENSIONS,
                        "title": "Values",
                        "description": "A value for each dimension, in their order.",
                        "items": _WORD,
                    },
                    "unit_price": UNIT_PRICE,
                },
                title="Cells",
            ),
            "otherwise": described(UNIT_PRICE, title="Everything else"),
        }
    )

    def contradictions(self, terms: Terms) -> Iterable[TermError]:
        """Yield cells with too few or too many values, and such as stand twice."""
        seen: set[tuple[str, ...]] = set()
        for index, cell in enumerate(terms["cells"]):
            pointer, values = f"/cells/{index}/values", tuple(cell["values"])
            if len(values) != len(terms["dimensions"]):
                names = ", ".join(terms["dimensions"])
                yield TermError(pointer, "wrong-number", f"Send one value for each of: {names}.")
            if values in seen:
                yield TermError(pointer, "duplicate", "These values have a price already. Leave one of the two out.")
            seen.add(values)

    def explain(self, terms: Terms, usage: Usage) -> list[Part]:
        """Return the quantity of each cell at its price, in the order of the terms, then everything else."""
        left = dict(usage.cells)
        parts = [
            Part("units", left.pop(tuple(cell["values"]), Fraction(0)), Fraction(cell["unit_price"]), number)
            for number, cell in enumerate(terms["cells"], start=1)
        ]
        known = sum((part.quantity for part in parts), Fraction(0))
        parts.append(Part("units", usage.quantity - known, Fraction(terms["otherwise"])))
        return [part for part in parts if part.quantity]

    def unit_price(self, terms: Terms) -> Decimal:
        """Return the price of what costs least."""
        return min(Decimal(price) for price in [*(c["unit_price"] for c in terms["cells"]), terms["otherwise"]])
