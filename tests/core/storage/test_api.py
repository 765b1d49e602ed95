"""Uploads over REST."""

import json
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client

from core import clock
from core.accounts.models import Membership, Organisation, User
from core.accounts.roles import Role
from core.storage.models import Upload
from tests.core.storage.samples import PDF

pytestmark = pytest.mark.django_db
UPLOADS = "/api/v1/uploads"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def api(user):
    return client_of(user)


@pytest.fixture
def stranger(db):
    user = User.objects.create_user("eve@example.org")
    other = Organisation.objects.create(name="Other", country="DE", created_at=clock.now())
    Membership.objects.create(organisation=other, user=user, role=Role.OWNER, created_at=clock.now())
    return client_of(user)


@pytest.fixture
def viewer(organisation):
    user = User.objects.create_user("vic@example.org")
    Membership.objects.create(organisation=organisation, user=user, role=Role.VIEWER, created_at=clock.now())
    return client_of(user)


def ask(api, owner, **changes):
    body = {
        "organisation": str(owner.pk),
        "purpose": "evidence",
        "filename": "extract.pdf",
        "content_type": "application/pdf",
        "size": len(PDF),
    } | changes
    return api.post(UPLOADS, json.dumps(body), content_type="application/json")


def put(link, body=PDF):
    return Client().put(urlsplit(link["url"]).path, body, content_type=link["headers"]["Content-Type"])


def assert_problem(response, status, code):
    assert (response.status_code, response.json()["code"]) == (status, code), response.content


def test_from_asking_to_stored(api, organisation, user):
    asked = ask(api, organisation)
    assert asked.status_code == 201
    body = asked.json()
    assert asked["Location"] == f"{UPLOADS}/{body['id']}"
    assert (body["state"], body["sha256"], body["upload"]["method"]) == ("awaiting", None, "PUT")
    assert body["upload"]["headers"] == {"Content-Type": "application/pdf", "Content-Length": str(len(PDF))}
    assert body["upload"]["expires_at"] == body["expires_at"]
    assert Upload.objects.get().uploaded_by == user

    assert put(body["upload"]).status_code == 200
    completed = api.post(f"{UPLOADS}/{body['id']}/completion")
    assert completed.status_code == 200
    assert completed.json()["state"] == "stored"
    assert len(completed.json()["sha256"]) == 64
    assert api.post(f"{UPLOADS}/{body['id']}/completion").json() == completed.json()
    assert api.get(f"{UPLOADS}/{body['id']}").json() == completed.json()


def test_a_repeated_request_makes_one_upload(api, organisation):
    answers = [
        api.post(
            UPLOADS,
            json.dumps(
                {
                    "organisation": str(organisation.pk),
                    "purpose": "media",
                    "filename": "logo.png",
                    "content_type": "image/png",
                    "size": 100,
                }
            ),
            content_type="application/json",
            headers={"Idempotency-Key": "logo-1"},
        )
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert Upload.objects.count() == 1


def test_completing_too_early_and_with_other_content(api, organisation):
    body = ask(api, organisation).json()
    assert_problem(api.post(f"{UPLOADS}/{body['id']}/completion"), 409, "not-uploaded-yet")
    put(body["upload"], b"x" * len(PDF))
    refused = api.post(f"{UPLOADS}/{body['id']}/completion")
    assert_problem(refused, 409, "type-differs")
    assert refused.json()["declared"] == "application/pdf"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"size": 21 * 2**20}, "file-too-large"),
        ({"content_type": "application/x-msdownload"}, "file-kind-not-accepted"),
        ({"size": 0}, "validation-failed"),
        ({"size": -5}, "validation-failed"),
        ({"size": "81"}, "validation-failed"),
        ({"size": True}, "validation-failed"),
        ({"size": 1e300}, "validation-failed"),
        ({"size": 10**400}, "malformed-request"),
        ({"filename": ""}, "validation-failed"),
        ({"filename": "a\0b.pdf"}, "validation-failed"),
        ({"filename": "x" * 256}, "validation-failed"),
        ({"filename": "\u202efdp.exe"}, "validation-failed"),
        ({"filename": ["a.pdf"]}, "validation-failed"),
        ({"filename": None}, "validation-failed"),
        ({"content_type": "application/pdf\r\nX: y"}, "file-kind-not-accepted"),
        ({"content_type": "x" * 101}, "validation-failed"),
        ({"purpose": "fun"}, "validation-failed"),
        ({"organisation": "1"}, "validation-failed"),
        ({"organisation": str(uuid4())}, "validation-failed"),
        ({"state": "stored"}, "validation-failed"),
        ({"sha256": "a" * 64}, "validation-failed"),
    ],
)
def test_bad_input_is_named_and_leaves_nothing(api, organisation, changes, code):
    response = ask(api, organisation, **changes)
    assert_problem(response, 400 if code == "malformed-request" else 422, code)
    assert not Upload.objects.exists()


def test_a_path_in_the_name_is_dropped(api, organisation):
    assert ask(api, organisation, filename="../../etc/passwd").json()["filename"] == "passwd.pdf"


def test_what_another_organisation_has_is_not_there(api, stranger, organisation):
    mine = ask(api, organisation).json()
    put(mine["upload"])
    assert_problem(stranger.get(f"{UPLOADS}/{mine['id']}"), 404, "not-found")
    assert_problem(stranger.post(f"{UPLOADS}/{mine['id']}/completion"), 404, "not-found")
    foreign, unknown = (ask(stranger, organisation), ask(stranger, organisation, organisation=str(uuid4())))
    assert foreign.status_code == unknown.status_code == 422
    assert foreign.json() == unknown.json()
    assert Upload.objects.get().state == "awaiting"


def test_a_viewer_sees_but_does_not_bring(api, viewer, organisation):
    mine = ask(api, organisation).json()
    assert viewer.get(f"{UPLOADS}/{mine['id']}").status_code == 200
    assert_problem(ask(viewer, organisation), 403, "role-insufficient")
    assert_problem(viewer.post(f"{UPLOADS}/{mine['id']}/completion"), 403, "role-insufficient")


def test_vetting_staff_see_it_and_sales_staff_do_not(api, organisation):
    mine = ask(api, organisation).json()
    for role, status in (("vetting", 200), ("catalogue", 200), ("admin", 200), ("sales", 404)):
        staff = User.objects.create_user(f"{role}@example.org", staff_roles=[role])
        assert client_of(staff).get(f"{UPLOADS}/{mine['id']}").status_code == status


def test_nobody_is_told_to_sign_in(organisation):
    response = ask(Client(), organisation)
    assert_problem(response, 401, "authentication-required")
    assert "WWW-Authenticate" in response
    assert Client().get(f"{UPLOADS}/{uuid4()}").status_code == 401


def test_an_address_that_is_no_id_is_not_there(api):
    for path in ("x", "../me", "1", str(uuid4())):
        assert api.get(f"{UPLOADS}/{path}").status_code == 404
