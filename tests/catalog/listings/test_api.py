"""Submissions, decisions and listings over REST."""

import pytest

from catalog.listings.models import Listing, ListingVersion
from catalog.offers.actions import change_plan
from core import clock
from core.accounts.roles import Role, StaffRole
from core.actors import SYSTEM
from tests.factories import partners as make
from tests.factories.catalog import FLAT, TEAM, category, live_listing, offer, plan_of, submitted
from tests.partners.conftest import Api, problem

NOW = {"actor": SYSTEM, "at": clock.now()}
APPROVE = {"outcome": "approve"}
SEND_BACK = {"outcome": "request_changes", "findings": [{"about": "summary", "detail": "Say what it does."}]}


@pytest.fixture
def nobody(db):
    return Api()


def test_an_offer_goes_from_submission_to_the_catalogue(api, curator, nobody, draft):
    answer = api.post(f"offers/{draft.pk}/submission")
    assert answer.status_code == 201
    version = answer.json()
    assert (version["state"], version["number"]) == ("submitted", 1)
    waiting = curator.get("listing-versions?state=submitted").json()["results"]
    assert [one["id"] for one in waiting] == [version["id"]]
    decided = curator.post(f"listing-versions/{version['id']}/decision", APPROVE)
    assert (decided.status_code, decided.json()["state"]) == (200, "live")
    slug = Listing.objects.get().slug
    shown = nobody.get(f"listings/{slug}").json()
    assert shown["name"] == draft.name
    assert shown["partner"]["name"] == "Atelier Nord"
    assert shown["plans"][0]["price"]["unit_price"] == {"amount": "12.50", "currency": "EUR"}
    assert [one["slug"] for one in shown["categories"]] == draft.categories
    assert [one["number"] for one in api.get(f"offers/{draft.pk}/versions").json()["results"]] == [1]
    story = [fact["type"] for fact in api.get(f"listings/{slug}/history").json()["results"]]
    assert story == ["listings.listing_published"]


def test_staff_see_what_a_version_changes(api, curator, partner):
    listing = live_listing(partner, plans=[FLAT, TEAM])
    change_plan(plan=plan_of(listing, "team"), version=1, changes={"terms": {"amount": "5.00"}}, **NOW)
    version = api.post(f"offers/{listing.offer_id}/submission").json()
    seen = curator.get(f"listing-versions/{version['id']}").json()
    (change,) = seen["changes"]
    assert seen["previous"] == str(listing.current_id)
    assert (change["about"], change["kind"]) == ("plans/team/price", "changed")
    assert change["before"]["sentence"] == "€4.00 per seat and month"
    assert change["after"]["sentence"] == "€5.00 per seat and month"


def test_a_version_sent_back_says_why(api, curator, draft):
    version = submitted(draft)
    answer = curator.post(f"listing-versions/{version.pk}/decision", SEND_BACK)
    assert answer.json()["state"] == "changes_requested"
    assert api.get(f"listing-versions/{version.pk}").json()["findings"] == SEND_BACK["findings"]
    problem(curator.post(f"listing-versions/{version.pk}/decision", APPROVE), 409, "illegal-move")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"outcome": "reject"},
        {"outcome": "request_changes"},
        SEND_BACK | {"findings": []},
        SEND_BACK | {"findings": [{"about": "price", "detail": "x"}]},
        SEND_BACK | {"findings": [{"about": "name", "detail": "\x00"}]},
        SEND_BACK | {"findings": "x"},
        APPROVE | {"findings": SEND_BACK["findings"]},
        APPROVE | {"state": "live"},
    ],
    ids=str,
)
def test_a_decision_is_complete_or_refused(curator, draft, body):
    version = submitted(draft)
    problem(curator.post(f"listing-versions/{version.pk}/decision", body), 422, "validation-failed")
    assert ListingVersion.objects.get(pk=version.pk).state == "submitted"


def test_only_catalogue_staff_decide(api, stranger, nobody, draft):
    version = submitted(draft)
    path = f"listing-versions/{version.pk}/decision"
    problem(nobody.post(path, APPROVE), 401)
    for person in (api, stranger, Api(make.reviewer(StaffRole.VETTING))):
        problem(person.post(path, APPROVE), 403, "staff-only")
        problem(person.get("listing-versions"), 403, "staff-only")
    problem(stranger.get(f"listing-versions/{version.pk}"), 404, "not-found")
    assert Api(make.reviewer(StaffRole.ADMIN)).post(path, APPROVE).status_code == 200


def test_a_waiting_version_is_named_to_who_submits_again(api, draft):
    version = submitted(draft)
    document = problem(api.post(f"offers/{draft.pk}/submission"), 409, "already-submitted")
    assert document["listing_version"] == str(version.pk)
    assert api.post(f"listing-versions/{version.pk}/withdrawal").json()["state"] == "withdrawn"
    assert api.post(f"offers/{draft.pk}/submission").status_code == 201


def test_who_may_not_publish_is_told_what_is_missing(db):
    make.starting_programme()
    seat = make.seat()
    draft = offer(make.registered_partner(organisation_=seat.organisation))
    document = problem(Api(seat.user).post(f"offers/{draft.pk}/submission"), 409)
    assert {"key", "title", "status", "awaiting_action_from"} <= document["missing"][0].keys()


def test_a_listing_is_withdrawn_by_its_partner_or_staff_and_then_gone(api, curator, nobody, partner):
    for who in (api, curator):
        listing = live_listing(partner, plans=[FLAT])
        answer = who.post(f"listings/{listing.slug}/withdrawal", {"reason": "End of sale"})
        assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
        problem(nobody.get(f"listings/{listing.slug}"), 404, "not-found")
        problem(who.post(f"listings/{listing.slug}/withdrawal"), 409, "illegal-move")


def test_nobody_else_withdraws_a_listing(stranger, seat, partner):
    listing = live_listing(partner, plans=[FLAT])
    path = f"listings/{listing.slug}/withdrawal"
    problem(stranger.post(path), 404, "not-found")
    problem(stranger.get(f"listings/{listing.slug}/history"), 404, "not-found")
    problem(Api(make.seat(Role.VIEWER, in_=seat.organisation).user).post(path), 403, "role-insufficient")
    problem(Api(make.reviewer(StaffRole.SUPPORT)).post(path), 403)
    assert Listing.objects.get().state == "live"


def test_a_listing_costs_four_queries_and_has_an_etag(nobody, partner, django_assert_num_queries):
    listing = live_listing(partner, categories=[category("a", "A").slug, category("b", "B").slug])
    with django_assert_num_queries(4):
        answer = nobody.get(f"listings/{listing.slug}")
    assert nobody.get(f"listings/{listing.slug}", if_none_match=answer["ETag"]).status_code == 304


@pytest.mark.parametrize("path", ["listings/nowhere", "listings/%00", "listings/" + "x" * 500, "listing-versions/7"])
def test_strange_addresses_are_not_there(curator, path):
    problem(curator.get(path), 404, "not-found")


@pytest.mark.parametrize("query", ["state=gone", "state=", "page_size=0", "cursor=x"])
def test_bad_filters_are_named(curator, query):
    problem(curator.get(f"listing-versions?{query}"), 422, "validation-failed")
