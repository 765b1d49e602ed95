"""The calculator asks for what an order would: in the channel, in the currency, on the day, for the organisation."""

from datetime import timedelta

import pytest
from django.test import Client

from catalog.channels.actions import found_channel
from catalog.listings.actions import approve, submit_offer
from catalog.offers.models import Plan
from catalog.pricelists.actions import accept_price, add_list_price, negotiate_price
from core import clock
from core.actors import SYSTEM
from marketplace.customers.models import Customer
from tests.factories.catalog import FLAT, live_listing
from tests.factories.customers import customer
from tests.factories.partners import seat
from tests.partners.conftest import Api, problem

pytestmark = pytest.mark.django_db

TODAY = clock.now().date()
MONTHLY = {"scheme": "flat", "interval": "month"}
ALWAYS = {"valid_from": None, "valid_until": None}


@pytest.fixture
def channel():
    return found_channel(code="north", name="North", is_open=True, actor=SYSTEM, at=clock.now())


@pytest.fixture
def plan(channel):
    live_listing(name="Tide", plans=[FLAT])
    plan = Plan.objects.select_related("offer__partner", "price").get()
    later = {"valid_from": TODAY + timedelta(days=3), "valid_until": None}
    for currency, amount, where, days in (
        ("EUR", "9.00", channel, ALWAYS),
        ("USD", "14.00", None, ALWAYS),
        ("USD", "11.00", channel, ALWAYS),
        ("EUR", "20.00", None, later),
    ):
        price = {**MONTHLY, "currency": currency, "terms": {"amount": amount}}
        add_list_price(plan=plan, price=price, channel=where, **days, actor=SYSTEM, at=clock.now())
    approve(version=submit_offer(offer=plan.offer, actor=SYSTEM, at=clock.now()), actor=SYSTEM, at=clock.now())
    return plan


@pytest.fixture
def buying():
    return seat()


def estimated(buying, **more):
    question = {"listing": "tide", "usage": {"quantity": "1"}, "country": "FR", **more}
    (answer,) = Api(buying.user).post("calculator", question).json()["results"]
    return answer["first_month"]["total"]


@pytest.mark.parametrize(
    ("where", "currency", "net"),
    [(None, "EUR", "12.50"), ("north", "EUR", "9.00"), (None, "USD", "14.00"), ("north", "USD", "11.00")],
)
def test_it_equals_the_preview_and_the_order(plan, buying, where, currency, net):
    country = "US" if currency == "USD" else "FR"
    buyer = customer(buying.organisation, currency=currency, country=country)
    found = estimated(buying, channel=where, currency=currency, country=country)
    basket = {"customer": str(buyer.pk), "items": [{"plan": str(plan.pk)}], "channel": where}
    previewed = Api(buying.user).post("subscriptions/preview", basket).json()
    assert found == previewed["total"]
    assert previewed["net"]["amount"] == net
    ordered = Api(buying.user).post("subscriptions", basket | {"expected_total": found})
    assert ordered.status_code == 201


def test_it_goes_by_the_day_of_the_start(plan, buying):
    assert estimated(buying, starts_on=str(TODAY))["amount"] == "15.00"
    assert estimated(buying, starts_on=str(TODAY + timedelta(days=3)))["amount"] == "24.00"


def test_it_goes_by_what_was_agreed(plan, buying):
    buyer: Customer = customer(buying.organisation)
    price = {**MONTHLY, "currency": "EUR", "terms": {"amount": "5.00"}}
    _, code = negotiate_price(plan=plan, price=price, customer_name="P", **ALWAYS, actor=SYSTEM, at=clock.now())
    accept_price(organisation=buying.organisation, code=code, actor=SYSTEM, at=clock.now())
    basket = {"customer": str(buyer.pk), "items": [{"plan": str(plan.pk)}]}
    assert estimated(buying) == Api(buying.user).post("subscriptions/preview", basket).json()["total"]
    assert estimated(buying)["amount"] == "6.00"
    assert estimated(seat())["amount"] == "15.00"


def test_a_channel_or_currency_that_is_none_is_refused_by_pointer(plan, buying):
    buyer = customer(buying.organisation)
    for path, body in (
        ("calculator", {"listing": "tide", "usage": {"quantity": "1"}}),
        ("subscriptions/preview", {"customer": str(buyer.pk), "items": [{"plan": str(plan.pk)}]}),
        ("subscriptions", {"customer": str(buyer.pk), "items": [{"plan": str(plan.pk)}]}),
    ):
        document = problem(Api(buying.user).post(path, body | {"channel": "nowhere"}), 422)
        assert document["errors"][0]["pointer"] == "/channel"
    document = problem(
        Api().post("calculator", {"listing": "tide", "usage": {"quantity": "1"}, "currency": "EURO"}), 422
    )
    assert document["errors"][0]["pointer"] == "/currency"


def test_the_page_offers_the_currencies_and_keeps_to_the_channel(plan):
    page = Client().get("/c/north/tide/calculator/?quantity=1&currency=USD&country=US").content.decode()
    assert "11.00\xa0USD" in page
    assert '<option value="USD" selected>' in page
    assert "9.00" in Client().get("/c/north/tide/calculator/?quantity=1").content.decode()
    assert Client().get("/catalog/tide/calculator/?quantity=1&currency=XYZ").status_code == 422
