"""What the stars of an offer come to: how many, their average, how they are spread. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

from core.money import round_half_away

WORST, BEST = 1, 5
# Few reviews say little: an offer is placed as if so many more had each given the middle.
SUPPOSED, MIDDLE = 5, 3
STARS = tuple(range(WORST, BEST + 1))


@dataclass(frozen=True, slots=True)
class Rating:
    """How many reviews give each number of stars: `by_stars[0]` is how many give one star."""

    by_stars: tuple[int, ...]

    @classmethod
    def of(cls, given: Iterable[int]) -> Self:
        """Count stars, each from 1 to 5."""
        counts = [0] * len(STARS)
        for stars in given:
            counts[stars - WORST] += 1
        return cls(tuple(counts))

    @property
    def count(self) -> int:
        """How many reviews there are."""
        return sum(self.by_stars)

    @property
    def sum(self) -> int:
        """All stars together."""
        return sum(stars * number for stars, number in zip(STARS, self.by_stars, strict=True))

    @property
    def average(self) -> Decimal | None:
        """The average to one decimal, halves away from zero (3.25 is 3.3); None where nobody has rated."""
        if not self.count:
            return None
        return Decimal(f"{round_half_away(Fraction(10 * self.sum, self.count))}E-1")

    @property
    def damped(self) -> Fraction:
        """The average that offers are put in order by, as if `SUPPOSED` more reviews had given three stars.

        One review of five stars comes to 3⅓, forty of 4.8 on the average to 4.6; where nobody has rated it is 3.
        """
        return Fraction(self.sum + SUPPOSED * MIDDLE, self.count + SUPPOSED)

    @property
    def spread(self) -> list[tuple[int, int]]:
        """Each number of stars with how many give it, five stars first."""
        return list(zip(reversed(STARS), reversed(self.by_stars), strict=True))


NOBODY = Rating((0,) * len(STARS))
