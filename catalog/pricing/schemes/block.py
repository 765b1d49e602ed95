"""Blocks that are bought whole, cheaper or larger from tier to tier."""

import math
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from catalog.pricing.scheme import Counts, Part, Scheme
from catalog.pricing.terms import COUNT, QUANTITY, UNIT_PRICE, Terms, an_object, described, or_null, rows
from catalog.pricing.tiers import Reached
from catalog.pricing.usage import Usage


class Block(Scheme):
    """`{"mode": "all_tiers", "tiers": [{"block_size": "100", "max_blocks": 10, "price_per_block": "1.00"}, …]}`.

    A begun block counts in full. With `all_tiers` each tier sells its blocks before the next one begins; with
    `top_tier` the whole quantity is bought in the blocks, and at the price, of the tier that it reaches. The last tier
    sells on beyond its `max_blocks`.
    """

    code = "block"
    counts = Counts.UNITS
    schema = an_object(
        {
            "mode": {
                "type": "string",
                "enum": ["all_tiers", "top_tier"],
                "x-code": "unknown-value",
                "title": "Tiers",
                "description": "“all_tiers” fills one tier after the other, “top_tier” prices all in the one reached.",
            },
            "tiers": rows(
                {
                    "block_size": described(QUANTITY, title="Units in a block"),
                    "max_blocks": described(
                        or_null(COUNT),
                        title="Blocks",
                        description="How many blocks this tier sells, such as 10; null for as many as are needed.",
                    ),
                    "price_per_block": described(UNIT_PRICE, title="Price of a block"),
                },
                title="Tiers",
            ),
        }
    )

    def explain(self, terms: Terms, usage: Usage) -> list[Part]:
        """Return the blocks of each tier at its price."""
        sold = list(_sold(terms, usage.quantity))
        if terms["mode"] == "top_tier":
            number, row, _ = sold[-1]
            sold = [Reached(number, row, Fraction(_blocks(usage.quantity, row["block_size"])))]
        parts = [Part("units", blocks, Fraction(row["price_per_block"]), number) for number, row, blocks in sold]
        return [part for part in parts if part.quantity]

    def unit_price(self, terms: Terms) -> Decimal:
        """Return the price of a block of the first tier."""
        return Decimal(terms["tiers"][0]["price_per_block"])


def _sold(terms: Terms, quantity: Fraction) -> Iterator[Reached]:
    """Yield the tiers that are reached, with the blocks that each sells before the next one begins."""
    rest = quantity
    for number, row in enumerate(terms["tiers"], start=1):
        blocks = _blocks(rest, row["block_size"])
        most = row["max_blocks"]
        if most is None or blocks <= most or number == len(terms["tiers"]):
            yield Reached(number, row, Fraction(blocks))
            return
        yield Reached(number, row, Fraction(most))
        rest -= most * Fraction(row["block_size"])


def _blocks(quantity: Fraction, size: str) -> int:
    return math.ceil(quantity / Fraction(size))
