"""What a price says, as plain values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NotRequired, Self, TypedDict, cast

from catalog.pricing.terms import Terms
from core.periods import Interval

# The fields by which two prices are the same or not, in the order in which a person would name them.
PRICED_BY = ("scheme", "currency", "interval", "terms", "unit", "meter", "conditions")


class PriceTerms(TypedDict):
    """What a price is made of, as somebody sent it."""

    scheme: str
    currency: str
    interval: str
    terms: dict[str, Any]
    unit: NotRequired[str]
    meter: NotRequired[dict[str, Any] | None]
    conditions: NotRequired[dict[str, Any]]


def price_terms(said: Mapping[str, Any]) -> PriceTerms:
    """Return what of these values a price is made of."""
    return cast("PriceTerms", {field: said[field] for field in PRICED_BY if field in said})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The terms of a scheme, and what they are asked for.

    `unit` says what a quantity counts, such as “GB”. `meter` says how it is measured; it is None where the quantity is
    ordered. `conditions` are the terms of each condition by its code.
    """

    scheme: str
    terms: Terms
    currency: str
    interval: Interval = Interval.MONTH
    unit: str = ""
    meter: Mapping[str, Any] | None = None
    conditions: Mapping[str, Terms] = field(default_factory=dict)

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """Return the price that is written in these fields; `unit`, `meter` and `conditions` may be missing."""
        return cls(
            scheme=said["scheme"],
            terms=said["terms"],
            currency=said["currency"],
            interval=Interval(said["interval"]),
            unit=said.get("unit") or "",
            meter=said.get("meter"),
            conditions=said.get("conditions") or {},
        )

    def said(self) -> dict[str, Any]:
        """Return the price as JSON writes it; equal prices are equal."""
        return {
            "scheme": self.scheme,
            "currency": self.currency,
            "interval": self.interval.value,
            "terms": dict(self.terms),
            "unit": self.unit,
            "meter": None if self.meter is None else dict(self.meter),
            "conditions": dict(self.conditions),
        }
