"""Offers and plans over REST."""

import pytest
from django.test import Client

from catalog.offers.models import Offer
from core.accounts.roles import Role
from tests.factories import partners as make
from tests.factories.catalog import TEAM, category, offer, submitted
from tests.partners.conftest import Api, problem


def draft_body(seller, **changes):
    return {"partner": str(seller.pk), "name": "Tide", "summary": "s", "categories": ["project-management"]} | changes


def pointers(document):
    return {error["pointer"] for error in document["errors"]}


def test_an_offer_is_drafted_read_changed_and_told_about(api, partner, shelf):
    answer = api.post("offers", draft_body(partner))
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    path = answer["Location"].removeprefix("/api/v1/")
    assert api.get(path).json() == answer.json()
    changed = api.patch(path, {"summary": "t", "description": "two\nlines"}, if_match='"1"')
    assert (changed.status_code, changed["ETag"], changed.json()["summary"]) == (200, '"2"', "t")
    story = [fact["type"] for fact in api.get(f"{path}/history").json()["results"]]
    assert story == ["offers.offer_drafted", "offers.offer_changed"]
    assert [one["id"] for one in api.get("offers").json()["results"]] == [answer.json()["id"]]


@pytest.mark.parametrize("field", ["state", "version", "slug", "id", "created_at", "published", "organisation"])
def test_what_is_not_named_cannot_be_set(api, partner, shelf, field):
    document = problem(api.post("offers", draft_body(partner, **{field: "live"})), 422, "validation-failed")
    assert pointers(document) == {f"/{field}"}
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"name": "a\x00b"}, "/name"),
        ({"name": 7}, "/name"),
        ({"name": "\u202eevil"}, "/name"),
        ({"name": "x" * 121}, "/name"),
        ({"website": "javascript:alert(1)"}, "/website"),
        ({"categories": ["nowhere"]}, "/categories"),
        ({"categories": "project-management"}, "/categories"),
        ({"categories": [["deep"]]}, "/categories/0"),
        ({"partner": "not-a-uuid"}, "/partner"),
    ],
)
def test_bad_values_are_named_and_nothing_is_written(api, partner, shelf, changes, pointer):
    document = problem(api.post("offers", draft_body(partner, **changes)), 422, "validation-failed")
    assert pointers(document) == {pointer}
    assert not Offer.objects.exists()


def test_an_offer_cannot_be_moved_to_another_partner(api, draft):
    other = make.registered_partner()
    path = f"offers/{draft.pk}"
    problem(api.patch(path, {"partner": str(other.pk)}, if_match=api.get(path)["ETag"]), 422, "validation-failed")
    assert Offer.objects.get(pk=draft.pk).partner_id == draft.partner_id


def test_what_another_owns_is_not_there(stranger, draft):
    plan = draft.plans.get()
    for path in ("", "/history", "/plans", f"/plans/{plan.pk}", "/versions"):
        problem(stranger.get(f"offers/{draft.pk}{path}"), 404, "not-found")
    problem(stranger.patch(f"offers/{draft.pk}", {"name": "mine"}, if_match='"1"'), 404, "not-found")
    problem(stranger.post(f"offers/{draft.pk}/plans", TEAM), 404, "not-found")
    problem(stranger.post(f"offers/{draft.pk}/submission"), 404, "not-found")
    assert stranger.get("offers").json()["results"] == []
    # In a body, a foreign partner is answered like one that does not exist.
    foreign = problem(stranger.post("offers", draft_body(draft.partner)), 422)
    unknown = problem(stranger.post("offers", draft_body(draft)), 422)
    assert foreign["errors"] == unknown["errors"]


def test_a_plan_of_another_offer_is_not_there(api, partner, draft):
    other = offer(partner)
    problem(api.get(f"offers/{other.pk}/plans/{draft.plans.get().pk}"), 404, "not-found")


def test_a_viewer_may_read_and_a_developer_may_write(seat, draft):
    viewer, developer = (Api(make.seat(role, in_=seat.organisation).user) for role in (Role.VIEWER, Role.DEVELOPER))
    assert viewer.get(f"offers/{draft.pk}").status_code == 200
    problem(viewer.post(f"offers/{draft.pk}/plans", TEAM), 403, "role-insufficient")
    assert developer.post(f"offers/{draft.pk}/plans", TEAM).status_code == 201


def test_a_change_says_which_version_it_saw(api, draft):
    problem(api.patch(f"offers/{draft.pk}", {"summary": "t"}), 428, "precondition-required")
    problem(api.patch(f"offers/{draft.pk}", {"summary": "t"}, if_match='"99"'), 412, "precondition-failed")


def test_plans_are_added_changed_and_removed(api, draft):
    path = f"offers/{draft.pk}/plans"
    answer = api.post(path, TEAM)
    assert answer.status_code == 201
    plan = answer.json()
    assert plan["price"]["terms"] == {"amount": "4.00"}
    assert plan["price"]["sentence"] == "€4.00 per seat and month"
    changed = api.patch(f"{path}/{plan['id']}", {"terms": {"amount": "4.50"}}, if_match=answer["ETag"])
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert changed.json()["price_id"] != plan["price_id"]
    assert [one["code"] for one in api.get(path).json()["results"]] == ["flat", "team"]
    assert api.client.delete(f"/api/v1/{path}/{plan['id']}").status_code == 204
    assert api.get(f"{path}/{plan['id']}").status_code == 404


