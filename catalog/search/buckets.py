"""Price ranges, the same in every currency: minor units a month. Pure.

In yen, where the minor unit is the yen, and in euros, where it is the cent, these are prices people compare.
"""

from dataclasses import dataclass

from core.money import Money

EDGES = (500, 1_000, 2_000, 5_000, 10_000, 20_000)


@dataclass(frozen=True, slots=True)
class Bucket:
    """The prices from `least` on, up to `most` minor units of a currency; both ends included, None: no end."""

    currency: str
    least: int | None
    most: int | None

    @property
    def price_min(self) -> str:
        """The filter for the lower end; empty where there is none."""
        return "" if self.least is None else str(Money(self.least, self.currency).amount)

    @property
    def price_max(self) -> str:
        """The filter for the upper end; empty where there is none."""
        return "" if self.most is None else str(Money(self.most, self.currency).amount)


def bucket(currency: str, number: int) -> Bucket:
    """Return the `number`-th range, 0 for the cheapest: what width_bucket over `EDGES` says of a price."""
    least = EDGES[number - 1] if number else None
    return Bucket(currency, least, EDGES[number] - 1 if number < len(EDGES) else None)
