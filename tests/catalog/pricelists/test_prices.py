"""Price lists and agreed prices: who pays what, where and when."""

from datetime import timedelta
from functools import partial

import pytest

from catalog.channels.actions import found_channel
from catalog.listings.actions import approve, submit_offer
from catalog.listings.models import ListingVersion
from catalog.listings.queries import Asking, sellable_plans
from catalog.offers.models import Plan
from catalog.pricelists.actions import accept_price, negotiate_price
from catalog.pricelists.models import ListPrice, NegotiatedPrice
from core import clock
from core.accounts.roles import Role
from core.actors import SYSTEM
from marketplace.ordering.quotes import preview
from tests.factories.catalog import FLAT, TEAM, live_listing, plan_of
from tests.factories.customers import customer
from tests.factories.partners import seat
from tests.marketplace.test_races import at_once
from tests.partners.conftest import Api, problem

pytestmark = pytest.mark.django_db

IN_DOLLARS = {"scheme": "flat", "currency": "USD", "interval": "month", "terms": {"amount": "14.00"}}
TODAY = clock.now().date()


@pytest.fixture
def window():
    return found_channel(code="north", name="North Window", is_open=True, actor=SYSTEM, at=clock.now())


@pytest.fixture
def plan(partner):
    return plan_of(live_listing(partner, name="Tide", plans=[FLAT]), "flat")


def of(plan):
    return f"offers/{plan.offer_id}/plans/{plan.pk}"


def published(plan):
    version = submit_offer(offer=plan.offer, actor=SYSTEM, at=clock.now())
    approve(version=version, actor=SYSTEM, at=clock.now())


def sold(plan, **asking):
    asking = {"currency": "EUR", "on": TODAY} | asking
    return sellable_plans([plan.pk], Asking(**asking))[plan.pk].rule


def test_a_price_in_another_currency_counts_once_a_version_with_it_is_live(api, plan):
    added = api.post(f"{of(plan)}/list-prices", IN_DOLLARS)
    assert added.status_code == 201
    assert added.json()["differences"] == ["14.00\xa0USD per month instead of €12.50 per month"]
    assert sold(plan, currency="USD").currency == "EUR"
    published(plan)
    assert sold(plan, currency="USD").terms == {"amount": "14.00"}
    assert sold(plan).terms == {"amount": "12.50"}
    buyer = customer(currency="USD", country="US")
    quote = preview(customer=buyer, basket=[(plan.pk, 1)], at=clock.now())
    assert str(quote.gross) == "14.00 USD"
    version = ListingVersion.objects.get(state="live")
    changes = api.get(f"listing-versions/{version.pk}").json()["changes"]
    assert [(change["about"], change["kind"]) for change in changes] == [("plans/flat/price", "added")]
    assert changes[0]["after"]["sentence"] == "14.00\xa0USD per month"


def test_prices_follow_each_other_by_days_and_channels(api, plan, window):
    in_ten = TODAY + timedelta(days=10)
    dearer = FLAT | {"terms": {"amount": "15.00"}, "valid_from": str(in_ten)}
    price = {name: dearer[name] for name in ("scheme", "currency", "interval", "terms", "valid_from")}
    assert api.post(f"{of(plan)}/list-prices", price).status_code == 201
    assert (
        api.post(f"{of(plan)}/list-prices", price | {"channel": "north", "terms": {"amount": "9"}}).status_code == 201
    )
    published(plan)
    assert sold(plan).terms == {"amount": "12.50"}
    assert sold(plan, on=in_ten).terms == {"amount": "15.00"}
    assert sold(plan, on=in_ten, channel="north").terms == {"amount": "9"}
    assert sold(plan, on=in_ten, channel="south").terms == {"amount": "15.00"}


def test_on_each_day_there_is_one_price_for_a_currency_and_channel(api, plan):
    path = f"{of(plan)}/list-prices"
    assert api.post(path, IN_DOLLARS | {"valid_until": "2027-01-01"}).status_code == 201
    assert api.post(path, IN_DOLLARS | {"valid_from": "2027-01-01"}).status_code == 201
    problem(api.post(path, IN_DOLLARS | {"valid_from": "2028-01-01"}), 409, "price-overlaps")
    assert len(api.get(path).json()["results"]) == 2


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"terms": {"amount": "-1"}}, "/terms/amount"),
        ({"currency": "XXX"}, "/currency"),
        ({"channel": "nowhere"}, "/channel"),
        ({"valid_from": "2027-02-01", "valid_until": "2027-02-01"}, "/valid_until"),
        ({"valid_from": "soon"}, "/valid_from"),
        ({"plan": "x"}, "/plan"),
    ],
)
def test_bad_prices_are_refused_field_by_field(api, plan, changes, pointer):
    document = problem(api.post(f"{of(plan)}/list-prices", IN_DOLLARS | changes), 422)
    assert {error["pointer"] for error in document["errors"]} == {pointer}
    assert not ListPrice.objects.exists()


