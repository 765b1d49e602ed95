import json
from base64 import b64encode

import pytest
from django.core.cache import cache
from django.test import Client

from core import clock
from core.accounts import actions
from core.accounts.models import Membership
from core.accounts.roles import Role
from core.actors import SYSTEM


@pytest.fixture(autouse=True)
def _cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def person(db):
    def make(name, **fields):
        return actions.create_person(
            email=f"{name.lower()}@example.org", name=name, actor=SYSTEM, at=clock.now(), **fields
        )

    return make


@pytest.fixture
def ada(person):
    return person("Ada")


@pytest.fixture
def bo(person):
    return person("Bo")


@pytest.fixture
def organisation(ada):
    return actions.found_organisation(name="Atelier Nord", country="FR", owner=ada, actor=ada.actor, at=clock.now())


@pytest.fixture
def join(organisation):
    """Make a person a member in a role, as the system."""

    def make(user, role):
        return Membership.objects.create(organisation=organisation, user=user, role=Role(role), created_at=clock.now())

    return make


class Api(Client):
    """A test client that speaks JSON."""

    def call(self, method, path, body=None, **headers):
        data = {} if body is None or method == "get" else {"data": json.dumps(body), "content_type": "application/json"}
        return getattr(self, method)(f"/api/v1/{path}", headers=headers, **data)


@pytest.fixture
def api():
    """Sign a person in, or carry a program's token."""

    def make(user=None, token=None):
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        client = Api(raise_request_exception=False, headers=headers)
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


@pytest.fixture
def new_client(organisation, ada):
    """Make a program of the organisation; return it and its secret."""

    def make(*scopes):
        return actions.create_api_client(
            organisation_id=organisation.pk,
            name="Importer",
            scopes=scopes or ["offers:read"],
            actor=ada.actor,
            at=clock.now(),
        )

    return make


@pytest.fixture
def ask_token(db):
    """Ask the token endpoint."""

    def ask(client_id, secret, **parameters):
        basic = b64encode(f"{client_id}:{secret}".encode()).decode()
        return Client(raise_request_exception=False).post(
            "/oauth/token",
            {"grant_type": "client_credentials", **parameters},
            headers={"Authorization": f"Basic {basic}"},
        )

    return ask
