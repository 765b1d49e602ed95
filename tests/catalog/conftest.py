import pytest

from core.accounts.roles import StaffRole
from tests.factories import partners as make
from tests.factories.catalog import category, offer
from tests.partners.conftest import Api


@pytest.fixture(autouse=True)
def _cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def seat(db):
    """The owner of an organisation that is a vetted partner."""
    return make.seat()


@pytest.fixture
def partner(seat):
    return make.vetted_partner("Atelier Nord", organisation_=seat.organisation)


@pytest.fixture
def api(seat):
    return Api(seat.user)


@pytest.fixture
def stranger(db):
    """The owner of another organisation."""
    return Api(make.seat().user)


@pytest.fixture
def curator(db):
    """A person on staff who decides about listings."""
    return Api(make.reviewer(StaffRole.CATALOGUE))


@pytest.fixture
def shelf(db):
    return category()


@pytest.fixture
def draft(partner):
    """A complete draft with one flat plan."""
    return offer(partner)
