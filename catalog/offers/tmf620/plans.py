"""Plans read from ProductOfferingPrice. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from catalog.offers.rules import PLAN_CODE
from catalog.offers.tmf620.nodes import Findings, Node
from catalog.offers.tmf620.spans import begun
from catalog.offers.tmf620.values import BOUNDS, PLAN, SEAT, SET_UP, TERMS_IN, measure, shown_price
from catalog.pricing import schemes
from catalog.pricing.checks import check_price

NOT_KEPT = ("href", "lastUpdate", "lifecycleStatus", "version", "description")
TYPES = ("ProductOfferingPrice", "GuichetProductOfferingPrice")
PRIVACY = {"visibility": "visibility", "standsInFor": "stands_in_for"}
_Values = dict[str, list[Any]]


@dataclass(slots=True)
class Priced:
    """One ProductOfferingPrice. `fields` is what a plan is made of; `fee` is asked once and has nothing else."""

    node: Node
    id: str
    name: str
    code: str
    currency: str
    fields: dict[str, Any] = field(default_factory=dict)
    privacy: dict[str, str] = field(default_factory=dict)
    fee: str | None = None
    fee_ids: list[str] = field(default_factory=list)


def plans_of(nodes: Sequence[Node], findings: Findings, *, at: datetime) -> list[Priced]:
    """Return the plans, each with the set-up fee that belongs to it, and note whatever a plan cannot say."""
    read = [_price(node, at=at) for node in nodes]
    plans = [one for one in read if one.fee is None]
    _name(plans)
    for fee in (one for one in read if one.fee is not None):
        _attach(fee, plans)
    known = {one.id for one in read if one.fee is not None}
    for plan in plans:
        if {*plan.fee_ids} - known:
            plan.node.refuse("popRelationship", "unknown-reference", "There is no such price that is asked once.")
    if not findings.errors:
        for plan in plans:
            _check(plan)
    return plans


def uses(node: Node, name: str) -> _Values:
    """Return the values of each characteristic of a list, by its name."""
    found: _Values = {}
    for one in node.nodes(name):
        called = one.typed("ProductSpecificationCharacteristicValueUse", "ProductSpecificationCharacteristic").text(
            "name", required=True
        )
        for told in ("valueType", "minCardinality", "maxCardinality", "configurable"):
            one.take(told)
        values = []
        for value in one.nodes("productSpecCharacteristicValue"):
            value.typed("CharacteristicValueSpecification").take("valueType")
            values.append(value.take("value"))
            value.close(not_kept=("isDefault",))
        if called in found:
            one.refuse("name", "duplicate", "It stands here twice.")
        found[called] = values
        one.close(not_kept=("id", "description"))
    return found


def _price(node: Node, *, at: datetime) -> Priced:
    node.typed(*TYPES)
    kind = node.text("priceType", required=True)
    if node.take("isBundle"):
        node.refuse("isBundle", "not-expressible", "A price stands for itself. Send each as one of its own.")
    begun(node, at=at)
    said = uses(node, "prodSpecCharValueUse")
    code = [value for value in said.pop(PLAN, []) if isinstance(value, str)]
    value, currency = _money(node)
    found = Priced(node, node.text("id"), node.text("name"), code[0] if len(code) == 1 else "", currency)
    if kind == "oneTime":
        found.fee = value
        if said:
            node.refuse("prodSpecCharValueUse", "not-expressible", "A fee that is asked once has a price and no terms.")
    elif kind in ("recurring", "usage"):
        found.fields = _rule(node, said, value, currency, measured=kind == "usage")
        found.privacy = {name: node.text(attribute) for attribute, name in PRIVACY.items() if node.has(attribute)}
        found.fee_ids = [_fee_id(one) for one in node.nodes("popRelationship")]
    elif kind:
        node.refuse("priceType", "not-expressible", "Use recurring, usage or oneTime.")
    node.close(not_kept=NOT_KEPT)
    return found


def _rule(node: Node, said: _Values, value: str, currency: str, *, measured: bool) -> dict[str, Any]:
    """Return what a plan's price is made of."""
    length = node.digits("recurringChargePeriodLength")
    if length is not None and Decimal(length) != 1:
        node.refuse("recurringChargePeriodLength", "not-expressible", "A price is for one month or one year: send 1.")
    counted = node.node("unitOfMeasure")
    size = counted.digits("amount") if counted else None
    units = counted.text("units", required=True) if counted else ""
    if counted:
        counted.close()
    scheme, terms = _scheme(node, said, value, units)
    meter = node.take("usageMeter")
    if measured != (meter is not None):
        sentence = "A price of the type usage, and no other, says how usage is measured: {“aggregation”: “sum”, …}."
        node.refuse("usageMeter", "required", sentence)
    _agrees(node, scheme, terms, value=value, size=size, units=units)
    return {
        "scheme": scheme,
        "currency": currency,
        "interval": node.text("recurringChargePeriodType", required=True),
        "terms": terms,
        "unit": "" if scheme in ("flat", "per_seat") else units,
        "meter": meter,
        "conditions": _conditions(node, currency),
    }


