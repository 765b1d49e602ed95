"""Exporting and importing offers in the shape of TMF620, by REST."""

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from catalog.offers.models import Offer, Plan
from catalog.pricelists.actions import add_list_price
from core import clock
from core.accounts.roles import Role
from core.actors import SYSTEM
from tests.factories import partners as make
from tests.factories.catalog import TEAM, live_listing, offer
from tests.partners.conftest import Api, problem

TIERS = {"tiers": [{"up_to": "10", "unit_price": "2.50"}, {"up_to": None, "unit_price": "0.000000000001"}]}
METERED = {
    "code": "storage",
    "name": "Storage",
    "scheme": "graduated",
    "currency": "EUR",
    "interval": "month",
    "unit": "GB",
    "terms": TIERS,
    "meter": {"aggregation": "max", "field": "gigabytes"},
    "conditions": {"included_units": {"quantity": "5"}, "setup_fee": {"amount": "250.10"}},
}


@pytest.fixture
def draft(partner):
    base = live_listing(make.vetted_partner(), name="Fleet Base", plans=[TEAM])
    needs = {"requires": {"match": "all", "offers": [{"offer": str(base.offer_id), "plans": ["team"]}]}}
    dear = TEAM | {"terms": {"amount": "999999999999.123456789012"}}
    return offer(
        partner,
        plans=[dear, METERED],
        kind="add_on",
        compatibility=needs,
        description="Boards.",
        data_classes=["usage"],
        tags=["kanban"],
        integrations=["rest-api"],
        data_locations=["eu"],
    )


def exported(api, draft):
    answer = api.get(f"offers/{draft.pk}/tmf620")
    assert answer.status_code == 200
    return answer


def imported(api, body, **headers):
    """Send a body whose bytes are kept: numbers are amounts."""
    return api.client.post("/api/v1/offers/tmf620", body, content_type="application/json", headers=headers)


def copied(api, draft):
    """The export as a body for importing it, under another name; byte by byte, but for that."""
    body = exported(api, draft).content.decode().replace(draft.name, "The Copy")
    return f'{{"partner": "{draft.partner_id}", {body[1:]}'


def test_what_is_exported_is_imported_as_an_equal_offer(api, draft):
    answer = imported(api, copied(api, draft))
    assert answer.status_code == 201, answer.content
    copy = Offer.objects.get(pk=answer.json()["offer"]["id"])
    assert answer["Location"] == f"/api/v1/offers/{copy.pk}"
    lists = ("categories", "tags", "integrations", "data_classes", "data_locations")
    for name in ("summary", "description", *lists, "kind", "contract"):
        assert getattr(copy, name) == getattr(draft, name)
    pairs = list(zip(copy.plans.select_related("price"), draft.plans.select_related("price"), strict=True))
    assert [(one.code, one.name, one.price.rule) for one, _ in pairs] == [
        (two.code, two.name, two.price.rule) for _, two in pairs
    ]
    said = {one["was"]: one["plan"] or one["offer"] for one in answer.json()["ids"]}
    assert said == {str(draft.pk): str(copy.pk)} | {str(two.pk): str(one.pk) for one, two in pairs}


def test_amounts_are_numbers_with_all_their_digits(api, draft):
    assert b'"value":999999999999.123456789012' in exported(api, draft).content
    assert exported(api, draft)["ETag"]


def test_an_export_costs_as_many_queries_whatever_it_has(api, draft, django_assert_max_num_queries):
    exported(api, draft)
    with django_assert_max_num_queries(6):  # three for the offer, the rest to know who asks
        exported(api, draft)


def test_prices_of_a_price_list_are_named_as_left_out(api, draft):
    plan = draft.plans.get(code="team")
    assert exported(api, draft).json()["leftOut"] == []
    price = {"scheme": "per_seat", "currency": "CHF", "interval": "month", "terms": {"amount": "5.00"}}
    always = {"channel": None, "valid_from": None, "valid_until": None}
    add_list_price(plan=plan, price=price, **always, actor=SYSTEM, at=clock.now())
    (left,) = exported(api, draft).json()["leftOut"]
    assert (left["pointer"], left["code"]) == ("/productOfferingPrice/0", "not-exported")
    assert "1 more in its price list" in left["detail"]
    assert imported(api, copied(api, draft)).status_code == 201


def test_retired_plans_are_left_to_those_who_hold_them(api, draft):
    Plan.objects.filter(offer=draft, code="storage").update(retired_at=draft.created_at)
    assert len(exported(api, draft).json()["productOfferingPrice"]) == 1


def test_what_is_wrong_is_refused_where_it_stands_in_the_document(api, draft):
    body = {
        "partner": str(draft.partner_id),
        "productOffering": {"name": draft.name, "description": "d", "place": [{"id": "eu"}]},
    }
    answer = problem(api.post("offers/tmf620", body), 422, "validation-failed")
    assert [one["pointer"] for one in answer["errors"]] == ["/productOffering/place"]
    del body["productOffering"]["place"]
    assert problem(api.post("offers/tmf620", body), 409, "offer-name-taken")
    body["productOffering"] |= {
        "name": "Another",
        "category": [{"id": "no-such-shelf"}],
        "productOfferingRelationship": [
            {"id": "01981f3e-7c00-7000-8000-000000000031", "relationshipType": "exclusivity"}
        ],
    }
    answer = problem(api.post("offers/tmf620", body), 422, "validation-failed")
    assert [one["pointer"] for one in answer["errors"]] == [
        "/productOffering/category",
        "/productOffering/productOfferingRelationship",
    ]
    assert Offer.objects.filter(partner=draft.partner).count() == 1


def test_what_is_not_kept_is_told(api, draft):
    body = {"partner": str(draft.partner_id), "productOffering": {"name": "N", "description": "d", "version": "7"}}
    (left,) = api.post("offers/tmf620", body).json()["left_out"]
    assert (left["pointer"], left["code"]) == ("/productOffering/version", "not-kept")


@pytest.mark.parametrize("body", ["[]", "{", '{"partner": 1e999999999}', '{"partner": NaN}', "1" * 400])
def test_bad_bodies_are_answered(api, body):
    assert imported(api, body).status_code in (400, 422)


def test_sent_twice_it_is_drafted_once(api, draft):
    body = copied(api, draft)
    first, again = (imported(api, body, **{"Idempotency-Key": "copy"}) for _ in range(2))
    assert (first.json(), again["Idempotency-Replayed"]) == (again.json(), "true")
    assert Offer.objects.filter(name="The Copy").count() == 1


def test_a_viewer_exports_and_does_not_import(seat, api, draft, stranger):
    viewer = Api(make.seat(Role.VIEWER, in_=seat.organisation).user)
    assert exported(viewer, draft)
    problem(imported(viewer, copied(api, draft)), 403, "role-insufficient")
    problem(stranger.get(f"offers/{draft.pk}/tmf620"), 404, "not-found")


def test_schema_locations_lead_to_a_schema_that_the_export_keeps_to(api, draft):
    schema = Client().get("/api/v1/tmf620-schema").json()
    document = exported(api, draft).json()
    ours = [
        one
        for one in [*document["productOfferingPrice"], *document["productOffering"]["productOfferingRelationship"]]
        if "@schemaLocation" in one
    ]
    assert {one["@type"] for one in ours} == {"GuichetProductOfferingPrice", "GuichetProductOfferingRelationship"}
    for one in ours:
        address, _, place = one["@schemaLocation"].partition("#")
        assert address.endswith("/api/v1/tmf620-schema")
        assert list(Draft202012Validator(schema["$defs"][place.rpartition("/")[2]]).iter_errors(one)) == []
