"""A listing that new customers do not find is still there for those whom it concerns."""

from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from core.accounts.roles import StaffRole
from partners.vetting.models import Assessment
from tests.factories.catalog import FLAT, live_listing, plan_of
from tests.factories.customers import customer, order
from tests.factories.partners import reviewer, seat, vetted_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden():
    """The listing of a partner that may not be listed any more, with a customer who holds a plan of it."""
    owner, buying = seat(), seat()
    listing = live_listing(vetted_partner("Tide Works", organisation_=owner.organisation), name="Tide", plans=[FLAT])
    order(customer(buying.organisation), [(plan_of(listing, "flat"), 1)])
    ended = clock.now() - timedelta(days=31)
    Assessment.objects.filter(application__partner=listing.partner, key="LEG-001").update(
        good_until=ended, grace_until=ended + timedelta(days=30)
    )
    return listing, owner.user, buying.user


def both(listing, user=None):
    """The answers of the page and of REST; what compares listings answers alike."""
    client = Client(headers={"accept-language": "en"})
    if user:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page, rest = client.get(f"/catalog/{listing.slug}/"), client.get(f"/api/v1/listings/{listing.slug}")
    assert client.get(f"/compare?listing={listing.slug}").status_code == page.status_code
    assert client.get(f"/api/v1/listings/compare?listing={listing.slug}").status_code == rest.status_code
    return page, rest


def test_the_public_and_strangers_get_what_they_get_where_nothing_is(hidden):
    listing, _, _ = hidden
    nothing = Client(headers={"accept-language": "en"}).get("/catalog/nothing-here/")
    for user in (None, seat().user):
        page, rest = both(listing, user)
        assert (page.status_code, rest.status_code) == (404, 404)
        assert rest.json()["code"] == "not-found"
        if user is None:
            assert page.content.replace(listing.slug.encode(), b"nothing-here") == nothing.content


def test_its_partner_its_customers_and_staff_see_it_and_read_that_others_do_not(hidden):
    listing, seller, buyer = hidden
    for user in (seller, buyer, reviewer(StaffRole.CATALOGUE)):
        page, rest = both(listing, user)
        assert (page.status_code, rest.status_code) == (200, 200)
        assert "New customers do not find this add-on at present" in page.content.decode()
        assert '<meta name="robots" content="noindex">' in page.content.decode()
        assert rest.json()["is_public"] is False


def test_a_listing_that_everybody_finds_says_so():
    page, rest = both(live_listing(name="Ebb", plans=[FLAT]))
    assert rest.json()["is_public"] is True
    assert "New customers do not find" not in page.content.decode()
