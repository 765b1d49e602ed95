"""Offers in the shape of TMF620: written, sent as JSON, read back, and whatever cannot be said is named."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.offers.compatibility import Contract, Need
from catalog.offers.tmf620 import Product, SoldPlan, read, write
from catalog.offers.tmf620.values import PLAN, Picture
from catalog.pricing import schemes
from catalog.pricing.checks import check_price
from catalog.pricing.conditions import CONDITIONS
from catalog.pricing.rule import Rule
from catalog.pricing.schemes import SCHEMES
from core.web import json
from tests.catalog.pricing import terms as usable
from tests.catalog.pricing.terms import ANYTHING

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
OTHERS = [UUID(int=number) for number in (1, 2, 3)]
FLAT = {"scheme": "flat", "currency": "EUR", "interval": "month", "terms": {"amount": "12.50"}}


def product(*rules, **changes):
    plans = tuple(
        SoldPlan(id=f"p{n}", code=f"plan-{n}", name=f"Plan {n}", rule=Rule.of(rule), created_at=AT)
        for n, rule in enumerate(rules)
    )
    said = {
        "id": "o1",
        "brand": "Atelier Nord",
        "name": "Tide Board",
        "summary": "Boards that follow the tide.",
        "description": "Boards,\nlanes and limits.",
        "website": "https://tide.example",
        "video_url": "https://video.example/tide",
        "source_note": "",
        "categories": ("boards", "work"),
        "tags": ("kanban", "remote-teams"),
        "integrations": ("rest-api",),
        "data_classes": ("contact", "usage"),
        "data_locations": ("eu", "CH"),
        "kind": "product",
        "contract": Contract(),
        "version": 3,
        "created_at": AT,
        "plans": plans,
    }
    return Product(**(said | changes))


def sent(document):
    """The document as it comes out of the wire."""
    return json.loads_exact(json.dumps(json.exact(document)))


def back(what):
    found = read(sent(write(what, base_url="https://g.example")), at=AT)
    assert found.errors == []
    return found


@st.composite
def rules(draw, scheme=None, condition=None):
    """Prices that can be set, with any conditions that go with them; `condition` among them if that can be."""
    code = draw(st.sampled_from(sorted(SCHEMES))) if scheme is None else scheme
    counts = SCHEMES[code].counts
    measured = counts in ("amounts", "cells") or (counts == "units" and draw(st.booleans()))
    aggregation = "sum" if counts == "amounts" else draw(st.sampled_from(sorted(usable.AGGREGATIONS)))
    wanted = draw(st.sets(st.sampled_from(sorted(CONDITIONS)))) | ({condition} if condition else set())
    said = {
        "scheme": code,
        "currency": draw(st.sampled_from(["EUR", "JPY", "BHD"])),
        "interval": draw(st.sampled_from(["month", "year"])),
        "terms": draw(usable.SCHEMES[code]),
        "unit": draw(st.sampled_from(["GB", "seat", "call"])) if counts == "units" else "",
        "meter": {"aggregation": aggregation} | draw(usable.AGGREGATIONS[aggregation]) if measured else None,
        "conditions": {one: draw(usable.CONDITIONS[one]) for one in sorted(wanted)},
    }
    for one in [*said["conditions"]]:
        if check_price(**said | {"conditions": {one: said["conditions"][one]}}):
            del said["conditions"][one]
    if check_price(**said):  # a minimum above the cap
        del said["conditions"]["minimum"]
    assert check_price(**said) == []
    return said


def equal(plan, rule):
    return Rule.of(plan).said() == Rule.of(rule).said()


@pytest.mark.parametrize("scheme", sorted(SCHEMES))
@given(data=st.data())
def test_every_scheme_comes_back_as_it_was(scheme, data):
    rule = data.draw(rules(scheme=scheme))
    (plan,) = back(product(rule)).plans
    assert equal(plan, rule)


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
@given(data=st.data())
def test_every_condition_comes_back_as_it_was(condition, data):
    rule = data.draw(rules(condition=condition).filter(lambda rule: condition in rule["conditions"]))
    (plan,) = back(product(rule)).plans
    assert plan["conditions"] == rule["conditions"]
    assert equal(plan, rule)


@given(several=st.lists(rules(), max_size=4))
def test_an_offer_with_its_plans_comes_back_as_it_was(several):
    found = back(product(*several))
    assert all(equal(plan, rule) for plan, rule in zip(found.plans, several, strict=True))
    assert [(plan["code"], plan["name"]) for plan in found.plans] == [
        (f"plan-{n}", f"Plan {n}") for n in range(len(several))
    ]
    assert found.offer == {
        "name": "Tide Board",
        "summary": "Boards that follow the tide.",
        "description": "Boards,\nlanes and limits.",
        "website": "https://tide.example",
        "video_url": "https://video.example/tide",
        "source_note": "",
        "categories": ["boards", "work"],
        "tags": ["kanban", "remote-teams"],
        "integrations": ["rest-api"],
        "data_classes": ["contact", "usage"],
        "data_locations": ["eu", "CH"],
        "kind": "product",
        "compatibility": {},
    }
    assert found.price_ids == {f"plan-{n}": f"p{n}" for n in range(len(several))}


@pytest.mark.parametrize(
    "contract",
    [
        Contract(complements=(OTHERS[0],)),
        Contract(requires=(Need(OTHERS[0], ("team",)), Need(OTHERS[1])), seats="at_most_base", seats_of=OTHERS[0]),
        Contract(requires=(Need(OTHERS[0]), Need(OTHERS[1])), match="any", excludes=(OTHERS[2],)),
    ],
)
def test_a_contract_comes_back_as_it_was(contract):
    found = back(product(FLAT, kind="add_on", contract=contract))
    assert Contract.of(found.offer["compatibility"]) == contract
    assert found.offer["kind"] == "add_on"


def test_no_term_is_taken_for_the_plan():
    assert all(PLAN not in scheme.schema["properties"] for scheme in SCHEMES.values())


def document(*rules, **changes):
    return sent(write(product(*(rules or (FLAT,)), **changes), base_url="https://g.example"))


def test_a_plain_price_uses_no_extension():
    (price,) = document()["productOfferingPrice"]
    assert price["price"] == {"unit": "EUR", "value": Decimal("12.50")}
    assert (price["priceType"], price["recurringChargePeriodType"]) == ("recurring", "month")
    assert (price["@type"], "@baseType" in price, "pricingLogicAlgorithm" in price) == (
        "ProductOfferingPrice",
        False,
        False,
    )


def test_what_tmf_has_no_attribute_for_follows_its_pattern_of_types():
    metered = FLAT | {"scheme": "per_unit", "unit": "GB", "meter": {"aggregation": "sum", "field": "gb"}}
    metered |= {"conditions": {"setup_fee": {"amount": "5"}, "maximum": {"amount": "9"}, "trial": {"days": 14}}}
    price, fee = document(metered)["productOfferingPrice"]
    assert (price["@type"], price["@baseType"]) == ("GuichetProductOfferingPrice", "ProductOfferingPrice")
    assert price["@schemaLocation"] == "https://g.example/api/v1/tmf620-schema#/$defs/GuichetProductOfferingPrice"
    assert price["unitOfMeasure"] == {"amount": 1, "units": "GB"}
    assert price["constraint"][0]["price"] == {"unit": "EUR", "value": 9}
    assert price["productOfferingTerm"] == [{"name": "trial", "duration": {"amount": 14, "units": "day"}}]
    assert (fee["priceType"], fee["price"]["value"]) == ("oneTime", 5)
    assert price["popRelationship"][0]["id"] == fee["id"]


def test_a_table_is_the_values_of_a_characteristic():
    tiers = [{"up_to": "10", "unit_price": "2"}, {"up_to": None, "unit_price": "1"}]
    (price,) = document(FLAT | {"scheme": "volume", "unit": "GB", "terms": {"tiers": tiers}})["productOfferingPrice"]
    (_, use) = price["prodSpecCharValueUse"]
    assert use["name"] == "tiers"
    assert [one["value"] for one in use["productSpecCharacteristicValue"]] == tiers
    assert price["pricingLogicAlgorithm"][0]["id"] == "volume"


def test_a_document_of_somebody_else_is_read_with_what_it_has():
    found = read(
        {
            "productOffering": {"id": "42", "name": "Sea Chart", "description": "Charts.", "lifecycleStatus": "Active"},
            "productOfferingPrice": [
                {
                    "name": "Crew Monthly",
                    "priceType": "recurring",
                    "recurringChargePeriodType": "month",
                    "price": {"unit": "EUR", "value": 4.5},
                    "unitOfMeasure": {"amount": 1, "units": "seat"},
                },
                {"id": "9", "priceType": "oneTime", "price": {"unit": "EUR", "value": 20}},
            ],
        },
        at=AT,
    )
    assert found.errors == []
    (plan,) = found.plans
    assert (plan["code"], plan["scheme"], plan["terms"]) == ("crew-monthly", "per_seat", {"amount": "4.5"})
    assert plan["conditions"] == {"setup_fee": {"amount": "20"}}
    assert [one.pointer for one in found.left_out] == ["/productOffering/lifecycleStatus"]


PRICE = "/productOfferingPrice/0"
OFFERING = "/productOffering"


@pytest.mark.parametrize(
    ("where", "value", "pointer"),
    [
        ((), [], ""),
        (("productOfferingPrice",), {}, "/productOfferingPrice"),
        (("catalog",), {"id": "1"}, "/catalog"),
        (("productOffering", "place"), [{"id": "eu"}], f"{OFFERING}/place"),
        (("productOffering", "isBundle"), True, f"{OFFERING}/isBundle"),
        (("productOffering", "@type"), "MobileOffering", f"{OFFERING}/@type"),
        (("productOffering", "validFor"), {"endDateTime": "2030-01-01T00:00:00Z"}, f"{OFFERING}/validFor/endDateTime"),
        (
            ("productOffering", "validFor"),
            {"startDateTime": "2030-01-01T00:00:00Z"},
            f"{OFFERING}/validFor/startDateTime",
        ),
        (("productOffering", "name"), None, f"{OFFERING}/name"),
        (("productOffering", "name"), "x" * 121, f"{OFFERING}/name"),
        (("productOffering", "productSpecification"), {"id": "o2"}, f"{OFFERING}/productSpecification/id"),
        (("productOffering", "productOfferingPrice"), [{"id": "p9"}], f"{OFFERING}/productOfferingPrice/0/id"),
        (
            ("productOffering", "productOfferingRelationship"),
            [{"id": str(OTHERS[0]), "relationshipType": "substitution"}],
            f"{OFFERING}/productOfferingRelationship/0/relationshipType",
        ),
        (("productOfferingPrice", 0, "tax"), [{"taxRate": 20}], f"{PRICE}/tax"),
        (("productOfferingPrice", 0, "priceType"), "discount", f"{PRICE}/priceType"),
        (("productOfferingPrice", 0, "recurringChargePeriodLength"), 3, f"{PRICE}/recurringChargePeriodLength"),
        (("productOfferingPrice", 0, "recurringChargePeriodType"), "week", PRICE),
        (("productOfferingPrice", 0, "price"), {"unit": "EUR", "value": -1}, f"{PRICE}/price/value"),
        (("productOfferingPrice", 0, "price"), {"unit": "EUR", "value": True}, f"{PRICE}/price/value"),
        (("productOfferingPrice", 0, "price"), {"unit": "XXX", "value": 1}, PRICE),
        (("productOfferingPrice", 0, "price", "taxIncludedAmount"), 2, f"{PRICE}/price/taxIncludedAmount"),
        (("productOfferingPrice", 0, "unitOfMeasure"), {"amount": 100, "units": "GB"}, f"{PRICE}/unitOfMeasure"),
        (("productOfferingPrice", 0, "percentage"), 5, f"{PRICE}/percentage"),
        (("productOfferingPrice", 0, "instalments"), 4, f"{PRICE}/instalments"),
        (("productOfferingPrice", 0, "usageMeter"), {"aggregation": "sum", "field": "gb"}, f"{PRICE}/usageMeter"),
        (
            ("productOfferingPrice", 0, "pricingLogicAlgorithm"),
            [{"id": "dutch"}],
            f"{PRICE}/pricingLogicAlgorithm/0/id",
        ),
        (("productOfferingPrice", 0, "constraint"), [{"id": "max-users"}], f"{PRICE}/constraint/0/id"),
        (
            ("productOfferingPrice", 0, "productOfferingTerm"),
            [{"name": "trial", "duration": {"amount": 2, "units": "week"}}],
            f"{PRICE}/productOfferingTerm/0/duration",
        ),
        (
            ("productOfferingPrice", 0, "popRelationship"),
            [{"id": "x", "relationshipType": "setUpFee"}],
            f"{PRICE}/popRelationship",
        ),
        (
            ("productSpecification", "resourceSpecification"),
            [{"id": "1"}],
            "/productSpecification/resourceSpecification",
        ),
    ],
)
def test_what_cannot_be_said_is_refused_where_it_stands(where, value, pointer):
    said = document()
    if not where:
        said = value
    else:
        below = said
        for step in where[:-1]:
            below = below[step]
        below[where[-1]] = value
    errors = read(said, at=AT).errors
    assert pointer in [error.pointer for error in errors]
    assert all(error.detail.endswith((".", "…")) or error.detail for error in errors)


def test_a_price_that_its_terms_contradict_is_refused():
    said = document(FLAT | {"scheme": "package", "unit": "GB", "terms": {"package_size": "100", "package_price": "5"}})
    assert said["productOfferingPrice"][0]["unitOfMeasure"] == {"amount": 100, "units": "GB"}
    said["productOfferingPrice"][0]["price"]["value"] = 6
    said["productOfferingPrice"][0]["unitOfMeasure"]["amount"] = 10
    assert [one.pointer for one in read(said, at=AT).errors] == [f"{PRICE}/price", f"{PRICE}/unitOfMeasure"]


def test_a_fee_that_could_be_anybodys_is_refused():
    said = document(FLAT, FLAT)
    said["productOfferingPrice"].append({"id": "f", "priceType": "oneTime", "price": {"unit": "EUR", "value": 1}})
    assert [one.pointer for one in read(said, at=AT).errors] == ["/productOfferingPrice/2"]


def test_what_is_accepted_and_not_kept_is_told():
    said = document()
    said["productSpecification"]["productSpecCharacteristic"].append(
        {"name": "colour", "productSpecCharacteristicValue": [{"value": "red"}]}
    )
    found = read(said, at=AT)
    assert found.errors == []
    assert "/productSpecification/productSpecCharacteristic" in [one.pointer for one in found.left_out]
    assert all(one.detail for one in found.left_out)


def test_pictures_leave_as_attachments_and_do_not_come_in():
    said = document(pictures=(Picture(kind="screenshot", path="/media/a.png", alt="A board"),))
    (shown,) = said["productOffering"]["attachment"]
    assert (shown["url"], shown["description"]) == ("https://g.example/media/a.png", "A board")
    assert "/productOffering/attachment" in [one.pointer for one in read(said, at=AT).left_out]


def test_validity_begins_at_some_time_before_now():
    said = document(created_at=AT - timedelta(days=9))
    assert read(said, at=AT).errors == []
    assert read(said, at=AT - timedelta(days=10)).errors


@st.composite
def spoilt(draw):
    """A document with something else in one of its places."""
    said = document(draw(rules()))
    below, key = said, draw(st.sampled_from(sorted(said)))
    while draw(st.booleans()) and isinstance(below[key], dict | list) and below[key]:
        below = below[key]
        key = draw(st.sampled_from(sorted(below) if isinstance(below, dict) else range(len(below))))
    below[key] = draw(ANYTHING)
    return said


@given(said=ANYTHING | spoilt())
def test_whatever_is_sent_is_answered(said):
    found = read(said, at=AT)
    if not found.errors:
        for plan in found.plans:
            fields = {name: plan[name] for name in FLAT} | {
                name: plan[name] for name in ("unit", "meter", "conditions")
            }
            assert check_price(**fields) == []
        assert all(schemes.of(plan["scheme"]) for plan in found.plans)
