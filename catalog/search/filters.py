"""What a list can be narrowed to. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Facet(StrEnum):
    """What listings are counted by."""

    CATEGORY = "category"
    PARTNER = "partner"
    SCHEME = "scheme"
    PRICE = "price"


# The filters that choosing something in a facet sets.
OWN: Mapping[Facet, tuple[str, ...]] = {
    Facet.CATEGORY: ("category",),
    Facet.PARTNER: ("partner",),
    Facet.SCHEME: ("scheme",),
    Facet.PRICE: ("currency", "price_min", "price_max"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; prices are minor units of `currency` a month, both ends included.

    `shelves`: the categories of a channel, any of which will do.
    """

    category: str | None = None
    partner: str | None = None
    scheme: str | None = None
    currency: str | None = None
    interval: str | None = None
    price_min: int | None = None
    price_max: int | None = None
    shelves: tuple[str, ...] = ()

    def sql(self, params: dict[str, Any]) -> list[str]:
        """Return the conditions, and put their values into `params`."""
        conditions = {
            "category": "categories @> ARRAY[%(category)s]",
            "partner": "partner_slug = %(partner)s",
            "scheme": "%(scheme)s = ANY(schemes)",
            "currency": "currency = %(currency)s",
            "interval": "%(interval)s = ANY(intervals)",
            "price_min": "monthly_minor >= %(price_min)s",
            "price_max": "monthly_minor <= %(price_max)s",
        }
        given = {name: getattr(self, name) for name in conditions if getattr(self, name) is not None}
        params.update(given)
        found = [conditions[name] for name in given]
        if self.shelves:
            params["shelves"] = list(self.shelves)
            found.append("categories && %(shelves)s")
        return found

    def without(self, facet: Facet) -> "Filters":
        """Return the filters but those that were chosen in `facet`: what its own counts are narrowed to."""
        given: dict[str, Any] = dict.fromkeys(OWN[facet])
        return replace(self, **given)
