"""Priced in another unit than it is counted in: bytes are counted, gigabytes are priced."""

import math
from dataclasses import replace
from fractions import Fraction

from catalog.pricing.condition import Condition
from catalog.pricing.scheme import Counts
from catalog.pricing.terms import QUANTITY, Terms, an_object, described
from catalog.pricing.usage import Usage


class UnitConversion(Condition):
    """`{"divide_by": "1000", "rounding": "up"}`: a begun unit counts in full (`up`), or as the part it is (`none`)."""

    code = "unit_conversion"
    counts = frozenset({Counts.UNITS})
    schema = an_object(
        {
            "divide_by": described(QUANTITY, title="Counted units in a priced one"),
            "rounding": {
                "type": "string",
                "enum": ["up", "none"],
                "x-code": "unknown-value",
                "title": "A begun unit",
                "description": "“up” counts a begun unit in full, “none” as the part that it is.",
            },
        }
    )

    def billable(self, terms: Terms, usage: Usage) -> Usage:
        """Return the quantity in priced units."""
        converted = usage.quantity / Fraction(terms["divide_by"])
        return replace(usage, quantity=Fraction(math.ceil(converted)) if terms["rounding"] == "up" else converted)
