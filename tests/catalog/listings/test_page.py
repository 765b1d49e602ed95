"""The page of a listing, for everybody."""

import json
import re

import pytest
from django.test import Client

from catalog.listings.actions import withdraw_listing
from catalog.search import editions
from core import clock
from core.actors import SYSTEM
from tests.factories.catalog import FLAT, TEAM, category, live_listing

SLY = '</script><script>alert(1)</script> & <b>"bold"</b>'


@pytest.fixture
def listing(partner):
    return live_listing(
        partner,
        name="Tide Board",
        description="First line.\n\nSecond line.",
        website="https://tide.example/?a=1&b=2",
        source_note="Facts from https://facts.example, CC-BY-SA 3.0.",
        categories=[category("boards", "Boards", "Tableaux").slug],
        plans=[FLAT, TEAM],
    )


def page(slug, language="en"):
    return Client(headers={"accept-language": language}).get(f"/catalog/{slug}/")


def structured(html):
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(block)


def test_it_says_what_who_and_how_much(listing):
    html = page(listing.slug).content.decode().replace("\xa0", " ")
    for said in ("Tide Board", "Atelier Nord", "€12.50 per month", "€4.00 per seat and month", "<p>Second line.</p>"):
        assert said in html
    assert "Facts from" in html
    assert 'href="/catalog/?category=boards"' in html
    assert f'href="/partners/{listing.partner.slug}/"' in html


def test_it_speaks_french(listing):
    html = page(listing.slug, "fr").content.decode().replace("\xa0", " ")
    assert '<html lang="fr">' in html
    for said in ("12,50 € par mois", "Tableaux", "Formules"):
        assert said in html


def test_machines_read_the_same(listing):
    product = structured(page(listing.slug).content.decode())
    assert (product["@type"], product["name"]) == ("Product", "Tide Board")
    assert [(one["price"], one["priceCurrency"]) for one in product["offers"]] == [("12.50", "EUR"), ("4.00", "EUR")]


def test_nothing_a_partner_writes_becomes_markup(partner):
    listing = live_listing(
        partner, name="Sly", summary=SLY, description=SLY, source_note=SLY, plans=[FLAT | {"name": SLY}]
    )
    html = page(listing.slug).content.decode()
    assert "<script>alert" not in html
    assert "<b>" not in html
    assert structured(html)["description"] == SLY


def test_it_loads_nothing_from_elsewhere(listing):
    html = page(listing.slug).content.decode()
    loaded = re.findall(r'<(?:script|img|iframe|link)(?! rel="canonical")[^>]+(?:src|href)="([^"]+)"', html)
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)


def test_it_costs_four_queries(listing, settings, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(editions, "_latest", (float("-inf"), editions.Current(None, "[]")))
    settings.CATALOGUE_KEPT_SECONDS = 60.0
    page(listing.slug)
    with django_assert_num_queries(4):
        page(listing.slug)


def test_what_is_not_live_is_not_there(listing):
    withdraw_listing(listing=listing, actor=SYSTEM, at=clock.now())
    assert page(listing.slug).status_code == 404
    assert page("nowhere").status_code == 404
    assert Client().post(f"/catalog/{listing.slug}/").status_code == 405