def _scheme(node: Node, said: _Values, value: str, units: str) -> tuple[str, dict[str, Any]]:
    """Return the scheme and its terms: of the algorithm that is named, or of the price alone."""
    algorithms = node.nodes("pricingLogicAlgorithm")
    named = [one.typed("PricingLogicAlgorithm").text("id", required=True) for one in algorithms]
    for one in algorithms:
        for name in ("name", "plaSpecId"):
            one.take(name)
        one.close(not_kept=("href", "description"))
    if len(named) > 1:
        node.refuse("pricingLogicAlgorithm", "not-expressible", "One algorithm computes a price. Send one.")
    if not named:
        if said:
            sentence = "Say by which pricingLogicAlgorithm these values make a price, such as “graduated”."
            node.refuse("prodSpecCharValueUse", "not-expressible", sentence)
        return ("per_seat" if units == SEAT else "per_unit" if units else "flat"), {"amount": value}
    known = schemes.SCHEMES.get(named[0])
    if known is None:
        algorithms[0].refuse("id", "unknown-scheme", f"Known here: {', '.join(sorted(schemes.SCHEMES))}.")
        return "", {}
    kinds = {name: schema["type"] for name, schema in known.schema["properties"].items()}
    terms = {
        name: values if kinds.get(name) == "array" else values[0] if len(values) == 1 else values
        for name, values in said.items()
    }
    return named[0], terms


def _agrees(node: Node, scheme: str, terms: Mapping[str, Any], *, value: str, size: str | None, units: str) -> None:
    """Refuse a price, measure or percentage that says something else than the terms do."""
    percentage = node.digits("percentage")
    if scheme not in schemes.SCHEMES or schemes.of(scheme).check(terms):
        return
    if Decimal(value) != shown_price(scheme, terms):
        node.refuse("price", "contradiction", f"By its terms it is {shown_price(scheme, terms):f}.")
    counted = measure(scheme, terms, units)
    if size is not None and Decimal(size) != (counted[0] if counted else 1):
        node.refuse(
            "unitOfMeasure", "not-expressible", f"By its terms the price is for {counted[0] if counted else 1:f}."
        )
    if units and counted is None:
        node.refuse("unitOfMeasure", "contradiction", f"A price by {scheme} counts no units. Leave it out.")
    if scheme == "per_seat" and units != SEAT:
        node.refuse("unitOfMeasure", "contradiction", f"Seats are counted: send “{SEAT}”.")
    if percentage is not None and (scheme != "percentage" or Decimal(percentage) != Decimal(terms["rate_percent"])):
        node.refuse("percentage", "contradiction", "By its terms it is another one. Leave it out.")


