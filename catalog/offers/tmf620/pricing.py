"""Plans as ProductOfferingPrice. Pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from catalog.offers.rules import PUBLIC
from catalog.offers.tmf620.values import (
    BOUNDS,
    PLAN,
    SET_UP,
    TERMS_IN,
    SoldPlan,
    instant,
    is_said_by_price,
    measure,
    shown_price,
    typed,
)
from catalog.pricing.rule import Rule


def prices_of(plan: SoldPlan, *, offer: str, base_url: str) -> Iterator[dict[str, Any]]:
    """Yield the price of a plan, and the set-up fee as one of its own that is asked once."""
    rule = plan.rule
    fee = rule.conditions.get("setup_fee")
    fee_id = f"{plan.id}-set-up"
    extension = _extension(rule) | _privacy(plan)
    shown: dict[str, Any] = {
        "id": plan.id,
        "href": f"{base_url}/api/v1/offers/{offer}/plans/{plan.id}",
        "name": plan.name,
        "isBundle": False,
        "priceType": "recurring" if rule.meter is None else "usage",
        "recurringChargePeriodType": rule.interval.value,
        "recurringChargePeriodLength": 1,
        "price": _money(shown_price(rule.scheme, rule.terms), rule.currency),
        "validFor": {"startDateTime": instant(plan.created_at)},
        "prodSpecCharValueUse": [value_use(PLAN, [plan.code]), *_terms(rule)],
    }
    counted = measure(rule.scheme, rule.terms, rule.unit)
    if counted:
        shown["unitOfMeasure"] = {"amount": counted[0], "units": counted[1]}
    if rule.scheme == "percentage":
        shown["percentage"] = Decimal(rule.terms["rate_percent"])
    if not is_said_by_price(rule):
        shown["pricingLogicAlgorithm"] = [
            {"id": rule.scheme, "name": rule.scheme, "plaSpecId": rule.scheme, **typed("PricingLogicAlgorithm")}
        ]
    lengths = [
        {"name": code, "duration": {"amount": rule.conditions[code][member], "units": unit}}
        for code, (member, unit) in TERMS_IN.items()
        if code in rule.conditions
    ]
    if lengths:
        shown["productOfferingTerm"] = lengths
    bounds = [_bound(code, rule, base_url) for code in BOUNDS if code in rule.conditions]
    if bounds:
        shown["constraint"] = bounds
    if fee:
        shown["popRelationship"] = [
            {"id": fee_id, "relationshipType": SET_UP, **typed("ProductOfferingPriceRelationship")}
        ]
    name = "GuichetProductOfferingPrice" if extension else ""
    yield {**shown, **extension, **typed("ProductOfferingPrice", name, base_url=base_url)}
    if fee:
        yield {
            "id": fee_id,
            "name": plan.name,
            "isBundle": False,
            "priceType": "oneTime",
            "price": _money(Decimal(fee["amount"]), rule.currency),
            "prodSpecCharValueUse": [value_use(PLAN, [plan.code])],
            **typed("ProductOfferingPrice"),
        }


def value_use(name: str, values: Sequence[Any]) -> dict[str, Any]:
    """Return a characteristic with the values that it takes here."""
    kinds = {"str": "string", "int": "integer", "dict": "object"}
    kind = kinds[type(values[0]).__name__]
    return {
        "name": name,
        "valueType": kind,
        "minCardinality": 1,
        "maxCardinality": len(values),
        "productSpecCharacteristicValue": [{"valueType": kind, "value": value} for value in values],
    }


def _terms(rule: Rule) -> list[dict[str, Any]]:
    """Return the terms of a scheme that has an algorithm: a table as one value for each row."""
    if is_said_by_price(rule):
        return []
    return [value_use(name, value if isinstance(value, list) else [value]) for name, value in rule.terms.items()]


def _extension(rule: Rule) -> dict[str, Any]:
    """Return what TMF has no attribute for."""
    said: dict[str, Any] = {}
    if rule.meter is not None:
        said["usageMeter"] = dict(rule.meter)
    if "included_units" in rule.conditions:
        said["includedQuantity"] = {"amount": Decimal(rule.conditions["included_units"]["quantity"])}
    if "unit_conversion" in rule.conditions:
        terms = rule.conditions["unit_conversion"]
        said["unitConversion"] = {"divideBy": Decimal(terms["divide_by"]), "rounding": terms["rounding"]}
    if "paid_monthly" in rule.conditions:
        said["instalments"] = 12
    return said


def _privacy(plan: SoldPlan) -> dict[str, Any]:
    said = {"visibility": plan.visibility} if plan.visibility != PUBLIC else {}
    return said | ({"standsInFor": plan.stands_in_for} if plan.stands_in_for else {})


def _bound(code: str, rule: Rule, base_url: str) -> dict[str, Any]:
    return {
        "id": code,
        "name": code,
        "price": _money(Decimal(rule.conditions[code]["amount"]), rule.currency),
        **typed("ConstraintRef", "GuichetPriceConstraint", base_url=base_url),
    }


def _money(value: Decimal, currency: str) -> dict[str, Any]:
    return {"unit": currency, "value": value}
