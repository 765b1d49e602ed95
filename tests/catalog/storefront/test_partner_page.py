"""The page of a partner, for everybody."""

import pytest

from catalog.listings.actions import withdraw_listing
from catalog.search import actions
from catalog.search.asking import PAGE_SIZE
from catalog.search.document import Label, build
from core import clock
from core.actors import SYSTEM
from core.events.postman import deliver_due
from tests.catalog.search.sources import source
from tests.catalog.storefront.conftest import structured
from tests.factories.partners import vetted_partner

pytestmark = pytest.mark.django_db


def test_it_says_who_it_is_and_what_it_has(client, partner, listings, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        html = client.get(f"/partners/{partner.slug}/").content.decode()
    for said in ("Atelier Nord", "Tide Board", "Ebb Clock", 'rel="canonical"', 'property="og:title"'):
        assert said in html
    assert partner.contact_email not in html
    facts = structured(html)
    assert (facts["@type"], facts["name"]) == ("Organization", "Atelier Nord")
    assert facts["url"].endswith(f"/partners/{partner.slug}/")


def test_what_the_partner_says_of_itself_is_no_markup(client, partner, listings):
    partner.description = "</script><script>alert(1)</script>"
    partner.website = "javascript:alert(1)"
    partner.save()
    html = client.get(f"/partners/{partner.slug}/").content.decode()
    assert "<script>alert" not in html
    assert "javascript:" not in html
    assert structured(html)["description"] == partner.description


def test_who_has_nothing_in_the_catalogue_has_no_page(client, partner, listings):
    for listing in listings:
        withdraw_listing(listing=listing, reason="Gone", actor=SYSTEM, at=clock.now())
    deliver_due(at=clock.now())
    assert client.get(f"/partners/{partner.slug}/").status_code == 404
    assert client.get(f"/partners/{vetted_partner().slug}/").status_code == 404
    assert client.get("/partners/nobody/").status_code == 404


def test_many_listings_come_page_by_page(client, partner):
    label = Label(partner.slug, partner.display_name)
    actions.put(entries=[build(source(f"Tool {n}", partner=label)) for n in range(PAGE_SIZE + 1)])
    first = client.get(f"/partners/{partner.slug}/").content.decode()
    (following,) = [part.split('"')[0] for part in first.split('rel="next" href="')[1:]]
    second = client.get(following).content.decode()
    assert first.count("<article") == PAGE_SIZE
    assert second.count("<article") == 1
    assert "noindex" in second
    assert client.get(f"/partners/{partner.slug}/?cursor=x").content.decode().count("<article") == PAGE_SIZE


def test_it_speaks_french(client, partner, listings):
    html = client.get(f"/partners/{partner.slug}/", headers={"accept-language": "fr"}).content.decode()
    assert "Partenaire depuis" in html
