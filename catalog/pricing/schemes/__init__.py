"""The register of pricing schemes: one pure file each, and one line here."""

from collections.abc import Mapping

from catalog.pricing.schemes.flat import Flat
from catalog.pricing.schemes.per_seat import PerSeat
from catalog.pricing.terms import Scheme

SCHEMES: Mapping[str, Scheme] = {scheme.code: scheme for scheme in (Flat(), PerSeat())}


def of(code: str) -> Scheme:
    """Return the scheme called `code`. Raises KeyError."""
    return SCHEMES[code]
