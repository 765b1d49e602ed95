"""Staff decide in their admin, through the same actions as REST."""

import pytest
from django.test import Client

from catalog.listings.models import ListingVersion
from core.accounts.roles import StaffRole
from core.events.queries import history
from tests.factories.catalog import submitted
from tests.factories.partners import reviewer


@pytest.fixture
def version(draft):
    return submitted(draft)


def desk(role=StaffRole.CATALOGUE):
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    client.force_login(reviewer(role))
    return client


def address(version, what="decision/"):
    return f"/staff/listings/listingversion/{version.pk}/{what}"


def test_what_waits_is_listed_compared_and_approved(version):
    client = desk()
    assert version.content["name"] in client.get("/staff/listings/listingversion/?state=submitted").content.decode()
    assert "/decision/" in client.get(address(version, "change/")).content.decode()
    assert "per month" in client.get(address(version)).content.decode()
    assert client.post(address(version), {"outcome": "approve"}).status_code == 302
    assert ListingVersion.objects.get().state == "live"
    fact = history(f"listing_version:{version.pk}").last()
    assert (fact.type, fact.actor_kind) == ("listings.listing_published", "staff")
    assert "per month" in client.get(address(version)).content.decode()


def test_a_version_is_sent_back_only_with_a_reason(version):
    client = desk()
    body = {"outcome": "request_changes", "about": "summary", "detail": ""}
    assert "at least one thing" in client.post(address(version), body).content.decode()
    assert ListingVersion.objects.get().state == "submitted"
    client.post(address(version), body | {"detail": "Say what it does."})
    assert ListingVersion.objects.get().findings == [{"about": "summary", "detail": "Say what it does."}]


def test_a_second_decision_is_refused_in_words(version):
    one, two = desk(), desk()
    one.post(address(version), {"outcome": "approve"})
    html = two.post(address(version), {"outcome": "approve"}, follow=True).content.decode()
    assert "can it become" in html


def test_other_staff_may_look_but_not_decide(version):
    client = desk(StaffRole.SUPPORT)
    assert client.get(address(version, "change/")).status_code == 200
    assert client.get(address(version)).status_code == 403
    assert client.post(address(version), {"outcome": "approve"}).status_code == 403
    assert ListingVersion.objects.get().state == "submitted"


@pytest.mark.parametrize("kind", ["listings/listing", "offers/offer", "offers/category"])
def test_everything_else_is_for_looking_at(version, kind):
    client = desk()
    assert client.get(f"/staff/{kind}/").status_code == 200
    assert client.get(f"/staff/{kind}/add/").status_code == 403


def test_nothing_can_be_changed_past_the_actions(version):
    answer = desk().post(f"/staff/offers/offer/{version.offer_id}/change/", {"name": "x"})
    assert answer.status_code == 403


def test_an_offer_shows_its_plans(version):
    assert "12.50" in desk().get(f"/staff/offers/offer/{version.offer_id}/change/").content.decode()
