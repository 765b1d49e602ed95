import pytest
from django.test import Client

from core import clock
from core.accounts.models import Membership, Organisation, User
from core.accounts.roles import Role


@pytest.fixture(autouse=True)
def _addresses(settings, db):
    settings.ROOT_URLCONF = "tests.core.web.addresses"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def organisation():
    return Organisation.objects.create(name="Atelier Nord", country="FR", created_at=clock.now())


@pytest.fixture
def user(organisation):
    user = User.objects.create_user("ada@example.org", name="Ada")
    Membership.objects.create(organisation=organisation, user=user, role=Role.OWNER, created_at=clock.now())
    return user


@pytest.fixture
def api(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client
