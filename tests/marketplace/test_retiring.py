"""A retired listing is not sold any more; its page stays, and who holds it keeps it."""

import json
import re

import pytest
from django.test import Client

from catalog.listings.actions import approve, retire, return_to_sale, submit_offer, withdraw_listing
from catalog.listings.models import Listing, ListingVersion
from catalog.offers.actions import change_offer
from catalog.offers.models import Offer
from catalog.search.models import Document
from core import clock
from core.actors import SYSTEM
from core.states import IllegalMove
from marketplace.ordering.basket import PlanNotForSale
from marketplace.ordering.quotes import preview
from marketplace.reviews.actions import write_review
from marketplace.subscriptions.models import Subscription
from tests.factories.catalog import FLAT, live_listing, plan_of
from tests.factories.customers import customer, order
from tests.factories.partners import seat, vetted_partner
from tests.factories.reviews import WORDS
from tests.partners.conftest import Api, problem

pytestmark = pytest.mark.django_db
NOW = {"actor": SYSTEM, "at": clock.now()}


@pytest.fixture
def seller():
    return seat()


@pytest.fixture
def listing(seller):
    return live_listing(vetted_partner("Tide Works", organisation_=seller.organisation), name="Tide", plans=[FLAT])


@pytest.fixture
def holder(listing):
    buyer = customer()
    order(buyer, [(plan_of(listing, "flat"), 1)])
    return buyer


def test_nothing_more_is_sold_and_who_holds_it_keeps_it(listing, holder):
    plan = plan_of(listing, "flat")
    retire(listing=listing, reason="Replaced.", **NOW)
    for buyer in (customer(), holder):
        with pytest.raises(PlanNotForSale):
            preview(customer=buyer, basket=[(plan.pk, 1)], at=clock.now())
    assert Subscription.objects.get().state == "active"
    assert write_review(offer=listing.offer, organisation=holder.organisation, **WORDS, written_by=None, **NOW).pk


def test_it_is_not_found_but_its_page_says_so(listing, deliver):
    deliver()
    assert Document.objects.filter(listing_id=listing.pk).exists()
    retire(listing=listing, **NOW)
    deliver()
    assert not Document.objects.filter(listing_id=listing.pk).exists()
    html = Client(headers={"accept-language": "en"}).get(f"/catalog/{listing.slug}/").content.decode()
    for said in ("This add-on is not sold any more", '<meta name="robots" content="noindex">'):
        assert said in html
    assert "Order by API" not in html
    product = json.loads(re.search(r"ld\+json\">(.*?)</script>", html, re.DOTALL)[1])
    assert product["offers"][0]["availability"] == "https://schema.org/Discontinued"
    assert Api().get(f"listings/{listing.slug}").json()["retired_at"]
    return_to_sale(listing=listing, **NOW)
    deliver()
    assert Document.objects.filter(listing_id=listing.pk).exists()
    assert Api().get(f"listings/{listing.slug}").json()["retired_at"] is None


def test_its_partner_retires_it_and_sells_it_again_over_rest(listing, seller):
    api, address = Api(seller.user), f"listings/{listing.slug}/retirement"
    problem(Api(seat().user).post(address), 404)
    answer = api.post(address, {"reason": "Replaced."})
    assert (answer.json()["state"], answer.json()["retired_at"] is not None) == ("retired", True)
    problem(api.post(address), 409, "illegal-move")
    assert api.client.delete(f"/api/v1/{address}").json()["state"] == "live"
    problem(api.client.delete(f"/api/v1/{address}"), 409, "illegal-move")


def test_what_is_on_its_way_is_taken_back_and_a_version_that_is_approved_later_begins_the_sale_anew(listing):
    def revise(summary):
        draft = Offer.objects.select_related("partner").get(pk=listing.offer_id)
        change_offer(offer=draft, version=draft.version, changes={"summary": summary}, **NOW)
        return submit_offer(offer=draft, **NOW)

    waiting = revise("Anew.")
    retire(listing=listing, **NOW)
    assert ListingVersion.objects.get(pk=waiting.pk).state == "withdrawn"
    approve(version=revise("Anew again."), **NOW)
    found = Listing.objects.get(pk=listing.pk)
    assert (found.state, found.retired_at) == ("live", None)


def test_a_retired_listing_can_still_be_withdrawn_and_is_then_not_simply_sold_again(listing):
    retire(listing=listing, **NOW)
    withdraw_listing(listing=listing, **NOW)
    found = Listing.objects.get(pk=listing.pk)
    assert (found.state, found.retired_at, found.current) == ("withdrawn", None, None)
    with pytest.raises(IllegalMove):
        return_to_sale(listing=found, **NOW)
