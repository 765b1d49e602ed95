"""Private plans: there for their partner, staff and who was named, and nowhere for everybody else."""

from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from catalog.bundles.queries import plans_of_offers
from catalog.channels.actions import found_channel
from catalog.listings.actions import approve, submit_offer
from catalog.listings.queries import Asking, sellable_plans
from catalog.offers.actions import change_plan
from catalog.offers.models import Plan
from catalog.pricelists.actions import accept_price, invite_customer
from catalog.pricelists.models import NegotiatedPrice
from catalog.search.models import Document
from core import clock
from core.accounts.roles import Role, StaffRole
from core.actors import SYSTEM
from core.events.postman import deliver_due
from marketplace.ordering.actions import place_order
from marketplace.ordering.basket import PlanNotForSale
from marketplace.ordering.quotes import preview
from tests.factories.catalog import FLAT, TEAM, live_listing, offer, plan_of
from tests.factories.customers import customer
from tests.factories.partners import reviewer, seat
from tests.marketplace.test_races import at_once
from tests.partners.conftest import Api, problem

pytestmark = pytest.mark.django_db

SECRET = {
    "code": "maison",
    "name": "Seulement Maison",
    "scheme": "volume",
    "currency": "EUR",
    "interval": "year",
    "terms": {"tiers": [{"up_to": None, "unit_price": "7.77"}]},
    "unit": "quayside",
    "visibility": "private",
}
FOR_ONE = {**TEAM, "code": "team-one", "name": "Team for one", "terms": {"amount": "3.00"}, "visibility": "private"}


@pytest.fixture(autouse=True)
def _nothing_kept(settings):
    settings.CATALOGUE_KEPT_SECONDS = 0
    cache.clear()


@pytest.fixture
def listing(partner):
    found_channel(code="north", name="North", is_open=True, actor=SYSTEM, at=clock.now())
    made = live_listing(partner, name="Tide", plans=[FLAT, SECRET])
    deliver_due(at=clock.now())
    return made


@pytest.fixture
def secret(listing):
    return Plan.objects.select_related("price", "offer__partner").get(pk=plan_of(listing, "maison").pk)


@pytest.fixture
def buying():
    return seat(Role.OWNER)


def name_customer(plan, organisation, **days):
    days = {"valid_from": None, "valid_until": None} | days
    _, code = invite_customer(plan=plan, customer_name="Petit", **days, actor=SYSTEM, at=clock.now())
    return accept_price(organisation=organisation, code=code, actor=SYSTEM, at=clock.now())


def browser(user=None, language="en"):
    client = Client(headers={"accept-language": language})
    if user:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def revised(plan):
    version = submit_offer(offer=plan.offer, actor=SYSTEM, at=clock.now())
    approve(version=version, actor=SYSTEM, at=clock.now())
    deliver_due(at=clock.now())


SHOWS_PLANS = [
    "/catalog/",
    "/catalog/?q=tide",
    "/catalog/?price_min=0.50",
    "/catalog/tide/",
    "/catalog/tide/calculator/?quantity=3",
    "/catalog/tide/reviews/",
    "/compare?listing=tide",
    "/partners/{partner}/",
    "/c/north/",
    "/c/north/tide/",
    "/bundles/",
    "/sitemap.xml",
    "/api/v1/listings",
    "/api/v1/listings?channel=north",
    "/api/v1/listings/facets",
    "/api/v1/listings/tide",
    "/api/v1/listings/tide?channel=north",
    "/api/v1/listings/compare?listing=tide",
    "/api/v1/listings/tide/reviews",
    "/api/v1/bundles",
]
TELLS = ("Seulement Maison", "maison", "7.77", "quayside")


@pytest.mark.parametrize("address", SHOWS_PLANS)
def test_for_everybody_else_it_does_not_exist(address, secret, partner, buying):
    name_customer(secret, buying.organisation)
    path = address.format(partner=partner.slug)
    for user in (None, seat().user):
        answer = browser(user).get(path)
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = content.decode().lower()
        assert [word for word in (*TELLS, str(secret.pk)) if word.lower() in text] == []


def test_it_is_not_among_what_lists_are_narrowed_and_counted_by(listing, secret):
    row = Document.objects.get()
    assert (row.schemes, row.intervals, row.monthly_minor) == (["flat"], ["month"], 1250)
    assert Api().get("listings?scheme=volume").json()["results"] == []
    assert Api().get("listings?price_max=5").json()["results"] == []
    assert not plans_of_offers([listing.offer_id]).get(listing.offer_id, [])[1:]