def _conditions(node: Node, currency: str) -> dict[str, Any]:
    found = _lengths(node) | _bounds(node, currency)
    if included := node.node("includedQuantity"):
        found["included_units"] = {"quantity": included.digits("amount", required=True)}
        included.close()
    if conversion := node.node("unitConversion"):
        found["unit_conversion"] = {
            "divide_by": conversion.digits("divideBy", required=True),
            "rounding": conversion.take("rounding"),
        }
        conversion.close()
    parts = node.take("instalments")
    if parts is not None:
        found["paid_monthly"] = {}
        if parts != 12:  # noqa: PLR2004 - months in a year
            node.refuse("instalments", "not-expressible", "A yearly price is paid at once, or in 12 parts.")
    return found


def _lengths(node: Node) -> dict[str, Any]:
    """Return the conditions that are a length of time."""
    found: dict[str, Any] = {}
    for one in node.nodes("productOfferingTerm"):
        name, length = one.text("name", required=True), one.node("duration")
        amount = length.take("amount") if length else None
        units = length.text("units") if length else ""
        member, unit = TERMS_IN.get(name, ("", ""))
        if not member or name in found:
            one.refuse("name", "not-expressible", f"Send each of these at most once: {', '.join(TERMS_IN)}.")
        elif units != unit:
            one.refuse("duration", "not-expressible", f"A {name} is told in the unit “{unit}”.")
        found[name] = {member: amount}
        one.close(not_kept=("description",))
    return found


def _bounds(node: Node, currency: str) -> dict[str, Any]:
    """Return the conditions that are a bound for each period."""
    found: dict[str, Any] = {}
    for one in node.nodes("constraint"):
        code = one.typed("ConstraintRef", "GuichetPriceConstraint").text("id", required=True)
        one.take("name")
        amount, other = _money(one)
        if code not in BOUNDS or code in found or other != currency:
            one.refuse("id", "not-expressible", f"Send each of {', '.join(BOUNDS)} at most once, in {currency}.")
        found[code] = {"amount": amount}
        one.close()
    return found


def _money(node: Node) -> tuple[str, str]:
    money = node.node("price")
    if money is None:
        node.refuse("price", "required", "Send “price”, such as {“unit”: “EUR”, “value”: 12.50}.")
        return "0", ""
    value, currency = money.digits("value", required=True), money.text("unit", required=True)
    money.typed("Money").close()
    return value or "0", currency


def _fee_id(node: Node) -> str:
    if node.typed("ProductOfferingPriceRelationship").text("relationshipType") != SET_UP:
        node.refuse("relationshipType", "not-expressible", f"Prices are related by “{SET_UP}” only.")
    found = node.text("id", required=True)
    node.close(not_kept=("name", "href", "role"))
    return found


def _name(plans: Iterable[Priced]) -> None:
    """Give a code to plans that came without one: their name in small letters, or “plan”, with a number if taken."""
    plans = list(plans)
    taken = {plan.code for plan in plans if plan.code}
    for plan in plans:
        stem = plan.code or re.sub(r"[^a-z0-9]+", "-", plan.name.lower()).strip("-")[: PLAN_CODE - 3] or "plan"
        number, code = 1, stem
        while not plan.code and code in taken:
            number, code = number + 1, f"{stem}-{number + 1}"
        plan.code = code
        taken.add(code)


def _attach(fee: Priced, plans: Sequence[Priced]) -> None:
    """Let a fee be that of the plan which refers to it, or has the same code, or is the only one."""
    owners = (
        [plan for plan in plans if fee.id and fee.id in plan.fee_ids]
        or [plan for plan in plans if fee.code and plan.code == fee.code]
        or (list(plans) if len(plans) == 1 and not fee.code else [])
    )
    if len(owners) != 1 or "setup_fee" in owners[0].fields["conditions"] or owners[0].currency != fee.currency:
        sentence = (
            "A plan has one fee at most that is asked once, in its own currency. Say whose it is by popRelationship."
        )
        fee.node.refuse("", "not-expressible", sentence)
    else:
        owners[0].fields["conditions"]["setup_fee"] = {"amount": fee.fee}


def _check(plan: Priced) -> None:
    for error in check_price(**plan.fields):
        plan.node.refuse("", error.code, f"{error.pointer}: {error.detail}")
