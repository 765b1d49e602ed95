"""An offer read from ProductOffering, ProductOfferingPrice and ProductSpecification. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from catalog.offers.compatibility import contract_errors
from catalog.offers.compatibility.contract import ALL, FREE
from catalog.offers.rules import (
    ADD_ON,
    MOST_PLANS,
    PRIVATE,
    PRODUCT,
    PUBLIC,
    PlanDraft,
    offer_errors,
    plan_errors,
)
from catalog.offers.tmf620.nodes import Findings, Node
from catalog.offers.tmf620.plans import PRIVACY, Priced, plans_of, uses
from catalog.offers.tmf620.spans import begun
from catalog.offers.tmf620.values import (
    COMPLEMENT,
    DATA_CLASSES,
    DATA_LOCATIONS,
    DEPENDENCY,
    EXCLUSIVITY,
    INTEGRATIONS,
    KIND,
    PLAN,
    SOURCE_NOTE,
    TAGS,
    VIDEO,
    WEBSITE,
)
from catalog.pricing.terms import TermError

OFFERING, PRICES, SPECIFICATION = "productOffering", "productOfferingPrice", "productSpecification"
_CHARACTERISTICS = f"/{SPECIFICATION}/productSpecCharacteristic"
# Where each field of an offer is said in the document.
PLACES: Mapping[str, str] = {
    "name": f"/{OFFERING}/name",
    "summary": f"/{OFFERING}/description",
    "categories": f"/{OFFERING}/category",
    "compatibility": f"/{OFFERING}/productOfferingRelationship",
    "description": f"/{SPECIFICATION}/description",
    "plans": f"/{PRICES}",
    **dict.fromkeys(("kind", "website", "video_url", "source_note"), _CHARACTERISTICS),
    **dict.fromkeys(("tags", "integrations", "data_classes", "data_locations"), _CHARACTERISTICS),
}
# The characteristics with one value, and the fields that they are here.
_ONCE = {KIND: "kind", WEBSITE: "website", VIDEO: "video_url", SOURCE_NOTE: "source_note"}
# Those with any number of values.
_MANY = {
    TAGS: "tags",
    INTEGRATIONS: "integrations",
    DATA_CLASSES: "data_classes",
    DATA_LOCATIONS: "data_locations",
}
_PLAN_PLACES = {"name": "name"} | {name: attribute for attribute, name in PRIVACY.items()}
_NOT_KEPT = ("href", "lastUpdate", "lifecycleStatus", "version", "statusReason", "attachment", "externalIdentifier")


@dataclass(frozen=True, slots=True)
class Read:
    """What a document says: the fields of an offer, its plans, and the ids that they had there.

    With `errors` nothing of it can be used. `left_out` is what was accepted and is not kept. All by JSON pointer.
    """

    offer: dict[str, Any]
    plans: list[PlanDraft]
    offering_id: str
    price_ids: dict[str, str]
    errors: list[TermError]
    left_out: list[TermError]


def read(document: Any, *, at: datetime) -> Read:  # noqa: ANN401 - whatever was sent
    """Read the three resources of an offer; whatever cannot be said here is refused or told, and nothing is guessed."""
    findings = Findings()
    top = Node(document, "", findings)
    offering = top.node(OFFERING) or Node({}, f"/{OFFERING}", findings)
    offer, offering_id = _offering(offering, at=at)
    specification = top.node(SPECIFICATION)
    specification_id = specification.text("id") if specification else ""
    said = _specification(specification, offer) if specification else {}
    priced = plans_of(top.nodes(PRICES), findings, at=at)
    # What an export left out was never in it.
    top.take("leftOut")
    top.close()
    plans = [_plan(one) for one in priced]
    _refer(offering, specification_id, [one.id for one in priced] + _fees(top), said, plans)
    findings.errors += [TermError(PLACES[name], "invalid", told) for name, told in offer_errors(offer).items()]
    wrong = contract_errors(offer["compatibility"], is_add_on=offer["kind"] == ADD_ON)
    findings.errors += [TermError(PLACES["compatibility"], one.code, one.detail) for one in wrong]
    for one, plan in zip(priced, plans, strict=True):
        for name, told in plan_errors({"code": plan["code"], "name": plan["name"], **one.privacy}).items():
            one.node.refuse(_PLAN_PLACES.get(name, "prodSpecCharValueUse"), "invalid", told)
        if plan.get("stands_in_for") and not _stands_in(plan, plans):
            sentence = "Only a private price stands in, for the public price of this document whose plan it names."
            one.node.refuse("standsInFor", "unknown-reference", sentence)
    if len(plans) > MOST_PLANS:
        top.refuse(PRICES, "too-many-plans", f"An offer has at most {MOST_PLANS} plans.")
    return Read(
        offer=offer,
        plans=plans,
        offering_id=offering_id,
        price_ids={one.code: one.id for one in priced if one.id},
        errors=list(dict.fromkeys(findings.errors)),
        left_out=findings.left_out,
    )


def _offering(node: Node, *, at: datetime) -> tuple[dict[str, Any], str]:
    node.typed("ProductOffering")
    if node.take("isBundle"):
        node.refuse(
            "isBundle", "not-expressible", "An offer stands for itself. Send each of the bundle as one of its own."
        )
    if node.take("isSellable") is False:
        node.leave_out("isSellable", "An offer is sold as soon as it is published, and not before.")
    begun(node, at=at)
    categories = []
    for one in node.nodes("category"):
        categories.append(one.typed("CategoryRef", "Category").text("id", required=True))
        one.close(not_kept=("href", "name", "version"))
    offer = {
        "name": node.text("name", required=True),
        "summary": node.text("description", required=True),
        "description": "",
        "website": "",
        "video_url": "",
        "source_note": "",
        "categories": categories,
        **{field: [] for field in _MANY.values()},
        "compatibility": _contract(node.nodes("productOfferingRelationship")),
    }
    offer["kind"] = ADD_ON if offer["compatibility"] else PRODUCT
    found = node.text("id")
    # Which prices and which specification, is looked at once these are read.
    node.take(SPECIFICATION)
    node.take("productOfferingPrice")
    node.close(not_kept=_NOT_KEPT)
    return offer, found


def _contract(nodes: Sequence[Node]) -> dict[str, Any]:
    """Return the compatibility contract that the relationships say; {} for none."""
    if not nodes:
        return {}
    found: dict[str, list[str]] = {COMPLEMENT: [], EXCLUSIVITY: []}
    needs, matches, seats = [], [], {"rule": FREE, "offer": None}
    for node in nodes:
        node.typed("ProductOfferingRelationship", "GuichetProductOfferingRelationship")
        offer, kind = node.text("id", required=True), node.text("relationshipType", required=True)
        if kind == DEPENDENCY:
            plans = node.take("plans") or []
            needs.append({"offer": offer, "plans": plans})
            matches.append(node.text("match") or ALL)
            rule = node.text("seats")
            if rule and seats["rule"] != FREE:
                node.refuse("seats", "not-expressible", "The quantity follows one offer. Say it of one.")
            elif rule:
                seats = {"rule": rule, "offer": offer}
        elif kind in found:
            found[kind].append(offer)
        else:
            sentence = f"Use {COMPLEMENT}, {DEPENDENCY} or {EXCLUSIVITY}."
            node.refuse("relationshipType", "not-expressible", sentence)
        node.close(not_kept=("href", "name", "role"))
    if len({*matches}) > 1:
        nodes[0].refuse("", "not-expressible", "All that is needed is needed together, or any one of it: say the same.")
    return {
        "complements": found[COMPLEMENT],
        "requires": {"match": matches[0] if matches else ALL, "offers": needs},
        "excludes": found[EXCLUSIVITY],
        "seats": seats,
    }


def _specification(node: Node, offer: dict[str, Any]) -> dict[str, list[Any]]:
    """Take what the specification says of an offer; returns its characteristics."""
    node.typed("ProductSpecification")
    if node.take("isBundle"):
        node.refuse("isBundle", "not-expressible", "An offer is of one product.")
    offer["description"] = node.text("description")
    said = uses(node, "productSpecCharacteristic")
    for name, field in _ONCE.items():
        values = said.get(name, [])
        if len(values) > 1:
            node.refuse("productSpecCharacteristic", "not-expressible", f"“{name}” has one value.")
        elif values:
            offer[field] = values[0]
    offer |= {field: said.get(name, []) for name, field in _MANY.items()}
    for name in said:
        if name not in (PLAN, *_ONCE, *_MANY):
            node.leave_out("productSpecCharacteristic", f"“{name[:60]}” is not kept here. Say it in the description.")
    node.close(not_kept=(*_NOT_KEPT, "name", "brand", "productNumber"))
    return said


def _plan(one: Priced) -> PlanDraft:
    return cast("PlanDraft", {"code": one.code, "name": one.name or one.code, **one.fields, **one.privacy})


def _stands_in(plan: PlanDraft, plans: Sequence[PlanDraft]) -> bool:
    public = {other["code"] for other in plans if other.get("visibility", PUBLIC) == PUBLIC}
    return plan.get("visibility") == PRIVATE and plan.get("stands_in_for") in public


def _fees(top: Node) -> list[str]:
    prices = top.take(PRICES)
    listed = prices if isinstance(prices, list) else []
    return [str(one.get("id")) for one in listed if isinstance(one, Mapping) and one.get("priceType") == "oneTime"]


def _refer(
    offering: Node,
    specification_id: str,
    known: Sequence[str],
    said: Mapping[str, list[Any]],
    plans: Sequence[PlanDraft],
) -> None:
    """Refuse references to what is not in the document, and plans of the specification that have no price."""
    for one in offering.nodes("productOfferingPrice"):
        if one.typed("ProductOfferingPriceRef", "ProductOfferingPrice").text("id", required=True) not in known:
            one.refuse("id", "unknown-reference", f"Send that price too, in “{PRICES}”.")
        one.close(not_kept=("href", "name", "version"))
    about = offering.node(SPECIFICATION)
    if about is not None:
        about.typed("ProductSpecificationRef", "ProductSpecification")
        if about.text("id", required=True) != specification_id:
            about.refuse("id", "unknown-reference", f"Send that specification too, as “{SPECIFICATION}”.")
        about.close(not_kept=("href", "name", "version"))
    unpriced = [str(code)[:60] for code in said.get(PLAN, []) if code not in [plan["code"] for plan in plans]]
    if unpriced:
        sentence = f"These plans have no price: {', '.join(unpriced)}. Send one, or leave them out."
        offering.findings.errors.append(TermError(_CHARACTERISTICS, "not-expressible", sentence))
