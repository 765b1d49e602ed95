"""Storefront channels: their pages, and the same over REST."""

import re

import pytest
from django.test import Client

from catalog.channels.actions import found_channel
from catalog.listings.actions import approve, submit_offer
from catalog.offers.actions import change_offer
from catalog.offers.models import Offer
from core import clock
from core.accounts.roles import StaffRole
from core.actors import SYSTEM
from core.events.postman import deliver_due
from tests.factories.catalog import TEAM, category, live_listing
from tests.factories.partners import reviewer
from tests.partners.conftest import Api, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def north(listings):
    """A channel for boards."""
    return found_channel(
        code="north",
        name="North Window",
        tagline="Boards <for> all",
        tagline_fr="Des tableaux pour tous",
        accent="#7a1fa2",
        categories=["boards"],
        is_open=True,
        actor=SYSTEM,
        at=clock.now(),
    )


@pytest.fixture
def shut(listings):
    return found_channel(code="shut", name="Shut", actor=SYSTEM, at=clock.now())


def page(path: str, language: str = "en") -> str:
    answer = Client(headers={"accept-language": language}).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def names(path: str) -> list[str]:
    return [one["name"] for one in Api().get(path).json()["results"]]


def test_its_catalogue_has_its_shelves_name_and_colour(north, django_assert_max_num_queries):
    # A process reads all listings once, to count them.
    page("/catalog/")
    with django_assert_max_num_queries(4):
        html = page("/c/north/")
    assert "Tide Board" in html
    assert "Ebb Clock" not in html
    assert "<h1>North Window</h1>" in html
    assert "Boards &lt;for&gt; all" in html
    assert '<link rel="stylesheet" href="/c/north/brand.css">' in html
    assert 'href="/c/north/tide-board/"' in html
    assert "Des tableaux pour tous" in page("/c/north/", "fr")
    assert "Ebb Clock" in page("/catalog/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=tide", True),
        ("?q=ebb", False),
        ("?category=tides", False),
        ("?scheme=per_seat", True),
        ("?price_max=1", False),
    ],
)
def test_search_and_filters_work_within_it(north, query, found):
    html = page(f"/c/north/{query}")
    assert ("Tide Board" in html) is found
    assert ("1 listing" in html) is found
    main = html[html.index("<main") : html.index("</main")]
    assert 'action="/c/north/"' in main
    # Every way to narrow it down or widen it stays within.
    assert not re.findall(r'href="/catalog/', main)
    assert "noindex" in html


def test_a_listing_within_it_is_there_and_others_are_not(north, listings):
    html = page("/c/north/tide-board/")
    assert '<link rel="stylesheet" href="/c/north/brand.css">' in html
    assert 'rel="canonical" href="http' in html
    assert "/catalog/tide-board/" in html
    assert Client().get("/c/north/ebb-clock/").status_code == 404


def test_its_colours_come_as_a_style_sheet(north):
    answer = Client().get("/c/north/brand.css")
    assert answer["Content-Type"].startswith("text/css")
    assert "--brand: #7a1fa2" in answer.content.decode()
    assert "prefers-color-scheme: dark" in answer.content.decode()


@pytest.mark.parametrize("path", ["/c/shut/", "/c/shut/brand.css", "/c/shut/tide-board/", "/c/nowhere/", "/c/NORTH/"])
def test_what_is_not_open_is_not_there_but_for_staff(shut, path):
    assert Client().get(path).status_code == 404
    staff = Client()
    staff.force_login(reviewer(StaffRole.CATALOGUE))
    assert staff.get(path).status_code == (200 if "shut" in path else 404)


def test_rest_narrows_to_a_channel(north, shut):
    assert names("listings?channel=north") == ["Tide Board"]
    assert names("listings?channel=north&q=ebb") == []
    assert len(names("listings")) == 2
    assert Api().get("listings/facets?channel=north").json()["total"] == 1
    assert Api().get("listings/facets").json()["total"] == 2
    problem(Api().get("listings/ebb-clock?channel=north"), 404)


@pytest.mark.parametrize("path", ["listings", "listings/facets"])
@pytest.mark.parametrize("code", ["shut", "nowhere", "", "%00"])
def test_rest_knows_no_channel_that_is_not_open(shut, path, code):
    problem(Api().get(f"{path}?channel={code}"), 404)


def test_staff_ask_for_a_channel_before_it_opens(shut):
    staff = Api(reviewer(StaffRole.CATALOGUE))
    assert len(staff.get("listings?channel=shut").json()["results"]) == 2


WITHIN = ["/c/north/tide-board/", "/c/north/tide-board/calculator/?quantity=3", "/c/north/tide-board/reviews/"]


@pytest.mark.parametrize("path", WITHIN)
def test_what_is_reached_from_a_listing_stays_within_the_channel(path, north, partner, listings):
    # Two like it, of which one stands on the shelves; both are offers that it works with, and were looked at lately.
    for name, slug in (("Ebb Board", "boards"), ("Spring Clock", "tides")):
        live_listing(partner, name=name, categories=[category(slug).slug], plans=[TEAM])
    draft = Offer.objects.select_related("partner").get(name="Tide Board")
    others = [str(one.pk) for one in Offer.objects.exclude(pk=draft.pk)]
    changes = {"kind": "add_on", "compatibility": {"complements": others}}
    change_offer(offer=draft, version=draft.version, changes=changes, actor=SYSTEM, at=clock.now())
    approve(version=submit_offer(offer=draft, actor=SYSTEM, at=clock.now()), actor=SYSTEM, at=clock.now())
    deliver_due(at=clock.now())
    reader = Client()
    for slug in ("ebb-board", "spring-clock"):
        reader.get(f"/catalog/{slug}/")
    html = reader.get(path).content.decode()
    main = html[html.index("<main") : html.index("</main")]
    links = re.findall(r'href="(/[^"?]*)', main)
    # Writing a review is one form for everybody who holds the add-on.
    outside = [link for link in links if link.startswith(("/catalog/", "/partners/"))]
    assert outside in ([], ["/catalog/tide-board/reviews/write/"])
    # Nothing that it leads to is missing there.
    assert [link for link in links if link.startswith("/c/") and reader.get(link).status_code != 200] == []
    if path == WITHIN[0]:
        assert "/c/north/ebb-board/" in links
        assert "Spring Clock" in main
        assert "/c/north/spring-clock/" not in links
        assert {"/c/north/tide-board/calculator/", "/c/north/tide-board/reviews/"} <= {*links}


@pytest.mark.parametrize("path", [path.replace("north", "shut") for path in WITHIN])
def test_pages_of_a_channel_that_is_not_open_are_not_there(shut, path):
    assert Client().get(path).status_code == 404
