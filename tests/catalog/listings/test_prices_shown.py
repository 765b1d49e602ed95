"""The page of a listing shows the price that counts today, in the channel, and the next one."""

from datetime import timedelta

import pytest
from django.test import Client

from catalog.channels.actions import found_channel
from catalog.listings.actions import approve, submit_offer
from core import clock
from core.actors import SYSTEM
from tests.factories.catalog import FLAT, live_listing, plan_of
from tests.factories.partners import reviewer
from tests.partners.conftest import Api, problem

TODAY = clock.now().date()


def a_day(days: int) -> str:
    return (TODAY + timedelta(days)).isoformat()


def price(amount: str, **more):
    terms = {"scheme": "flat", "currency": "EUR", "interval": "month", "terms": {"amount": amount}}
    return terms | more


@pytest.fixture
def listing(api, partner):
    """A plan of 12.50; since yesterday 11, in the north 10, in a month 9, in a quarter of a year 8, in dollars 14."""
    found_channel(code="north", name="North Window", is_open=True, actor=SYSTEM, at=clock.now())
    found_channel(code="shut", name="Shut", actor=SYSTEM, at=clock.now())
    made = live_listing(partner, name="Tide", plans=[FLAT])
    plan = plan_of(made, "flat")
    for each in (
        price("11.00", valid_from=a_day(-1), valid_until=a_day(30)),
        price("10.00", channel="north"),
        price("9.00", valid_from=a_day(30), valid_until=a_day(90)),
        price("8.00", valid_from=a_day(90)),
        price("14.00", currency="USD"),
    ):
        assert api.post(f"offers/{plan.offer_id}/plans/{plan.pk}/list-prices", each).status_code == 201
    approve(version=submit_offer(offer=plan.offer, actor=SYSTEM, at=clock.now()), actor=SYSTEM, at=clock.now())
    return made


def shown(listing, query=""):
    (plan,) = Api().get(f"listings/{listing.slug}{query}").json()["plans"]
    following = plan["next_price"]
    return plan["price"]["unit_price"]["amount"], following and (
        following["valid_from"],
        following["price"]["unit_price"]["amount"],
    )


def test_the_price_of_today_and_the_next_within_sixty_days_are_shown(listing):
    assert shown(listing) == ("11.00", (a_day(30), "9.00"))
    html = Client().get(f"/catalog/{listing.slug}/").content.decode().replace("\xa0", " ")
    assert "€11.00 per month" in html
    assert "€12.50" not in html
    assert "€8.00" not in html
    begins = TODAY + timedelta(30)
    assert f"from {begins.day} {begins:%B %Y}: €9.00 per month" in html


def test_in_a_channel_its_price_counts_and_no_other_follows(listing):
    assert shown(listing, "?channel=north") == ("10.00", None)


@pytest.mark.parametrize("code", ["shut", "nowhere", "", "%00", "x" * 300, "North"])
def test_a_channel_that_is_not_open_is_not_there(listing, code):
    problem(Api().get(f"listings/{listing.slug}?channel={code}"), 404)


def test_staff_look_into_a_channel_before_it_opens(listing):
    assert Api(reviewer()).get(f"listings/{listing.slug}?channel=shut").status_code == 200
