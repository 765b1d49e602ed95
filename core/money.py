"""Amounts of money, the one rounding rule, and splitting without losing a cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

# ISO 4217: the currencies whose minor unit is not a hundredth.
_EXPONENTS = {
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0,
    "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "CLF": 4, "UYW": 4,
}  # fmt: skip


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met; nothing converts them silently."""


def exponent(currency: str) -> int:
    """Return how many decimals the minor unit of `currency` has (ISO 4217): EUR 2, JPY 0, BHD 3."""
    return _EXPONENTS.get(currency, 2)


def round_half_away(value: Fraction | Decimal | int) -> int:
    """Round to an integer, halves away from zero: 0.5 → 1, −0.5 → −1. No other rounding exists in this code."""
    exact = Fraction(value)
    magnitude = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return magnitude if exact >= 0 else -magnitude


def allocate(total: int, weights: Sequence[Fraction | int]) -> list[int]:
    """Split `total` minor units in proportion to `weights` by largest remainder, so that the parts add up to it.

    Ties go to the earlier part. Weights must not be negative; if all are zero the parts are equal weights.
    Raises ValueError when there is nobody to share with.
    """
    if not weights:
        raise ValueError("nothing to allocate to")
    if any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative")
    shares = [Fraction(weight) for weight in weights]
    whole = sum(shares)
    if whole == 0:
        shares, whole = [Fraction(1)] * len(weights), Fraction(len(weights))
    sign = -1 if total < 0 else 1
    exact = [abs(total) * share / whole for share in shares]
    parts = [part.numerator // part.denominator for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: abs(total) - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in integer minor units (cents for EUR) of one ISO 4217 currency."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | Fraction | int, currency: str) -> Self:
        """Return `amount` major units of `currency`, rounded half away from zero to its minor unit."""
        return cls(round_half_away(Fraction(amount) * 10 ** exponent(currency)), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, with exactly the currency's decimals."""
        # Written out, because arithmetic on decimals rounds to the precision of the caller's context.
        return Decimal(f"{self.minor}E-{exponent(self.currency)}")

    def __add__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not add up")
