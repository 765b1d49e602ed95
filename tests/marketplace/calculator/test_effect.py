"""What another price would do to those who hold a plan."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from catalog.offers.actions import change_plan
from catalog.pricing.rule import Rule
from core import clock
from core.accounts.roles import Role
from core.actors import SYSTEM
from marketplace.calculator.effect import Holding, effect
from tests.factories.catalog import TEAM, live_listing, plan_of
from tests.factories.customers import customer, order
from tests.factories.partners import seat, vetted_partner
from tests.marketplace.test_api_customers import pointers, send


def seats(amount, **more):
    return Rule(scheme="per_seat", terms={"amount": amount}, currency="EUR", **more)


HOLDINGS = st.lists(
    st.builds(
        Holding,
        st.sampled_from([seats("4"), seats("5.50"), Rule(scheme="flat", terms={"amount": "9"}, currency="USD")]),
        st.integers(1, 1000),
    ),
    max_size=20,
)


@given(holdings=HOLDINGS)
def test_bands_add_up_to_the_whole_and_nobody_is_lost(holdings):
    found = effect(holdings, seats("5"))
    assert found.total.holders + found.left_out == len(holdings)
    for name in ("holders", "before", "after", "difference"):
        assert sum(getattr(moved, name) for _, _, moved in found.bands) == getattr(found.total, name)
    assert found.dearer + found.cheaper <= found.total.holders


@given(holdings=HOLDINGS)
def test_the_price_one_has_moves_nobody(holdings):
    own = [each for each in holdings if each.rule == seats("4")]
    found = effect(own, seats("4"))
    assert (found.total.difference, found.dearer, found.cheaper, found.largest_rise) == (0, 0, 0, 0)


def test_a_year_counts_by_its_twelfth_and_the_largest_changes_are_told():
    yearly = Rule.of(seats("120").said() | {"interval": "year"})
    found = effect([Holding(yearly, 2), Holding(seats("4"), 10), Holding(seats("8"), 1)], seats("5"))
    assert (found.total.before, found.total.after) == (2000 + 4000 + 800, 1000 + 5000 + 500)
    assert (found.dearer, found.cheaper, found.largest_rise, found.largest_fall) == (1, 2, 25, 50)
    assert [(begin, end, moved.holders) for begin, end, moved in found.bands] == [(1, 1, 1), (2, 10, 2)]


@pytest.fixture
def owner(db):
    return seat(Role.OWNER)


@pytest.fixture
def plan(owner):
    partner = vetted_partner("Tide Works", organisation_=owner.organisation)
    made = plan_of(live_listing(partner, plans=[TEAM]), "team")
    for quantity in (1, 20):
        order(customer(), [(made, quantity)])
    return made


def browser(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_partner_asks_over_rest_and_reads_no_name(owner, plan):
    path = f"/api/v1/offers/{plan.offer_id}/plans/{plan.pk}/price-effect"
    with CaptureQueriesContext(connection) as few:
        answer = send(browser(owner.user), "post", path, {"terms": {"amount": "5.00"}})
    assert answer.status_code == 200
    said = answer.json()
    assert (said["total"]["before"]["amount"], said["total"]["after"]["amount"]) == ("84.00", "105.00")
    assert (said["dearer"], said["largest_rise_percent"]) == (2, "25.00")
    for _ in range(3):
        order(customer(), [(plan, 2)])
    with CaptureQueriesContext(connection) as many:
        send(browser(owner.user), "post", path, {"terms": {"amount": "5.00"}})
    assert len(many) <= len(few)
    assert "Boulangerie" not in answer.content.decode()
    assert send(browser(owner.user), "post", path, {}).json()["total"]["difference"]["amount"] == "0.00"
    wrong = send(browser(owner.user), "post", path, {"terms": {"amount": "x"}})
    assert (wrong.status_code, pointers(wrong)) == (422, ["/terms/amount"])


def test_the_page_compares_what_is_held_with_the_draft(owner, plan):
    address = f"/partner/offers/{plan.offer_id}/plans/{plan.pk}/effect/"
    change_plan(plan=plan, version=plan.version, changes={"terms": {"amount": "3.00"}}, actor=SYSTEM, at=clock.now())
    page = browser(owner.user).get(address).content.decode().replace("\xa0", " ")
    assert "€84.00" in page
    assert "€63.00" in page
    assert "at most 25% less" in page
    assert browser(seat(Role.OWNER).user).get(address).status_code == 404
    assert Client().get(address).status_code == 302
