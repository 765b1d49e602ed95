from http import HTTPStatus

import pytest
from django.test import Client

from core.accounts.roles import Role
from tests.factories import partners as make

PROBLEM = "application/problem+json"


class Api:
    """REST v1 as one person, or as nobody."""

    def __init__(self, user=None, **headers):
        self.client = Client(raise_request_exception=False, headers={"accept-language": "en", **headers})
        if user:
            self.client.force_login(user)

    def get(self, path, **headers):
        return self.client.get(f"/api/v1/{path}", headers=headers)

    def post(self, path, body=None, **headers):
        return self.client.post(f"/api/v1/{path}", body or {}, content_type="application/json", headers=headers)

    def patch(self, path, body, **headers):
        return self.client.patch(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def problem(answer, status, code=None):
    """Assert that the answer is this problem document, and return it."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == PROBLEM
    document = answer.json()
    assert document["status"] == status
    assert code is None or document["code"] == code, document
    assert HTTPStatus(status).phrase
    return document


@pytest.fixture(autouse=True)
def _cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def seat(db):
    return make.seat()


@pytest.fixture
def api(seat):
    return Api(seat.user)


@pytest.fixture
def stranger(db):
    """The owner of another organisation."""
    return Api(make.seat().user)


@pytest.fixture
def viewer(seat):
    return Api(make.seat(Role.VIEWER, in_=seat.organisation).user)


@pytest.fixture
def reviewer(db):
    return Api(make.reviewer())


@pytest.fixture
def partner(seat):
    return make.registered_partner("Atelier Nord", organisation_=seat.organisation)


@pytest.fixture
def application(partner):
    return make.application(partner)