def test_the_calculator_prices_it_for_who_was_named_and_takes_it_for_no_add_on_else(listing, secret, buying):
    name_customer(secret, buying.organisation)
    question: dict[str, Any] = {"listing": "tide", "usage": {"quantity": "3"}}
    add_on = {"add_ons": [{"plan": str(secret.pk), "quantity": 1}]}

    def names(caller):
        return {one["name"] for one in caller.post("calculator", question).json()["results"]}

    assert names(Api()) == names(Api(seat().user)) == {"Tide: Flat"}
    assert names(Api(buying.user)) == {"Tide: Flat", "Tide: Seulement Maison"}
    problem(Api().post("calculator", question | add_on), 422, "add-on-not-for-sale")


def test_who_was_named_sees_and_orders_it(listing, secret, buying):
    buyer = customer(buying.organisation)
    basket = [(secret.pk, 2)]
    for refused in (preview, partial(place_order, expected_total=None, actor=SYSTEM)):
        with pytest.raises(PlanNotForSale):
            refused(customer=buyer, basket=basket, at=clock.now())
    name_customer(secret, buying.organisation)
    page = browser(buying.user).get("/catalog/tide/").content.decode()
    assert "For you" in page
    assert "Only you see this plan." in page
    # Search engines are told of it on no page.
    assert "Seulement Maison" not in page.split("application/ld+json")[1].split("</script>")[0]
    plans = {one["code"]: one for one in Api(buying.user).get("listings/tide").json()["plans"]}
    assert plans["flat"]["for_you"] is None
    assert plans["maison"]["visibility"] == "private"
    assert plans["maison"]["for_you"] == {
        "organisation": str(buying.organisation.pk),
        "is_yours_alone": True,
        "compared_with": None,
        "differences": [],
    }
    assert "Seulement Maison" in browser(buying.user).get("/compare?listing=tide").content.decode()
    assert str(preview(customer=buyer, basket=basket, at=clock.now()).gross) == "18.65 EUR"
    assert place_order(customer=buyer, basket=basket, expected_total=None, actor=SYSTEM, at=clock.now())


def test_naming_ends_with_the_agreement_and_its_days(listing, secret, buying, api):
    named = name_customer(secret, buying.organisation)
    asking = Asking(clock.now().date(), organisation_ids=frozenset({buying.organisation.pk}))
    assert secret.pk in sellable_plans([secret.pk], asking)
    assert api.client.delete(f"/api/v1/negotiated-prices/{named.pk}").status_code == 204
    assert secret.pk not in sellable_plans([secret.pk], asking)
    assert "Seulement" not in browser(buying.user).get("/catalog/tide/").content.decode()
    name_customer(secret, buying.organisation, valid_until=clock.now().date())
    assert secret.pk not in sellable_plans([secret.pk], asking)


def test_its_partner_and_staff_see_it(listing, secret, seat):
    for user in (seat.user, reviewer(StaffRole.SALES)):
        page = browser(user).get("/catalog/tide/").content.decode()
        assert "Seulement Maison" in page
        assert "Only the partner, staff and customers who were named see this plan." in page
        assert "For you" not in page
        assert "Seulement" in browser(user).get("/catalog/tide/calculator/?quantity=3").content.decode()


def test_it_is_compared_with_the_plan_it_stands_in_for(partner, buying):
    live_listing(partner, name="Ebb", plans=[TEAM, FOR_ONE | {"stands_in_for": "team"}])
    plan = Plan.objects.select_related("offer__partner").get(code="team-one")
    name_customer(plan, buying.organisation)
    said = next(one for one in Api(buying.user).get("listings/ebb").json()["plans"] if one["code"] == "team-one")
    assert said["for_you"]["compared_with"] == "Team"
    assert said["for_you"]["differences"] == ["€3.00 per seat and month instead of €4.00 per seat and month (25% less)"]
    page = browser(buying.user, "fr").get("/catalog/ebb/").content.decode()
    assert "Pour vous" in page
    assert "Cette formule n’est visible que pour vous" in page


def test_an_agreed_price_on_a_public_plan_is_shown_to_its_customer_alone(api, listing, buying):
    flat = plan_of(listing, "flat")
    body = {"customer_name": "Petit", "scheme": "flat", "currency": "EUR", "interval": "month"}
    made = api.post(f"offers/{flat.offer_id}/plans/{flat.pk}/negotiated-prices", body | {"terms": {"amount": "10.00"}})
    redeemed = {"organisation": str(buying.organisation.pk), "code": made.json()["code"]}
    assert Api(buying.user).post("negotiated-prices/redemption", redeemed).status_code == 201
    for caller, amount in ((Api(buying.user), "10.00"), (Api(), "12.50")):
        (said,) = caller.get("listings/tide").json()["plans"]
        assert said["price"]["unit_price"]["amount"] == amount
    (said,) = Api(buying.user).get("listings/tide").json()["plans"]
    assert said["for_you"]["differences"] == ["€10.00 per month instead of €12.50 per month (20% less)"]


