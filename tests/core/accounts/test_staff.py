"""The staff admin, and what a staff role is worth without a second factor."""

import os
import subprocess
import sys

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from core import clock
from core.accounts import actions
from core.accounts.principals import principal_of_user
from core.accounts.roles import StaffRole
from core.actors import SYSTEM

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGES = [
    "/staff/",
    "/staff/accounts/user/",
    "/staff/accounts/organisation/",
    "/staff/accounts/invitation/",
    "/staff/accounts/apiclient/",
    "/staff/events/fact/",
    "/staff/events/delivery/",
]


@pytest.fixture
def sam(person):
    sam = person("Sam")
    return actions.appoint_staff(user=sam, roles=[StaffRole.VETTING], actor=SYSTEM, at=clock.now())


@pytest.fixture
def signed_in(client, sam):
    client.force_login(sam, backend=BACKEND)
    return client


@pytest.mark.parametrize("path", PAGES)
def test_staff_look_at_everything(signed_in, organisation, path):
    assert signed_in.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_nobody_else_does(client, ada, path):
    assert client.get(path)["Location"].startswith("/staff/login/")
    client.force_login(ada, backend=BACKEND)
    assert client.get(path).status_code == 302


def test_there_is_no_second_password_form(client, db):
    answer = client.get("/staff/login/?next=/staff/")
    assert answer["Location"] == "/accounts/login/?next=/staff/"
    assert client.post("/staff/login/", {"username": "x", "password": "y"}).status_code == 302


def test_staff_without_a_second_factor_are_led_to_set_one_up(signed_in, sam, settings):
    settings.STAFF_MFA_REQUIRED = True
    answer = signed_in.get("/staff/accounts/user/", follow=True)
    assert "2fa" in answer.redirect_chain[1][0]
    TOTP.activate(sam, generate_totp_secret())
    assert signed_in.get("/staff/accounts/user/").status_code == 200


def test_a_staff_role_counts_only_with_the_second_factor(sam, settings):
    assert principal_of_user(sam).has_staff_role("vetting")
    settings.STAFF_MFA_REQUIRED = True
    assert not principal_of_user(sam).is_staff
    TOTP.activate(sam, generate_totp_secret())
    assert principal_of_user(sam).has_staff_role("vetting")


def test_production_asks_staff_for_a_second_factor():
    """The setting itself, read by a process that is told it is in production."""
    environment = {**os.environ, "PRODUCTION": "1", "SECRET_KEY": "x" * 50, "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment.pop("STAFF_MFA_REQUIRED", None)
    asked = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(settings.STAFF_MFA_REQUIRED)"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.strip() == "True"


@pytest.mark.parametrize("verb", ["add", "delete", "change"])
def test_staff_change_nothing_behind_the_actions(signed_in, ada, verb):
    path = "/staff/accounts/user/add/" if verb == "add" else f"/staff/accounts/user/{ada.pk}/{verb}/"
    assert signed_in.post(path, {"name": "Mallory"}).status_code == 403
    ada.refresh_from_db()
    assert ada.name == "Ada"


def test_facts_are_found_by_what_they_are_about(signed_in, organisation):
    page = signed_in.get(f"/staff/events/fact/?q=organisation:{organisation.pk}").content.decode()
    assert "accounts.organisation_founded" in page
    assert "accounts.person_signed_up" not in page


def test_the_libraries_own_admins_are_not_there(signed_in):
    for path in ("account/emailaddress", "allauth_idp_oidc/token", "mfa/authenticator", "auth/group"):
        assert signed_in.get(f"/staff/{path}/").status_code == 404
