"""Prices of channels and days follow the days, a listing at a time."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from catalog.offers.models import Plan
from catalog.search import tasks
from catalog.search.models import Document, Edition, Price
from core import clock
from core.events.postman import deliver_due
from tests.catalog.search.test_other_prices import TODAY, also, founded, names, published, sell
from tests.factories.catalog import YEARLY, live_listing
from tests.factories.partners import vetted_partner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept(settings):
    settings.CATALOGUE_KEPT_SECONDS = 0
    cache.clear()


@pytest.fixture
def channels(db):
    return founded()


def test_prices_follow_the_days_by_the_task_and_no_other_row_is_touched(monkeypatch, channels):
    partner = vetted_partner("Days")
    plan = sell(partner, "Tide", ("EUR", "10.00"))
    also(plan, "EUR", "7.00", valid_from=TODAY + timedelta(days=2), valid_until=TODAY + timedelta(days=5))
    also(plan, "EUR", "3.00", channel=channels["north"], valid_from=TODAY + timedelta(days=3))
    published(plan.offer)
    sell(partner, "Rock", ("EUR", "20.00"))
    deliver_due(at=clock.now())
    assert Document.objects.get(name_key="tide").reprice_on == TODAY + timedelta(days=2)
    assert Document.objects.get(name_key="rock").reprice_on is None
    refreshed = []
    real = tasks.refresh
    monkeypatch.setattr(tasks, "refresh", lambda **given: (refreshed.append(given["listing_ids"]), real(**given)))
    tide = Document.objects.get(name_key="tide").pk
    begun = clock.now()
    days = [(0, 1000, None), (1, 1000, None), (2, 700, None), (3, 700, 300), (4, 700, 300), (5, 1000, 300)]
    for day, everywhere, north in days:
        at = begun + timedelta(days=day)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        edition = Edition.objects.get().edition
        changed = tasks.follow_days()
        assert changed == (1 if day in (2, 3, 5) else 0)
        assert (Edition.objects.get().edition != edition) is bool(changed)
        assert Document.objects.get(pk=tide).monthly_minor == everywhere
        assert Price.objects.filter(channel="north").values_list("monthly_minor", flat=True).first() == north
        assert names("", price_max="8") == (["Tide"] if everywhere < 800 else [])
        assert names("north", price_max="5") == (["Tide"] if north else [])
    assert refreshed == [[tide]] * 3
    assert Document.objects.get(pk=tide).reprice_on is None


def test_days_that_were_missed_are_made_up_for(monkeypatch):
    plan = sell(vetted_partner("Days"), "Tide", ("EUR", "10.00"))
    also(plan, "EUR", "7.00", valid_from=TODAY + timedelta(days=2))
    published(plan.offer)
    later = clock.now() + timedelta(days=9)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert tasks.follow_days() == 1
    assert Document.objects.get().monthly_minor == 700


def test_a_yearly_price_of_a_channel_counts_as_a_twelfth(channels):
    listing = live_listing(name="Moon", plans=[YEARLY])
    plan = Plan.objects.select_related("offer__partner").get(offer_id=listing.offer_id)
    also(plan, "EUR", "9.00", channel=channels["north"])
    published(plan.offer)
    assert (Document.objects.get().monthly_minor, Price.objects.get().monthly_minor) == (1000, 900)