def test_only_a_private_plan_takes_invitations(api, listing, secret, stranger, buying):
    flat = plan_of(listing, "flat")
    path = f"offers/{listing.offer_id}/plans/{{}}/invitations"
    problem(api.post(path.format(flat.pk), {"customer_name": "Petit"}), 409, "plan-is-public")
    assert stranger.post(path.format(secret.pk), {"customer_name": "Petit"}).status_code == 404
    problem(api.post(path.format(secret.pk), {}), 422)
    made = api.post(path.format(secret.pk), {"customer_name": "Petit"})
    assert made.status_code == 201
    said = made.json()
    assert (said["is_invitation"], said["price"]) == (True, None)
    assert said["code"] not in api.get("negotiated-prices").content.decode()
    redeemed = {"organisation": str(buying.organisation.pk), "code": said["code"]}
    assert Api(buying.user).post("negotiated-prices/redemption", redeemed).status_code == 201
    problem(Api(buying.user).post("negotiated-prices/redemption", redeemed), 422, "code-not-valid")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"visibility": "secret"}, "/visibility"),
        ({"visibility": "public", "stands_in_for": "flat"}, "/stands_in_for"),
        ({"stands_in_for": "nowhere"}, "/stands_in_for"),
        ({"stands_in_for": "maison"}, "/stands_in_for"),
        ({"stands_in_for": "NOT A CODE"}, "/stands_in_for"),
    ],
)
def test_what_cannot_be_is_refused_by_field(api, partner, changes, pointer):
    draft = offer(partner, plans=[FLAT, SECRET])
    path = f"offers/{draft.pk}/plans"
    document = problem(api.post(path, {**FOR_ONE, **changes}), 422)
    assert {error["pointer"] for error in document["errors"]} == {pointer}
    plan = Plan.objects.get(offer=draft, code="maison")
    answer = api.client.patch(
        f"/api/v1/{path}/{plan.pk}", changes, content_type="application/json", headers={"If-Match": '"1"'}
    )
    assert {error["pointer"] for error in problem(answer, 422)["errors"]} == {pointer}


def test_a_plan_that_becomes_private_is_read_by_reviewers_and_hidden_once_live(api, listing, curator):
    flat = Plan.objects.select_related("price", "offer__partner").get(offer_id=listing.offer_id, code="flat")
    change_plan(plan=flat, version=1, changes={"visibility": "private"}, actor=SYSTEM, at=clock.now())
    assert "Flat" in Client().get("/catalog/tide/").content.decode()
    version = submit_offer(offer=flat.offer, actor=SYSTEM, at=clock.now())
    changes = curator.get(f"listing-versions/{version.pk}").json()["changes"]
    assert [(one["about"], one["before"], one["after"]) for one in changes] == [
        ("plans/flat/visibility", "public", "private")
    ]
    approve(version=version, actor=SYSTEM, at=clock.now())
    deliver_due(at=clock.now())
    # Without a plan for everybody a listing stays, without a price.
    page = Client().get("/catalog/tide/").content.decode()
    assert "Prices are agreed with each customer" in page
    assert "calculator" not in page
    assert "Price on request" in Client().get("/catalog/").content.decode()
    assert Api().get("listings").json()["results"][0]["from_price"] is None
    again = change_plan(
        plan=Plan.objects.select_related("price", "offer__partner").get(pk=flat.pk),
        version=2,
        changes={"visibility": "public"},
        actor=SYSTEM,
        at=clock.now(),
    )
    assert again.visibility == "public"


def test_others_do_not_learn_of_it_from_what_an_add_on_needs(partner, listing, stranger, seat):
    path = f"/api/v1/offers/{offer(partner, name='Buoy').pk}"
    contract = {"requires": {"match": "all", "offers": [{"offer": str(listing.offer_id), "plans": ["maison"]}]}}
    answer = Api(seat.user).client.patch(
        path,
        {"kind": "add_on", "compatibility": contract},
        content_type="application/json",
        headers={"If-Match": Api(seat.user).client.get(path)["ETag"]},
    )
    assert "/compatibility/requires/offers/0/plans/0" in {one["pointer"] for one in problem(answer, 422)["errors"]}


def test_the_export_says_it_and_the_import_reads_it(api, partner):
    draft = offer(partner, name="Chart", plans=[TEAM, FOR_ONE | {"stands_in_for": "team"}])
    document = api.get(f"offers/{draft.pk}/tmf620").json()
    private = document["productOfferingPrice"][1]
    assert (private["visibility"], private["standsInFor"]) == ("private", "team")
    assert "visibility" not in document["productOfferingPrice"][0]
    document["productOffering"]["name"] = "Chart Again"
    read = api.post("offers/tmf620", {"partner": str(partner.pk), **document})
    assert [(one["visibility"], one["stands_in_for"]) for one in read.json()["plans"]] == [
        ("public", ""),
        ("private", "team"),
    ]
    private["standsInFor"] = "nowhere"
    document["productOffering"]["name"] = "Chart Thrice"
    wrong = problem(api.post("offers/tmf620", {"partner": str(partner.pk), **document}), 422)
    assert [one["pointer"] for one in wrong["errors"]] == ["/productOfferingPrice/1/standsInFor"]