def test_a_price_nobody_saw_is_deleted_and_a_submitted_one_retired(api, plan):
    path = f"{of(plan)}/list-prices"
    first = api.post(path, IN_DOLLARS)
    address = first["Location"].removeprefix("/api/v1/")
    assert api.client.delete(first["Location"]).status_code == 204
    assert (api.get(address).status_code, ListPrice.objects.count()) == (404, 0)
    again = api.post(path, IN_DOLLARS)
    published(plan)
    assert api.client.delete(again["Location"]).status_code == 204
    assert ListPrice.objects.get().retired_at
    assert sold(plan, currency="USD").currency == "USD"  # until the next version is live
    published(plan)
    assert sold(plan, currency="USD").currency == "EUR"


NEGOTIATED = {
    "customer_name": "Maison Petit",
    "scheme": "flat",
    "currency": "EUR",
    "interval": "month",
    "terms": {"amount": "10.00"},
}


@pytest.fixture
def buying():
    return seat(Role.OWNER)


@pytest.fixture
def buyer(buying):
    return customer(buying.organisation)


def offered(api, plan, **changes):
    answer = api.post(f"{of(plan)}/negotiated-prices", NEGOTIATED | changes)
    assert answer.status_code == 201
    return answer.json()


def redeem(buying, code):
    body = {"organisation": str(buying.organisation.pk), "code": code}
    return Api(buying.user).post("negotiated-prices/redemption", body)


def test_a_customer_accepts_a_price_and_orders_at_it(api, plan, buying, buyer):
    said = offered(api, plan)
    assert said["differences"] == ["€10.00 per month instead of €12.50 per month (20% less)"]
    assert said["code"] not in api.get("negotiated-prices").content.decode()
    accepted = redeem(buying, said["code"])
    assert accepted.status_code == 201
    assert accepted.json()["customer_name"] is None
    assert str(preview(customer=buyer, basket=[(plan.pk, 1)], at=clock.now()).gross) == "12.00 EUR"
    assert str(preview(customer=customer(), basket=[(plan.pk, 1)], at=clock.now()).gross) == "15.00 EUR"
    mine = Api(buying.user).get(f"negotiated-prices/{said['id']}").json()
    assert mine["organisation"] == str(buying.organisation.pk)
    assert api.get(f"negotiated-prices/{said['id']}").json()["organisation"] is None
    assert api.client.delete(f"/api/v1/negotiated-prices/{said['id']}").status_code == 204
    assert str(preview(customer=buyer, basket=[(plan.pk, 1)], at=clock.now()).gross) == "15.00 EUR"


def test_a_code_opens_once_and_not_for_ever(api, plan, buying, buyer):
    said = offered(api, plan)
    assert redeem(buying, said["code"]).status_code == 201
    problem(redeem(buying, said["code"]), 422, "code-not-valid")
    problem(redeem(buying, "no-such-code"), 422, "code-not-valid")
    late = offered(api, plan)
    NegotiatedPrice.objects.filter(pk=late["id"]).update(code_expires_at=clock.now())
    problem(redeem(buying, late["code"]), 422, "code-not-valid")


def test_two_prices_agreed_for_the_same_days_are_refused(api, plan, buying, buyer):
    first, second = offered(api, plan), offered(api, plan, terms={"amount": "1.00"})
    assert redeem(buying, first["code"]).status_code == 201
    problem(redeem(buying, second["code"]), 409, "price-overlaps")
    api.client.delete(f"/api/v1/negotiated-prices/{first['id']}")
    assert redeem(buying, second["code"]).status_code == 201


def test_neither_strangers_nor_the_customer_end_an_agreed_price(api, plan, buying, buyer, stranger):
    said = offered(api, plan)
    redeem(buying, said["code"])
    path = f"/api/v1/negotiated-prices/{said['id']}"
    assert stranger.client.delete(path).status_code == 404
    assert Api(buying.user).client.delete(path).status_code == 403
    assert NegotiatedPrice.objects.get().ended_at is None


def test_the_list_takes_no_more_queries_for_more_prices(api, plan, django_assert_max_num_queries):
    for _ in range(3):
        offered(api, plan)
    with django_assert_max_num_queries(8):
        assert len(api.get("negotiated-prices").json()["results"]) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_who_redeem_a_code_at_once_one_has_it():
    made = Plan.objects.select_related("offer__partner").get(pk=plan_of(live_listing(plans=[TEAM]), "team").pk)
    days = {"valid_from": None, "valid_until": None}
    price = {name: NEGOTIATED[name] for name in ("scheme", "currency", "interval", "terms")}
    _, code = negotiate_price(plan=made, price=price, customer_name="Petit", **days, actor=SYSTEM, at=clock.now())
    organisations = [seat().organisation, seat().organisation]
    results = at_once(
        *(partial(accept_price, organisation=one, code=code, actor=SYSTEM, at=clock.now()) for one in organisations)
    )
    assert sorted(type(result).__name__ for result in results) == ["CodeNotValid", "NegotiatedPrice"]
    assert NegotiatedPrice.objects.get().organisation in organisations
