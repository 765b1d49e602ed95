"""What a version says as facts for the checks and conditions of requirements: plain values. Pure."""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from catalog.listings.content import Content, kind_of
from catalog.pricing import schemes
from core.money import exponent
from core.periods import Interval
from partners.vetting.checks.languages import language_of

MONTHS = {Interval.MONTH: 1, Interval.YEAR: 12}


def facts_of(said: Content, charged: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the facts of a version. `charged`: what its plans cost by themselves, with the names of `PlanContent`.

    It is not said which language a text is in: it is in the one that it seems to be in.
    """
    description = said["description"].strip()
    return {
        "name": said["name"],
        "summary": said["summary"],
        "description": said["description"],
        "website": said["website"],
        "categories": list(said["categories"]),
        **{field: list(said.get(field, ())) for field in ("tags", "integrations", "data_classes", "data_locations")},
        "offer_kind": kind_of(said),
        "logo": said.get("logo") or {},
        "screenshots": [dict(shot) for shot in said.get("screenshots", ())],
        "video_url": said.get("video_url", ""),
        "texts": _texts(said, description),
        "listing_prices": [_row(plan) for plan in said["plans"]],
        "plan_prices": [_row(plan) for plan in charged],
        "price": max((_monthly(plan) for plan in said["plans"]), default=0),
    }


def _texts(said: Content, description: str) -> dict[str, str]:
    """Return the descriptions by language; a translation is in the language that it is given for."""
    translated = {language: texts.get("description", "") for language, texts in said.get("translations", {}).items()}
    own = {language_of(description) or "en": description} if description else {}
    return own | {language: text.strip() for language, text in translated.items() if text.strip()}


def _row(plan: Mapping[str, Any]) -> dict[str, str]:
    return {
        "plan": plan["code"],
        "amount": f"{_unit_price(plan).normalize():f}",
        "currency": plan["currency"],
        "interval": plan["interval"],
    }


def _unit_price(plan: Mapping[str, Any]) -> Decimal:
    return schemes.of(plan["scheme"]).unit_price(plan["terms"])


def _monthly(plan: Mapping[str, Any]) -> int:
    """Return what one unit of the plan costs a month in minor units, rounded up: what costs something is above 0."""
    minor = _unit_price(plan).scaleb(exponent(plan["currency"]))
    return math.ceil(minor / MONTHS[Interval(plan["interval"])])
