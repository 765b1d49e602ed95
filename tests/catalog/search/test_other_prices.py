"""Prices of channels, of further currencies and of days: in cards, filters and orders, against figures taken apart."""

import re
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils.http import urlencode

from catalog.channels.actions import found_channel
from catalog.channels.models import Channel
from catalog.listings.actions import approve, submit_offer
from catalog.offers.models import Offer, Plan
from catalog.pricelists.actions import add_list_price
from catalog.search.models import Price
from core import clock
from core.actors import SYSTEM
from core.events.postman import deliver_due
from tests.factories.catalog import FLAT, live_listing
from tests.factories.partners import vetted_partner
from tests.partners.conftest import Api

pytestmark = pytest.mark.django_db

TODAY = clock.now().date()
# By name: the own price, and the others as (currency, channel, amount).
SOLD = {
    "Alder": ("EUR", "10.00", [("EUR", "north", "4.00"), ("USD", None, "11.00")]),
    "Birch": ("EUR", "8.00", [("USD", None, "30.00"), ("USD", "north", "7.00")]),
    "Cedar": ("EUR", "6.00", []),
    "Doum": ("USD", "9.00", [("EUR", None, "9.50")]),
    "Elder": ("EUR", "12.00", [("EUR", "south", "1.00")]),
}
# What is due in each place, taken from the table above by hand.
DUE = {
    ("", "EUR"): {"Alder": 1000, "Birch": 800, "Cedar": 600, "Doum": 950, "Elder": 1200},
    ("", "USD"): {"Alder": 1100, "Birch": 3000, "Doum": 900},
    ("north", "EUR"): {"Alder": 400, "Birch": 800, "Cedar": 600, "Doum": 950, "Elder": 1200},
    ("north", "USD"): {"Alder": 1100, "Birch": 700, "Doum": 900},
    ("south", "EUR"): {"Alder": 1000, "Birch": 800, "Cedar": 600, "Doum": 950, "Elder": 100},
}


@pytest.fixture(autouse=True)
def _nothing_kept(settings):
    settings.CATALOGUE_KEPT_SECONDS = 0
    cache.clear()


def founded():
    return {
        code: found_channel(code=code, name=code.title(), is_open=True, actor=SYSTEM, at=clock.now())
        for code in ("north", "south", "plain")
    }


def also(plan, currency, amount, *, channel=None, valid_from=None, valid_until=None):
    price = {"scheme": "flat", "currency": currency, "interval": "month", "terms": {"amount": amount}}
    days = {"valid_from": valid_from, "valid_until": valid_until}
    return add_list_price(plan=plan, price=price, channel=channel, **days, actor=SYSTEM, at=clock.now())


def published(draft):
    approve(version=submit_offer(offer=draft, actor=SYSTEM, at=clock.now()), actor=SYSTEM, at=clock.now())
    deliver_due(at=clock.now())


def sell(partner, name, own, others=(), channels=None):
    currency, amount = own
    listing = live_listing(partner, name=name, plans=[{**FLAT, "currency": currency, "terms": {"amount": amount}}])
    plan = Plan.objects.select_related("offer__partner").get(offer_id=listing.offer_id)
    for other, code, due in others:
        also(plan, other, due, channel=channels[code] if code else None)
    if others:
        published(plan.offer)
    return plan


@pytest.fixture(scope="module")
def made(for_the_module):
    channels, partner = founded(), vetted_partner("Woods")
    for name, (currency, amount, others) in SOLD.items():
        sell(partner, name, (currency, amount), others, channels)
    deliver_due(at=clock.now())
    return channels


@pytest.fixture
def sold(made, db):
    """The listings of the table above, live."""


def listed(channel, **asked):
    asked = {name: str(value) for name, value in asked.items()} | ({"channel": channel} if channel else {})
    return Api().get(f"listings?{urlencode(asked)}").json()


def names(*args, **asked):
    return [one["name"] for one in listed(*args, **asked)["results"]]


@pytest.mark.parametrize("place", ["", "north", "south"])
def test_the_facet_of_prices_counts_what_is_due_in_the_place(sold, place):
    edges = [0, 5, 10, 20, 50, 100, 200]
    expected = {}
    for (where, currency), prices in DUE.items():
        if where == place or ((where, currency) == ("", "USD") and place == "south"):
            for minor in prices.values():
                least = max(edge for edge in edges if 100 * edge <= minor)
                expected[currency, least] = expected.get((currency, least), 0) + 1
    found = Api().get(f"listings/facets?channel={place}" if place else "listings/facets").json()["prices"]
    assert {(one["currency"], int(Decimal(one["price_min"] or 0))): one["count"] for one in found} == expected
    for one in found:
        asked = {name: one[name] for name in ("currency", "price_min", "price_max") if one[name]}
        channel = {"channel": place} if place else {}
        chosen = Api().get(f"listings/facets?{urlencode(asked | channel)}").json()
        assert chosen["total"] == one["count"]
        assert len(Api().get(f"listings?{urlencode(asked | channel)}").json()["results"]) == one["count"]