def test_a_submitted_plan_is_shown_as_retired(api, draft):
    submitted(draft)
    plan = draft.plans.get()
    assert api.client.delete(f"/api/v1/offers/{draft.pk}/plans/{plan.pk}").status_code == 204
    assert api.get(f"offers/{draft.pk}/plans/{plan.pk}").json()["retired_at"]
    problem(api.client.delete(f"/api/v1/offers/{draft.pk}/plans/{plan.pk}"), 409, "plan-retired")


@pytest.mark.parametrize(
    "amount", ["-1.00", "-0.00", "1_000", "١٢", "1e3", "NaN", "", 12.5, None, "9" * 13, "0." + "1" * 13]
)
def test_an_amount_is_a_plain_string_of_digits(api, draft, amount):
    document = problem(api.post(f"offers/{draft.pk}/plans", TEAM | {"terms": {"amount": amount}}), 422)
    assert pointers(document) == {"/terms/amount"}


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"scheme": "free"}, "/scheme"),
        ({"currency": "XXX"}, "/currency"),
        ({"interval": "week"}, "/interval"),
        ({"code": "A B"}, "/code"),
        ({"position": -1}, "/position"),
        ({"position": "1"}, "/position"),
        ({"price": "1.00"}, "/price"),
        ({"retired_at": None}, "/retired_at"),
        ({"terms": "12.50"}, "/terms"),
        ({"terms": {"amount": "1.00", "discount": "1"}}, "/terms/discount"),
    ],
)
def test_bad_plans_are_refused_field_by_field(api, draft, changes, pointer):
    document = problem(api.post(f"offers/{draft.pk}/plans", TEAM | changes), 422, "validation-failed")
    assert pointers(document) == {pointer}
    assert draft.plans.count() == 1


def test_the_same_key_adds_one_plan(api, draft):
    path = f"offers/{draft.pk}/plans"
    first, second = (api.post(path, TEAM, idempotency_key="k1") for _ in range(2))
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert draft.plans.count() == 2


def test_categories_are_read_without_login_in_two_languages(db):
    category("b", "Boats", "Bateaux")
    category("a", "Anchors")

    def names(language):
        answer = Client(headers={"accept-language": language}).get("/api/v1/categories")
        return [one["name"] for one in answer.json()["results"]]

    assert names("en") == ["Anchors", "Boats"]
    assert names("fr") == ["Anchors", "Bateaux"]


def test_lists_and_details_cost_few_queries(api, partner, draft, django_assert_max_num_queries):
    offer(partner)
    with django_assert_max_num_queries(5):
        assert len(api.get("offers").json()["results"]) == 2
    with django_assert_max_num_queries(6):
        api.get(f"offers/{draft.pk}/plans")


METERED = {
    "code": "storage",
    "name": "Storage",
    "scheme": "graduated",
    "currency": "EUR",
    "interval": "month",
    "terms": {"tiers": [{"up_to": "10", "unit_price": "0"}, {"up_to": None, "unit_price": "0.25"}]},
    "unit": "GB",
    "meter": {"aggregation": "time_weighted_sum", "field": "gigabytes"},
    "conditions": {"minimum": {"amount": "5.00"}, "trial": {"days": 14}},
}


def test_a_plan_by_usage_is_drafted_told_and_turned_into_another(api, draft):
    added = api.post(f"offers/{draft.pk}/plans", METERED)
    assert added.status_code == 201
    price = added.json()["price"]
    assert {name: price[name] for name in ("unit", "meter", "conditions", "terms")} == {
        name: METERED[name] for name in ("unit", "meter", "conditions", "terms")
    }
    assert price["steps"] == ["the first 10 GB: €0.00 each", "above 10 GB: €0.25 each"]
    assert price["more"] == ["at least €5.00 per month", "14 days free"]
    path = added["Location"].removeprefix("/api/v1/")
    flat = api.patch(path, {"scheme": "flat", "terms": {"amount": "9"}}, if_match=added["ETag"])
    assert flat.status_code == 200
    assert (flat.json()["price"]["meter"], flat.json()["price"]["conditions"]) == (None, {})


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"meter": None}, None),
        ({"unit": ""}, "/unit"),
        ({"unit": 7}, "/unit"),
        ({"meter": "sum"}, "/meter"),
        ({"meter": {"aggregation": "sum", "field": "GB"}}, "/meter/field"),
        ({"conditions": {"trial": {"days": "14"}}}, "/conditions/trial/days"),
        ({"conditions": {"a/b": {}}}, "/conditions/a~1b"),
        ({"conditions": None}, "/conditions"),
        ({"terms": {"tiers": []}}, "/terms/tiers"),
        ({"terms": {"tiers": [{"up_to": "1", "unit_price": "1"}]}}, "/terms/tiers/0/up_to"),
        ({"terms": {"tiers": [{"up_to": None, "unit_price": 1}]}}, "/terms/tiers/0/unit_price"),
    ],
)
def test_units_meters_and_conditions_are_refused_where_they_stand(api, draft, changes, pointer):
    answer = api.post(f"offers/{draft.pk}/plans", METERED | changes)
    if pointer is None:
        assert answer.status_code == 201
        return
    assert pointers(problem(answer, 422, "validation-failed")) == {pointer}
