"""An organisation becomes a customer on a page, and the person is led back to what was to be ordered."""

import pytest

from core.accounts.roles import Role
from marketplace.customers.models import Customer
from tests.factories.customers import GERMAN_VAT_ID, customer
from tests.factories.partners import organisation, seat
from tests.journeys.pages import browser, text

pytestmark = pytest.mark.django_db

PAGE, BACK = "/customers/new/", "/bundles/office/?market=EUR-month"


def form(of, **changes):
    return {
        "organisation": str(of.pk),
        "name": "Menuiserie Dora",
        "billing_email": "dora@example.org",
        "country": "fr",
        "currency": "EUR",
        "zone": "Europe/Paris",
        "vat_id": "",
        "next": BACK,
    } | changes


@pytest.fixture
def mine(db):
    return organisation("Dora")


@pytest.fixture
def owner(mine):
    return browser(seat(Role.OWNER, in_=mine).user)


def test_it_is_opened_and_leads_back(owner, mine):
    shown = owner.get(PAGE, {"next": BACK})
    assert 'value="/bundles/office/?market=EUR-month"' in shown.content.decode()
    assert owner.post(PAGE, form(mine, country="DE", vat_id=GERMAN_VAT_ID))["Location"] == BACK
    opened = Customer.objects.get()
    assert (opened.organisation, opened.country, opened.vat_id, opened.currency) == (mine, "DE", GERMAN_VAT_ID, "EUR")
    assert "found one, or ask" in text(owner.get(PAGE))
    assert owner.post(PAGE, form(mine)).status_code == 200
    assert Customer.objects.count() == 1


@pytest.mark.parametrize("elsewhere", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(owner, mine, elsewhere):
    assert owner.post(PAGE, form(mine, next=elsewhere))["Location"] == "/bundles/"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"country": "XX"}, "Send the country as two capital letters"),
        ({"zone": "Mars/Base"}, "There is no such time zone"),
        ({"vat_id": "DE1"}, "This is no VAT id of that country"),
        ({"currency": "XXX"}, "Select a valid choice"),
        ({"name": "a\nb\x00"}, "Null characters are not allowed"),
        ({"billing_email": "x"}, "Enter a valid email address"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_opened(owner, mine, changes, words):
    answer = owner.post(PAGE, form(mine, **changes))
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Customer.objects.exists()


def test_only_for_organisations_of_ones_own_in_a_role_that_may(owner, mine):
    foreign = organisation("Foreign")
    assert owner.post(PAGE, form(foreign)).status_code == 422
    viewer = browser(seat(Role.VIEWER, in_=mine).user)
    assert "ask an owner, admin or billing" in text(viewer.post(PAGE, form(mine)))
    assert browser().get(PAGE)["Location"].startswith("/accounts/login/")
    customer(mine)
    assert Customer.objects.count() == 1
