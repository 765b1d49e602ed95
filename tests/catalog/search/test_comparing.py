"""Up to four listings side by side, over REST and as a page."""

import re
from html import unescape

import pytest
from django.test import Client

from catalog.listings.actions import withdraw_listing
from catalog.search.api.comparing import ComparisonSerializer
from core import clock
from core.actors import SYSTEM
from tests.factories.catalog import FLAT, TEAM, live_listing

pytestmark = pytest.mark.django_db

NAMES = ["Tide Board", "Ebb Board", "Moon Board", "Foam Board", "Reef Board"]


@pytest.fixture
def boards(partner):
    return [live_listing(partner, name=name, plans=[FLAT, TEAM]) for name in NAMES]


def query(slugs) -> str:
    return "&".join(f"listing={slug}" for slug in slugs)


def rest(slugs, client: Client | None = None):
    return (client or Client()).get(f"/api/v1/listings/compare?{query(slugs)}")


def page(slugs, language: str = "en"):
    answer = Client(headers={"accept-language": language}).get(f"/compare?{query(slugs)}")
    return answer.status_code, unescape(answer.content.decode()).replace("\xa0", " ")


def test_they_stand_in_the_order_in_which_they_were_named(boards):
    slugs = ["moon-board", "tide-board", "reef-board", "ebb-board"]
    answer = rest(slugs)
    assert answer.status_code == 200
    assert [one["slug"] for one in answer.json()["results"]] == slugs
    serializer = ComparisonSerializer(data=answer.json())
    assert serializer.is_valid(), serializer.errors
    first = answer.json()["results"][0]
    assert first["partner"]["name"] == first["support"]["by"] == "Atelier Nord"
    assert [plan["price"]["sentence"] for plan in first["plans"]] == ["€12.50 per month", "€4.00 per seat and month"]
    status, html = page(slugs)
    assert status == 200
    assert re.findall(r'<th scope="col"><a href="/catalog/([^/]+)/"', html) == slugs
    for said in ("Atelier Nord", "€12.50 per month", "€4.00 per seat and month", "Project management", "Support"):
        assert html.count(said) >= 1
    assert "par utilisateur et par mois" in page(slugs, "fr")[1]


def test_each_can_be_taken_away(boards):
    _, html = page(["tide-board", "ebb-board", "moon-board"])
    assert "/compare?listing=tide-board&listing=moon-board" in html


def test_twice_is_once(boards):
    assert [one["slug"] for one in rest(["tide-board"] * 9).json()["results"]] == ["tide-board"]


def test_more_than_fit_are_refused_and_the_page_lets_one_choose(boards):
    slugs = [listing.slug for listing in boards]
    answer = rest(slugs)
    assert (answer.status_code, answer.json()["code"]) == (422, "validation-failed")
    assert answer.json()["errors"] == [
        {
            "pointer": "/listing",
            "code": "too-many",
            "detail": "At most 4 listings fit side by side, and you named 5. Leave out 1.",
        }
    ]
    status, html = page(slugs)
    assert status == 422
    assert "At most 4 listings fit side by side, and you chose 5." in html
    assert re.findall(r'type="checkbox" id="c\d" name="listing" value="([^"]+)"', html) == slugs


@pytest.mark.parametrize("missing", ["nowhere", "a b", "<b>", "x" * 300, "\u2603"])
def test_one_that_is_not_there_is_named(boards, missing):
    answer = rest(["tide-board", missing])
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert f"“{missing[:80]}”" in answer.json()["detail"]
    status, html = page(["tide-board", missing])
    assert status == 404
    assert f"There is no listing “{missing[:80]}” in the catalogue." in html
    assert 'href="/compare?listing=tide-board"' in html


@pytest.mark.parametrize("parameters", ["", "?listing=", "?listing=a&colour=red", "?listing=%00", "?listing=%ff"])
def test_what_names_nothing_is_answered(client, parameters):
    assert client.get(f"/api/v1/listings/compare{parameters}").status_code in (404, 422)
    assert client.get(f"/compare{parameters}").status_code in (200, 404)


def test_without_listings_the_page_says_how_to_choose(client):
    assert b"Nothing to compare yet" in client.get("/compare").content


def test_what_is_withdrawn_is_not_there(boards):
    withdraw_listing(listing=boards[0], actor=SYSTEM, at=clock.now())
    assert rest(["tide-board", "ebb-board"]).status_code == 404


def test_four_cost_three_queries(boards, django_assert_num_queries):
    slugs = [listing.slug for listing in boards][:4]
    rest(slugs)
    with django_assert_num_queries(3):
        rest(slugs)
    with django_assert_num_queries(3):
        page(slugs)


def test_no_listing_gets_the_address_of_something_else(partner):
    listing = live_listing(partner, name="Compare")
    assert listing.slug == f"compare-{partner.slug}"
    assert rest([listing.slug]).status_code == 200
