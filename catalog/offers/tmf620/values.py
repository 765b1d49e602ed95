"""What an offer and its plans are, as plain values, and the words that both ways share. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from catalog.offers.compatibility import Contract
from catalog.offers.rules import PUBLIC
from catalog.pricing import schemes
from catalog.pricing.rule import Rule
from catalog.pricing.scheme import Counts

SCHEMA_ADDRESS = "/api/v1/tmf620-schema"
# The characteristic that says which plan a price is for, and those of the product that TMF has no attribute for.
PLAN, KIND, WEBSITE, VIDEO, SOURCE_NOTE, DATA_CLASSES = "plan", "kind", "website", "video", "sourceNote", "dataClasses"
TAGS, INTEGRATIONS, DATA_LOCATIONS = "tags", "integrations", "dataLocations"
SEAT = "seat"
# Schemes that price, unit and unit of measure say completely; every other one is named as a pricing logic algorithm.
SAID_BY_PRICE = ("flat", "per_seat", "per_unit")
SET_UP = "setUpFee"
COMPLEMENT, DEPENDENCY, EXCLUSIVITY = "complement", "dependency", "exclusivity"
# What TMF says of a term, by our condition and the member of its terms.
TERMS_IN = {"trial": ("days", "day"), "commitment": ("months", "month")}
BOUNDS = ("minimum", "maximum")


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldPlan:
    """A plan with its price. `other_prices` has it for currencies, channels or times of their own."""

    id: str
    code: str
    name: str
    rule: Rule
    created_at: datetime
    other_prices: int = 0
    visibility: str = PUBLIC
    stands_in_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture on this site: the logo, or a screenshot with its words."""

    kind: str
    path: str
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """An offer as its draft says it."""

    id: str
    brand: str
    name: str
    summary: str
    description: str
    website: str
    source_note: str
    categories: tuple[str, ...]
    data_classes: tuple[str, ...]
    kind: str
    contract: Contract
    version: int
    created_at: datetime
    plans: tuple[SoldPlan, ...]
    video_url: str = ""
    tags: tuple[str, ...] = ()
    integrations: tuple[str, ...] = ()
    data_locations: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    translated_into: tuple[str, ...] = ()


def typed(base: str, extension: str = "", *, base_url: str = "") -> dict[str, str]:
    """Return what TMF's polymorphism says of an object: its type, and for one of ours the base and the schema."""
    if not extension:
        return {"@type": base}
    return {
        "@type": extension,
        "@baseType": base,
        "@schemaLocation": f"{base_url}{SCHEMA_ADDRESS}#/$defs/{extension}",
    }


def instant(at: datetime) -> str:
    """Return an instant as JSON writes it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def shown_price(scheme: str, terms: Mapping[str, Any]) -> Decimal:
    """Return what stands as the price: of one unit of measure, or the fixed amount."""
    return schemes.of(scheme).unit_price(terms)


def measure(scheme: str, terms: Mapping[str, Any], unit: str) -> tuple[Decimal, str] | None:
    """Return the quantity that the price is for, and what is counted; None where nothing is."""
    match schemes.of(scheme).counts:
        case Counts.SEATS:
            return Decimal(1), SEAT
        case Counts.UNITS:
            size = terms.get("package_size") or (terms["tiers"][0].get("block_size") if "tiers" in terms else None)
            return Decimal(size or 1), unit
        case _:
            return None


def is_said_by_price(rule: Rule) -> bool:
    """Whether a price needs no algorithm. Units called “seat” would be taken for seats, which are never measured."""
    return rule.scheme in SAID_BY_PRICE and not (rule.scheme == "per_unit" and rule.unit == SEAT)
