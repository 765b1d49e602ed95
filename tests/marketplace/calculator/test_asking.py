"""The calculator over REST and as a page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.actors import SYSTEM
from marketplace.billing.actions import bill_subscription
from marketplace.subscriptions.models import Subscription
from tests.factories.catalog import FLAT, TEAM, live_listing, plan_of
from tests.factories.customers import customer, order
from tests.marketplace.test_api_customers import pointers, send

pytestmark = pytest.mark.django_db

TIERS = {"tiers": [{"up_to": "10", "unit_price": "0"}, {"up_to": None, "unit_price": "0.25"}]}
STORAGE = {
    "code": "storage",
    "name": "Storage",
    "scheme": "graduated",
    "currency": "EUR",
    "interval": "month",
    "terms": TIERS,
    "unit": "GB",
    "meter": {"aggregation": "sum", "field": "gigabytes"},
}
DOLLARS = {**FLAT, "code": "dollars", "currency": "USD"}
CALCULATOR = "/api/v1/calculator"


@pytest.fixture
def listing():
    return live_listing(name="Tide", plans=[FLAT, TEAM, STORAGE])


def ask(of, **more):
    question = {"listing": of.slug, "usage": {"quantity": "12"}, "starts_on": "2027-03-01", **more}
    return send(Client(), "post", CALCULATOR, question)


def test_every_plan_is_priced_with_vat_the_cheapest_first(listing):
    answer = ask(listing, billing_day=1)
    assert answer.status_code == 200
    told = [(one["name"], one["next_month"]["total"]["amount"]) for one in answer.json()["results"]]
    # 2 GB at 0.25 beyond the first 10; 12.50 for everybody; 12 seats at 4.00. VAT 20 %.
    assert told == [("Tide: Storage", "0.60"), ("Tide: Flat", "15.00"), ("Tide: Team", "57.60")]


def test_the_first_month_is_prorated_to_the_billing_day(listing):
    first = ask(listing, starts_on="2027-03-22", billing_day=1).json()["results"][1]["first_month"]
    assert (first["net"]["amount"], first["ends_on"]) == ("4.03", "2027-04-01")
    assert first["lines"][0]["explanation"]["days"] == {"billed": 10, "of": 31}


def test_it_comes_to_what_the_invoice_comes_to(listing):
    other = live_listing(plans=[TEAM])
    team, flat = plan_of(other, "team"), plan_of(listing, "flat")
    today = clock.now().date()
    add_ons = [{"plan": str(team.pk), "quantity": 3}]
    found = ask(listing, starts_on=str(today), country="FR", add_ons=add_ons).json()["results"]
    estimated = next(one for one in found if one["plan"] == str(flat.pk))["first_month"]
    buyer = customer()
    subscription = order(buyer, [(flat, 1), (team, 3)])
    invoice = bill_subscription(subscription=Subscription.objects.get(pk=subscription.pk), actor=SYSTEM, at=clock.now())
    assert estimated["total"]["amount"] == f"{invoice.gross_minor / 100:.2f}"
    assert estimated["tax"]["amount"] == f"{invoice.tax_minor / 100:.2f}"


def test_a_business_elsewhere_in_the_union_pays_no_vat_here(listing):
    for is_business, total in ((False, "14.88"), (True, "12.50")):
        (flat,) = [
            one
            for one in ask(listing, country="DE", is_business=is_business).json()["results"]
            if one["name"] == "Tide: Flat"
        ]
        assert flat["next_month"]["total"]["amount"] == total


def test_other_currencies_than_the_add_ons_are_not_added_up():
    listing = live_listing(plans=[FLAT, DOLLARS])
    add_on = plan_of(live_listing(plans=[TEAM]), "team")
    found = ask(listing, add_ons=[{"plan": str(add_on.pk)}]).json()["results"]
    assert [(bool(one["next_month"]), one["why_not"]) for one in found] == [
        (True, ""),
        (False, "The add-ons are priced in another currency (EUR)."),
    ]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"listing": "nowhere"}, "/listing"),
        ({"listing": None}, "/listing"),
        ({"usage": {}}, "/usage"),
        ({"usage": {"quantity": "-1"}}, "/usage/quantity"),
        ({"usage": {"quantity": 12}}, "/usage/quantity"),
        ({"usage": {"quantity": "1", "amounts": ["1"]}}, "/usage"),
        ({"usage": {"amounts": ["x"]}}, "/usage/amounts/0"),
        ({"starts_on": "9999-12-31"}, "/starts_on"),
        ({"starts_on": "0001-01-01"}, "/starts_on"),
        ({"billing_day": 32}, "/billing_day"),
        ({"country": "XX"}, "/country"),
        ({"is_business": "yes"}, "/is_business"),
        ({"add_ons": [{"plan": "01981f3e-7c00-7000-8000-000000000021"}]}, "/add_ons/0/plan"),
        ({"add_ons": [{"plan": "01981f3e-7c00-7000-8000-000000000021", "quantity": 0}]}, "/add_ons/0/quantity"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_by_pointer(listing, changes, pointer):
    answer = ask(listing, **changes)
    assert answer.status_code == 422
    assert pointers(answer) == [pointer]


@pytest.mark.parametrize(
    "usage", [{"amounts": ["10.00", "99.99"]}, {"cells": [{"values": ["eu"], "quantity": "3"}]}, {"quantity": "0"}]
)
def test_every_way_to_say_how_much_is_answered(listing, usage):
    assert ask(listing, usage=usage).status_code == 200


def test_an_answer_takes_no_more_queries_for_more_plans(listing):
    counts = []
    for one in (live_listing(plans=[FLAT]), listing):
        with CaptureQueriesContext(connection) as queries:
            ask(one)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def page(listing, query="", language="en"):
    return Client(headers={"accept-language": language}).get(f"/catalog/{listing.slug}/calculator/{query}")


def test_the_page_asks_and_answers_at_an_address(listing):
    assert "Your bills stand here" in page(listing).content.decode()
    html = page(listing, "?quantity=12&starts_on=2027-03-22&billing_day=1").content.decode().replace("\xa0", " ")
    assert "First bill, until 1 April 2027" in html
    assert "€15.00" in html
    assert "Cheapest in the first year" in html
    french = page(listing, "?quantity=12&starts_on=2027-03-22&billing_day=1", "fr").content.decode()
    assert "Première facture, jusqu’au 1 avril 2027" in french.replace("\xa0", " ")


@pytest.mark.parametrize(
    "query", ["?quantity=", "?quantity=-1", "?quantity=x", "?quantity=1&country=XX", "?quantity=1&starts_on=9999-12-31"]
)
def test_what_cannot_be_asked_stands_beside_its_field(listing, query):
    answer = page(listing, f"?quantity={query}")
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()


def test_there_is_no_calculator_without_a_listing(db):
    assert Client().get("/catalog/nowhere/calculator/").status_code == 404


def test_a_day_of_last_year_can_be_asked_for(listing):
    assert ask(listing, starts_on=str(clock.now().date() - timedelta(days=30))).status_code == 200
