"""The register of pricing schemes: one pure file each, and one line here."""

from collections.abc import Mapping

from catalog.pricing.scheme import Scheme
from catalog.pricing.schemes.block import Block
from catalog.pricing.schemes.capacity import Capacity
from catalog.pricing.schemes.dynamic import Dynamic
from catalog.pricing.schemes.flat import Flat
from catalog.pricing.schemes.graduated import Graduated
from catalog.pricing.schemes.graduated_percentage import GraduatedPercentage
from catalog.pricing.schemes.matrix import Matrix
from catalog.pricing.schemes.package import Package
from catalog.pricing.schemes.per_seat import PerSeat
from catalog.pricing.schemes.per_unit import PerUnit
from catalog.pricing.schemes.percentage import Percentage
from catalog.pricing.schemes.volume import Volume

SCHEMES: Mapping[str, Scheme] = {
    scheme.code: scheme
    for scheme in (
        Flat(),
        PerSeat(),
        PerUnit(),
        Graduated(),
        Volume(),
        Package(),
        Block(),
        Capacity(),
        Percentage(),
        GraduatedPercentage(),
        Dynamic(),
        Matrix(),
    )
}


def of(code: str) -> Scheme:
    """Return the scheme called `code`. Raises KeyError."""
    return SCHEMES[code]
