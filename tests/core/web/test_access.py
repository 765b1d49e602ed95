"""Who may call: 401, 403 and 404 in that order."""

from uuid import uuid4

import pytest
from django.test import Client

from core import clock
from core.accounts.models import Membership, Organisation, User
from core.accounts.roles import Role
from tests.core.web.test_bad_input import assert_problem

THINGS = "/api/v1/things"


def test_anonymous_is_asked_to_sign_in(db):
    response = Client().get(THINGS)
    assert_problem(response, 401, "authentication-required")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_what_is_public_needs_nobody(db):
    assert Client().get("/api/v1/open").json() == {"open": True}


@pytest.mark.parametrize("foreign", [True, False])
def test_what_another_owns_is_not_there(api, foreign):
    pk = Organisation.objects.create(name="Other", country="DE", created_at=clock.now()).pk if foreign else uuid4()
    problems = [assert_problem(api.get(f"{THINGS}/{pk}"), 404, "not-found")]
    problems.append(
        assert_problem(api.patch(f"{THINGS}/{pk}", "{}", content_type="application/json"), 404, "not-found")
    )
    assert problems[0] == problems[1]


def test_a_role_that_does_not_suffice_is_told_which_would(organisation):
    viewer = User.objects.create_user("vic@example.org")
    Membership.objects.create(organisation=organisation, user=viewer, role=Role.VIEWER, created_at=clock.now())
    client = Client()
    client.force_login(viewer)
    response = client.patch(f"{THINGS}/{organisation.pk}", "{}", content_type="application/json")
    problem = assert_problem(response, 403, "role-insufficient")
    assert "owner" in problem["detail"]
    assert "viewer" in problem["detail"]


def test_staff_operations_are_for_that_staff_role(api, organisation):
    assert_problem(api.delete(f"{THINGS}/{organisation.pk}"), 403, "staff-only")
    for role, status in [("vetting", 403), ("finance", 204), ("admin", 204)]:
        staff = User.objects.create_user(f"{role}@example.org", staff_roles=[role])
        client = Client()
        client.force_login(staff)
        assert client.delete(f"{THINGS}/{organisation.pk}").status_code == status


def test_a_cookie_alone_changes_nothing_without_its_csrf_token(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    response = client.post(THINGS, '{"name": "a"}', content_type="application/json")
    assert_problem(response, 403, "forbidden")
