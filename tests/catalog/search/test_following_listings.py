"""The table follows the listings."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from catalog.listings.actions import approve, withdraw_listing
from catalog.offers.actions import change_offer
from catalog.search.models import Document, Edition, Word
from core import clock
from core.actors import SYSTEM
from core.events.postman import deliver_due
from partners.organisations.actions import change_partner
from partners.vetting.actions.judging import locked
from partners.vetting.actions.settling import settle
from partners.vetting.models import Assessment
from tests.factories.catalog import FLAT, TEAM, category, live_listing, submitted
from tests.factories.partners import vetted_partner

pytestmark = pytest.mark.django_db


def deliver() -> None:
    deliver_due(at=clock.now())


def names() -> list[str]:
    return [*Document.objects.order_by("name_key").values_list("name_key", flat=True)]


def test_a_published_listing_is_found_with_its_lowest_price_and_goes_when_it_is_withdrawn():
    listing = live_listing(name="Tide Planner")
    assert names() == []
    deliver()
    document = Document.objects.get()
    assert (document.name_key, document.monthly_minor, document.currency) == ("tide planner", 400, "EUR")
    assert document.intervals == ["month", "year"]
    withdraw_listing(listing=listing, reason="No longer made", actor=SYSTEM, at=clock.now())
    deliver()
    assert names() == []
    assert not Word.objects.exists()


def test_a_new_version_takes_the_place_of_the_old_one_and_keeps_its_age():
    listing = live_listing(name="Tide Planner")
    deliver()
    before = Document.objects.get().published_at
    offer = listing.offer
    change_offer(offer=offer, version=offer.version, changes={"name": "Ebb Helper"}, actor=SYSTEM, at=clock.now())
    offer.refresh_from_db()
    approve(version=submitted(offer), actor=SYSTEM, at=clock.now())
    deliver()
    document = Document.objects.get()
    assert document.name_key == "ebb helper"
    assert document.published_at == before
    assert not Word.objects.filter(word="planner").exists()


def test_facts_may_come_late_and_twice():
    listing = live_listing()
    withdraw_listing(listing=listing, reason="No longer made", actor=SYSTEM, at=clock.now())
    deliver()
    deliver()
    assert names() == []


def test_a_partner_who_is_renamed_is_found_by_the_new_name():
    partner = vetted_partner("Old Mill Ltd")
    live_listing(partner)
    deliver()
    partner.refresh_from_db()
    change_partner(
        partner=partner, version=partner.version, display_name="New Mill Works", actor=SYSTEM, at=clock.now()
    )
    deliver()
    assert Word.objects.filter(word="works").exists()
    assert not Word.objects.filter(word="old").exists()


def test_the_table_can_be_built_anew():
    live_listing(name="Tide Planner")
    deliver()
    Document.objects.update(name_key="wrong", words="'wrong':1A")
    said = io.StringIO()
    call_command("reindex_search", stdout=said)
    assert names() == ["tide planner"]
    assert not Word.objects.filter(word="wrong").exists()
    assert "1 live listings can be found" in said.getvalue()


def test_what_another_version_built_is_built_anew_and_nothing_else():
    live_listing(name="Tide Planner")
    deliver()
    call_command("reindex_search", stdout=io.StringIO())
    Document.objects.update(name_key="kept")
    call_command("reindex_search", if_outdated=True, stdout=io.StringIO())
    assert names() == ["kept"]
    Edition.objects.update(made_by="an older version")
    call_command("reindex_search", if_outdated=True, stdout=io.StringIO())
    assert names() == ["tide planner"]


def lapsed(partner, days: int) -> None:
    """What the partner is vetted by ended so many days ago; the partner's standing is settled."""
    ended = clock.now() - timedelta(days=days)
    Assessment.objects.filter(application__partner=partner, key="LEG-001").update(
        state="satisfied", good_until=ended, grace_until=ended + timedelta(days=30), next_look_at=ended
    )
    settle_anew(partner)


def settle_anew(partner) -> None:
    with transaction.atomic():
        settle(locked(partner.applications.get().pk), actor=SYSTEM, at=clock.now())
    deliver()


def test_listings_of_a_partner_that_may_not_be_listed_are_hidden_and_come_back():
    partner = vetted_partner()
    live_listing(partner, name="Tide Planner")
    live_listing(name="Ebb Helper")
    deliver()
    lapsed(partner, days=29)
    assert names() == ["ebb helper", "tide planner"]
    lapsed(partner, days=30)
    assert names() == ["ebb helper"]
    call_command("reindex_search", stdout=io.StringIO())
    assert names() == ["ebb helper"]
    Assessment.objects.filter(application__partner=partner).update(good_until=None, grace_until=None)
    settle_anew(partner)
    assert names() == ["ebb helper", "tide planner"]


def test_a_category_that_is_called_something_else_is_found_and_counted_so():
    category("irc", "Chat")
    live_listing(name="Tide Planner", categories=["irc"], plans=[FLAT, TEAM])
    deliver()
    document = Document.objects.get()
    assert (document.categories, document.schemes) == (["irc"], ["flat", "per_seat"])
    category("irc", "Messages - Relay")
    deliver()
    assert Document.objects.get().categories == ["irc", "messages"]
    assert Word.objects.filter(word="relay").exists()
    assert not Word.objects.filter(word="chat").exists()