@pytest.mark.parametrize(("channel", "currency"), DUE)
@pytest.mark.parametrize(("least", "most"), [(None, None), ("4.00", "9.50"), ("7.50", None), (None, "4.00")])
def test_lists_are_narrowed_and_ordered_by_the_prices_of_the_place(sold, channel, currency, least, most):
    due = {
        name: minor
        for name, minor in DUE[channel, currency].items()
        if (least is None or minor >= Decimal(least) * 100) and (most is None or minor <= Decimal(most) * 100)
    }
    bounds = {name: value for name, value in (("price_min", least), ("price_max", most)) if value}
    asked = {"currency": currency, **bounds}
    cheapest = sorted(due, key=lambda name: (due[name], name))
    assert names(channel, order="price", **asked) == cheapest
    assert names(channel, order="-price", **asked) == cheapest[::-1]
    assert names(channel, order="name", **asked) == sorted(due)
    assert sorted(names(channel, **asked)) == sorted(due)
    found = listed(channel, order="price", **asked)["results"]
    shown = {one["name"]: one["from_price"] for one in found}
    assert {name: (int(Decimal(one["amount"]) * 100), one["currency"]) for name, one in shown.items()} == {
        name: (minor, currency) for name, minor in due.items()
    }
    counted = Api().get(f"listings/facets?{urlencode({**asked, **({'channel': channel} if channel else {})})}").json()
    assert counted["total"] == len(due)
    assert sum(one["count"] for one in counted["schemes"]) == len(due)


@pytest.mark.parametrize("order", ["price", "-price"])
def test_pages_by_price_go_on_without_a_gap(sold, order):
    whole, cursor, seen = names("north", currency="EUR", order=order), None, []
    while cursor is not None or not seen:
        page = listed("north", currency="EUR", order=order, page_size=2, **({"cursor": cursor} if cursor else {}))
        seen += [one["name"] for one in page["results"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == whole
    assert len(whole) == 5


def test_words_and_prices_of_a_channel_go_together(sold):
    assert names("north", q="alder", price_max="5", currency="EUR") == ["Alder"]
    assert names("", q="alder", price_max="5", currency="EUR") == []
    assert names("north", q="alder", order="price") == ["Alder"]


def test_the_figures_agree_with_the_tables_read_by_another_way(sold):
    """What SQL says of the contents of the live versions themselves, plan by plan, without our table of prices."""
    statement = """
        SELECT content ->> 'name', (coalesce(
            (SELECT min((entry -> 'terms' ->> 'amount')::numeric) FROM jsonb_array_elements(plan -> 'prices') AS entry
             WHERE entry ->> 'currency' = 'EUR' AND entry ->> 'channel' = 'north'),
            (SELECT min((entry -> 'terms' ->> 'amount')::numeric) FROM jsonb_array_elements(plan -> 'prices') AS entry
             WHERE entry ->> 'currency' = 'EUR' AND entry ->> 'channel' = ''),
            CASE WHEN plan ->> 'currency' = 'EUR' THEN (plan -> 'terms' ->> 'amount')::numeric END
        ) * 100)::int AS due
        FROM listings_listingversion, jsonb_array_elements(content -> 'plans') AS plan WHERE state = 'live'
        ORDER BY due, 1
    """
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall()
    assert dict(rows) == DUE["north", "EUR"]
    assert names("north", currency="EUR", order="price") == [name for name, _ in rows]


def test_cards_of_a_channel_and_beside_a_listing_show_its_prices(sold):
    def price(path, name):
        main = Client().get(path).content.decode()
        card = main[main.index(f">{name}</a></h2>") :]
        return re.sub(r"\s", " ", re.search(r'class="price">.*?</span> (.*?) <', card).group(1))

    assert price("/catalog/", "Alder") == "€10.00"
    assert price("/c/north/", "Alder") == "€4.00"
    assert price("/c/south/", "Alder") == "€10.00"
    assert price("/c/south/cedar/", "Elder") == "€1.00"
    assert price("/catalog/cedar/", "Elder") == "€12.00"
    assert price("/catalog/?currency=USD", "Alder") == "11.00 USD"


def test_what_is_the_same_everywhere_costs_no_more_queries(sold, django_assert_num_queries):
    client = Client()
    same = [("listings", 2), ("listings?price_max=9&currency=CHF", 2), ("listings?channel=plain", 3)]
    # One query more where a listing of another currency has a price in euros, or the channel prices of its own.
    for path, queries in [*same, ("listings?price_max=9", 3), ("listings?channel=north", 4)]:
        with django_assert_num_queries(queries):
            client.get(f"/api/v1/{path}")


def test_other_prices_go_with_the_listing(sold):
    draft = Offer.objects.select_related("partner").get(name="Alder")
    assert Price.objects.count() == 6
    Plan.objects.get(offer=draft).list_prices.update(retired_at=clock.now())
    published(draft)
    assert Price.objects.count() == 4
    assert Channel.objects.count() == 3
