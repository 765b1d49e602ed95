"""Listings found by their tags, by how they integrate, where they keep data, and the badges of their partners."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from catalog.listings.actions import approve
from catalog.offers.actions import change_offer
from catalog.search.actions import put
from catalog.search.document import build
from catalog.search.models import Document
from core import clock
from core.actors import SYSTEM, Actor
from core.events.postman import deliver_due
from partners.organisations.models import Partner
from partners.vetting.actions import approve_waiver, ask_for_waiver, end_waiver, look_again
from partners.vetting.models import Waiver
from tests.catalog.search.sources import source
from tests.factories.catalog import live_listing, submitted
from tests.factories.partners import reviewer, vetted_partner

pytestmark = pytest.mark.django_db
NOW = {"actor": SYSTEM, "at": clock.now()}
SAID = {
    "tags": ["Remote teams", "Kanban"],
    "integrations": ["rest-api", "scim"],
    "data_locations": ["FR", "DE"],
}


def found(**given) -> list[str]:
    return [one["name"] for one in Client().get(f"/api/v1/listings?{urlencode(given)}").json()["results"]]


@pytest.fixture
def listing(partner):
    made = live_listing(partner, name="Tide Planner", **SAID)
    live_listing(partner, name="Ebb Helper", data_locations=["US", "FR"])
    deliver_due(at=clock.now())
    return made


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"tag": "remote-teams"}, ["Tide Planner"]),
        ({"tag": "Remote Teams"}, ["Tide Planner"]),
        ({"tag": "teams"}, []),
        ({"q": "kanban"}, ["Tide Planner"]),
        ({"integration": "scim"}, ["Tide Planner"]),
        ({"integration": "ldap"}, []),
        ({"data_location": "FR"}, ["Ebb Helper", "Tide Planner"]),
        ({"data_location": "us"}, ["Ebb Helper"]),
        ({"data_location": "eu"}, ["Tide Planner"]),
        ({"data_location": "eea", "tag": "kanban", "integration": "rest-api"}, ["Tide Planner"]),
        ({"badge": "secure"}, []),
    ],
)
def test_what_a_listing_names_is_what_it_is_found_by(listing, given, names):
    assert found(**given) == names


@pytest.mark.parametrize(
    "given", ["?tag=x", "?tag=!", "?integration=fax", "?data_location=Atlantis", "?badge=So%20secure", "?tag=%00%00"]
)
@pytest.mark.parametrize("path", ["/api/v1/listings", "/api/v1/listings/facets"])
def test_what_is_none_is_named(client, path, given):
    answer = client.get(path + given)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/" + given[1:].split("=")[0]
    assert client.get(f"/catalog/{given}").status_code == 200


def test_a_new_version_that_says_something_else_is_found_by_that(listing):
    offer = listing.offer
    offer.refresh_from_db()
    change_offer(offer=offer, version=offer.version, changes={"tags": ["boards"], "data_locations": ["eu"]}, **NOW)
    offer.refresh_from_db()
    approve(version=submitted(offer), **NOW)
    deliver_due(at=clock.now())
    assert (found(tag="kanban"), found(tag="boards"), found(data_location="eu")) == (
        [], ["Tide Planner"], ["Tide Planner"],
    )  # fmt: skip
    assert "Tide Planner" not in found(data_location="FR")


@pytest.mark.parametrize(("language", "words"), [
    ("en", ["REST API", "Germany", "only in the European Union", "Where data is kept", "Integration"]),
    ("fr", ["API REST", "Allemagne", "uniquement dans l’Union européenne", "Lieux de conservation", "Intégration"]),
])  # fmt: skip
def test_the_choices_stand_beside_the_list_in_the_language_of_the_reader(listing, language, words):
    reader = Client(headers={"accept-language": language})
    html = reader.get("/catalog/").content.decode()
    assert [word for word in words if word not in html] == []
    chosen = reader.get("/catalog/?tag=kanban&integration=scim&data_location=eu&badge=secure").content.decode()
    for gone in ("tag=kanban", "integration=scim", "data_location=eu", "badge=secure"):
        others = [
            each for each in ("tag=kanban", "integration=scim", "data_location=eu", "badge=secure") if each != gone
        ]
        assert f'href="/catalog/?{"&amp;".join(others)}"' in chosen, "each can be taken away by itself"
        name, value = gone.split("=")
        assert f'<input type="hidden" name="{name}" value="{value}">' in chosen, "a new search keeps it"


def test_its_page_says_and_links_all_of_it(listing):
    html = Client().get(f"/catalog/{listing.slug}/").content.decode()
    for address in ("?tag=remote-teams", "?integration=scim", "?data_location=DE"):
        assert f'href="/catalog/{address}"' in html
    said = Client().get(f"/api/v1/listings/{listing.slug}").json()
    assert [said[field] for field in SAID] == [["remote-teams", "kanban"], ["rest-api", "scim"], ["FR", "DE"]]
    assert said["badges"] == []


def test_they_stand_side_by_side(listing):
    slugs = Document.objects.order_by("name_key").values_list("card", flat=True)
    assert len(slugs) == 2
    other = "ebb-helper"
    html = Client().get(f"/compare?listing={listing.slug}&listing={other}").content.decode()
    assert "REST API, User provisioning by SCIM" in html
    assert "France, Germany" in html
    said = Client().get(f"/api/v1/listings/compare?listing={other}").json()["results"][0]
    assert (said["integrations"], said["data_locations"], said["badges"]) == ([], ["US", "FR"], [])


def test_a_badge_stands_on_the_card_by_its_name(client):
    put(entries=[build(source("Vault", badges=["secure", "early-adopter"]))])
    html = client.get("/catalog/").content.decode()
    assert "</span>Secure</span>" in html
    assert "</span>Early adopter</span>" in html
    assert found(badge="secure") == ["Vault"]
    french = client.get("/catalog/", headers={"accept-language": "fr"}).content.decode()
    assert "</span>Sécurisé</span>" in french


def waived(partner: Partner, badge: str) -> list[Waiver]:
    """Every requirement that is for the badge is waived for 30 days."""
    at = clock.now()
    asking, approving = (Actor("user", person.pk, person.name) for person in (reviewer(), reviewer()))
    application = partner.applications.get()
    return [
        approve_waiver(
            waiver=ask_for_waiver(
                application=application, key=key, reason="Shown elsewhere.", expires_at=at + timedelta(days=30),
                actor=asking, at=at,
            ),
            actor=approving,
            at=at,
        )
        for key in application.assessments.filter(requirement__badge=badge).values_list("key", flat=True)
    ]  # fmt: skip


def badges() -> list[list[str]]:
    return [*Document.objects.order_by("name_key").values_list("badges", flat=True)]


def test_listings_follow_the_badges_of_their_partner(partner, listing):
    live_listing(vetted_partner(), name="Of another")
    deliver_due(at=clock.now())
    first, *_others = waived(partner, "well-supported")
    deliver_due(at=clock.now())
    assert badges() == [["well-supported"], [], ["well-supported"]]
    assert found(badge="well-supported") == ["Ebb Helper", "Tide Planner"]
    assert "Well supported" in Client().get(f"/catalog/{listing.slug}/").content.decode()
    assert Client().get(f"/api/v1/listings/{listing.slug}").json()["badges"] == ["well-supported"]
    end_waiver(waiver=first, **NOW)
    deliver_due(at=clock.now())
    assert badges() == [["well-supported"], [], ["well-supported"]], "grace leaves everything open"
    later = clock.now() + timedelta(days=61)
    while look_again(actor=SYSTEM, at=later):
        pass
    deliver_due(at=later)
    assert badges() == [[], [], []]


def test_what_changes_no_badge_writes_no_row_anew(partner, listing):
    waived(partner, "well-supported")
    Document.objects.update(name_key="untouched", badges=["well-supported"])
    deliver_due(at=clock.now())
    assert {*Document.objects.values_list("name_key", flat=True)} == {"untouched"}


@pytest.mark.parametrize("days", [0, 29, 30, 89, 90])
def test_a_badge_is_held_exactly_as_the_partner_is_told(api, partner, listing, days, monkeypatch):
    waived(partner, "secure")
    at = clock.now() + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: at)
    (programme,) = api.get(f"partners/{partner.pk}/tier").json()["programmes"]
    told = [one["badge"] for one in programme["badges"] if one["held"]]
    assert Client().get(f"/api/v1/listings/{listing.slug}").json()["badges"] == told
    assert (told == ["secure"]) == (days < 90)