def test_the_editor_makes_a_plan_private_and_names_customers(listing, secret, seat, buying):
    editor, path = browser(seat.user), f"/partner/offers/{listing.offer_id}/plans"
    form = {"scheme": "flat", "name": "Quiet", "code": "quiet", "currency": "EUR", "interval": "month"}
    form |= {"terms.amount": "5", "visibility": "private", "stands_in_for": "flat"}
    assert editor.post(f"{path}/new/", form).status_code == 302
    made = Plan.objects.get(code="quiet")
    assert (made.visibility, made.stands_in_for) == ("private", "flat")
    # A form without the choice leaves it as it is.
    plain = {name: value for name, value in form.items() if name not in ("visibility", "stands_in_for")}
    assert editor.post(f"{path}/{made.pk}/", plain | {"version": "1", "name": "Quieter"}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.visibility, made.stands_in_for) == ("Quieter", "private", "flat")
    assert editor.post(f"{path}/{made.pk}/", form | {"version": "2", "visibility": "public"}).status_code == 302
    made.refresh_from_db()
    assert (made.visibility, made.stands_in_for) == ("public", "")

    page = editor.post(f"{path}/{secret.pk}/customers/", {"customer_name": "Maison Petit"}).content.decode()
    code = page.split("<p><code>")[1].split("</code>")[0]
    assert code not in editor.get(f"{path}/{secret.pk}/customers/").content.decode()
    assert browser(buying.user).get(f"{path}/{secret.pk}/customers/").status_code == 404
    assert editor.post(f"{path}/{secret.pk}/customers/", {"customer_name": ""}).status_code == 422
    assert editor.post(f"{path}/{made.pk}/customers/", {"customer_name": "X"}).status_code == 422

    customer_page = browser(buying.user)
    body = {"organisation": str(buying.organisation.pk), "code": code}
    assert customer_page.post("/account/agreements/", body | {"code": "wrong"}).status_code == 422
    assert browser(seat.user).post("/account/agreements/", body).status_code == 422
    assert customer_page.post("/account/agreements/", body).status_code == 302
    assert "Seulement Maison" in customer_page.get("/account/agreements/").content.decode()
    assert "accepted" in editor.get(f"{path}/{secret.pk}/customers/").content.decode()
    row = NegotiatedPrice.objects.get()
    assert editor.post(f"{path}/{secret.pk}/customers/", {"end": "nothing"}).status_code == 404
    assert editor.post(f"{path}/{secret.pk}/customers/", {"end": str(row.pk)}).status_code == 302
    assert "Seulement Maison" not in customer_page.get("/catalog/tide/").content.decode()


def test_a_member_who_may_only_read_cannot_accept(secret):
    viewer = seat(Role.VIEWER)
    _, code = invite_customer(
        plan=secret, customer_name="P", valid_from=None, valid_until=None, actor=SYSTEM, at=clock.now()
    )
    body = {"organisation": str(viewer.organisation.pk), "code": code}
    assert browser(viewer.user).post("/account/agreements/", body).status_code == 422
    assert NegotiatedPrice.objects.get().organisation is None


@pytest.mark.parametrize(("who", "queries"), [("nobody", 4), ("a member", 8)])
def test_it_costs_nothing_to_who_is_not_signed_in(who, queries, listing, secret, django_assert_num_queries):
    user = None if who == "nobody" else seat().user
    client = browser(user)
    with django_assert_num_queries(queries):
        client.get("/api/v1/listings/tide")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_an_invitation_at_once_one_is_named():
    made = live_listing(plans=[FLAT, SECRET])
    plan = Plan.objects.select_related("offer__partner").get(offer_id=made.offer_id, code="maison")
    days = {"valid_from": None, "valid_until": None}
    _, code = invite_customer(plan=plan, customer_name="P", **days, actor=SYSTEM, at=clock.now())
    organisations = [seat().organisation, seat().organisation]
    results = at_once(
        *(partial(accept_price, organisation=one, code=code, actor=SYSTEM, at=clock.now()) for one in organisations)
    )
    assert sorted(type(result).__name__ for result in results) == ["CodeNotValid", "NegotiatedPrice"]
    found = [
        plan.pk in sellable_plans([plan.pk], Asking(clock.now().date(), organisation_ids=frozenset({one.pk})))
        for one in organisations
    ]
    assert sorted(found) == [False, True]
