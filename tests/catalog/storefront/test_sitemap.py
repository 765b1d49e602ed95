"""The maps of the site for search engines."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from catalog.listings.actions import withdraw_listing
from catalog.storefront import sitemap
from core import clock
from core.actors import SYSTEM
from core.events.postman import deliver_due
from tests.factories import bundles
from tests.factories.catalog import plan_of

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def read(path: str) -> dict[str, str | None]:
    """Addresses of a map, each with when it changed; of an index the addresses of maps."""
    answer = Client(raise_request_exception=True).get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/xml")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {
        one.find("s:loc", NAMES).text.removeprefix("http://localhost:8000"): one.findtext("s:lastmod", None, NAMES)
        for one in ET.fromstring(content)
    }


def test_it_has_everything_that_anybody_finds(partner, listings):
    found = read("/sitemap.xml")
    for path in ("/", "/catalog/", "/rules/", "/rules/partner/", f"/partners/{partner.slug}/"):
        assert path in found
    assert found[f"/catalog/{listings[0].slug}/"] == listings[0].published_at.isoformat(timespec="seconds")
    assert found["/catalog/?category=boards"]
    assert all(read(path) for path in ("/sitemaps/others.xml", "/sitemaps/listings-1.xml", "/sitemaps/partners-1.xml"))


def test_what_is_withdrawn_is_not_in_it(partner, listings):
    withdraw_listing(listing=listings[0], reason="Gone", actor=SYSTEM, at=clock.now())
    deliver_due(at=clock.now())
    found = read("/sitemap.xml")
    assert f"/catalog/{listings[0].slug}/" not in found
    assert f"/catalog/{listings[1].slug}/" in found
    assert "/catalog/?category=boards" not in found


def test_it_has_bundles_that_are_for_sale():
    sold = bundles.three_to_bundle()
    bundles.live_bundle(sold, slug="office", parts=[bundles.part(plan_of(one, "flat")) for one in sold])
    bundles.draft(sold, name="Not yet")
    found = [path for path in read("/sitemap.xml") if path.startswith("/bundles/")]
    assert found == ["/bundles/", "/bundles/office/"]


def test_more_than_fit_are_split_and_none_is_lost(monkeypatch, partner, listings, django_assert_max_num_queries):
    whole = read("/sitemap.xml")
    monkeypatch.setattr(sitemap, "MOST", 1)
    sitemap.cache.clear()
    monkeypatch.setattr(sitemap, "_others", lambda: [sitemap.Place("/")])
    with django_assert_max_num_queries(2):
        maps = read("/sitemap.xml")
    assert len(maps) == 4
    for path in maps:
        with django_assert_max_num_queries(2):
            assert len(read(path)) == 1
    split = {path for one in maps for path in read(one)}
    assert split == {"/"} | {
        path for path in whole if path.startswith(("/partners/", "/catalog/")) and "?" not in path
    } - {"/catalog/"}


@pytest.mark.parametrize("path", ["listings-0", "listings-9", "partners-2", "listings-99999999999999999999", "x-1"])
def test_a_map_that_is_not_there_is_not_found(client, listings, path):
    assert client.get(f"/sitemaps/{path}.xml").status_code == 404


def test_what_it_costs(partner, listings, django_assert_max_num_queries):
    read("/sitemap.xml")
    with django_assert_max_num_queries(5):
        read("/sitemap.xml")


def test_robots_are_told_where_it_is_and_where_not_to_look(client):
    said = client.get("/robots.txt").content.decode()
    assert "Sitemap: http" in said
    assert "Disallow: /desk/\n" in said
    assert "/partners/" not in said
