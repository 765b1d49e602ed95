import pytest

from core.accounts.roles import Role, StaffRole
from tests.factories import partners as make
from tests.factories.catalog import FLAT, live_listing
from tests.factories.reviews import holder, review
from tests.partners.conftest import Api


@pytest.fixture(autouse=True)
def _cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def seller(db):
    """The owner of the partner whose offer is reviewed."""
    return make.seat()


@pytest.fixture
def listing(seller):
    return live_listing(make.vetted_partner("Tide Works", organisation_=seller.organisation), name="Tide", plans=[FLAT])


@pytest.fixture
def author(listing):
    """A person who may write for an organisation that holds the offer."""
    seat = make.seat(Role.BILLING)
    holder(listing, seat.organisation)
    return seat


@pytest.fixture
def written(listing, author):
    return review(listing, by=author.organisation, written_by=author.user)


@pytest.fixture
def curator(db):
    return make.reviewer(StaffRole.CATALOGUE)


@pytest.fixture
def api():
    """REST v1 as somebody."""
    return lambda who=None: Api(getattr(who, "user", who))
