"""Packages: so much for each begun hundred, or each full one."""

import math
from decimal import Decimal
from fractions import Fraction

from catalog.pricing.scheme import Counts, Part, Scheme
from catalog.pricing.terms import QUANTITY, UNIT_PRICE, Terms, an_object, described
from catalog.pricing.usage import Usage


class Package(Scheme):
    """`{"package_size": "100", "package_price": "5.00", "free_units": "20", "rounding": "up"}`.

    The free units come off first. A begun package counts in full (`up`, the default) or not at all (`down`).
    """

    code = "package"
    counts = Counts.UNITS
    schema = an_object(
        {
            "package_size": described(QUANTITY, title="Units in a package"),
            "package_price": described(UNIT_PRICE, title="Price of a package"),
            "free_units": described(QUANTITY, title="Free units"),
            "rounding": {
                "type": "string",
                "enum": ["up", "down"],
                "x-code": "unknown-value",
                "title": "A begun package",
                "description": "“up” counts a begun package in full, “down” does not count it.",
            },
        },
        optional=["free_units", "rounding"],
    )

    def explain(self, terms: Terms, usage: Usage) -> list[Part]:
        """Return one part: the packages at their price; none for no package."""
        paid = max(Fraction(0), usage.quantity - Fraction(terms.get("free_units", "0")))
        whole = math.floor if terms.get("rounding") == "down" else math.ceil
        packages = whole(paid / Fraction(terms["package_size"]))
        return [Part("units", Fraction(packages), Fraction(terms["package_price"]))] if packages else []

    def unit_price(self, terms: Terms) -> Decimal:
        """Return the price of one package."""
        return Decimal(terms["package_price"])
