"""Discounts: percentages first, then fixed amounts, never below zero, and no cent lost when they are spread. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from core.money import allocate, round_half_away


@dataclass(frozen=True, slots=True)
class Discount:
    """A percentage of what is left, or a fixed amount in minor units."""

    kind: Literal["percent", "fixed"]
    value: Fraction


def stacked(subtotal: int, discounts: Iterable[Discount]) -> int:
    """Return in minor units what the discounts take off a subtotal, at most all of it.

    Each percentage is of what the ones before it left; it is rounded once, after the last, so that their order does
    not matter. Fixed amounts follow, capped at what is left.
    """
    known = list(discounts)
    left = Fraction(subtotal)
    for discount in known:
        if discount.kind == "percent":
            left -= left * min(discount.value, Fraction(100)) / 100
    after_percentages = round_half_away(left)
    fixed = sum((discount.value for discount in known if discount.kind == "fixed"), Fraction(0))
    return subtotal - max(0, after_percentages - round_half_away(fixed))


def spread(lines: Sequence[int], discount: int) -> list[int]:
    """Return what is left of each line (minor units) when a discount, capped at their sum, is spread over them.

    Shares are by largest remainder in proportion to the lines, so that they add up to the discount.
    """
    capped = min(discount, sum(lines))
    return [line - share for line, share in zip(lines, allocate(capped, lines), strict=True)] if lines else []
