"""Sign-up, sign-in, second factor and password reset, by the headless API and by pages."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client

from core.accounts.models import User
from core.events.models import Fact
from tests.core.accounts.conftest import Api

APP = "/_allauth/app/v1/"
PASSWORD = "correct horse battery"


class Headless:
    """The headless API as a program outside a browser uses it."""

    def __init__(self):
        self.client, self.token = Client(raise_request_exception=False), None

    def send(self, method, path, body=None):
        headers = {"X-Session-Token": self.token} if self.token else {}
        data = {} if body is None else {"data": body, "content_type": "application/json"}
        answer = getattr(self.client, method)(APP + path, headers=headers, **data)
        self.token = answer.json().get("meta", {}).get("session_token", self.token)
        return answer


@pytest.fixture
def headless(db):
    return Headless()


def code_of(message):
    return re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]+)$", message.body, re.MULTILINE)[1]


def sign_up(headless, **fields):
    body = {"email": "new@example.org", "password": PASSWORD, "name": "Noor New", "language": "fr", **fields}
    return headless.send("post", "auth/signup", body)


def test_sign_up_needs_the_code_from_the_mail(headless):
    assert sign_up(headless).status_code == 401
    user = User.objects.get()
    assert (user.name, user.language) == ("Noor New", "fr")
    assert Api(headers={"X-Session-Token": headless.token}).call("get", "me").status_code == 401
    wrong = headless.send("post", "auth/email/verify", {"key": "AAAA-BBBB"})
    assert wrong.status_code == 400
    done = headless.send("post", "auth/email/verify", {"key": code_of(mail.outbox[0])})
    assert done.status_code == 200
    me = Api(headers={"X-Session-Token": headless.token}).call("get", "me").json()
    assert me["email"] == "new@example.org"
    types = [fact.type for fact in Fact.objects.about(f"user:{user.pk}")]
    assert types == ["accounts.person_signed_up", "accounts.email_address_confirmed"]
    assert "example.org" not in str(list(Fact.objects.values()))


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("name", "x" * 151), ("password", "123"), ("email", "no"), ("language", "xx")]
)
def test_bad_sign_ups_are_refused(headless, field, value):
    refused = sign_up(headless, **{field: value})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["param"] == field
    assert not User.objects.exists()


def test_signing_up_twice_does_not_tell_who_is_here(headless, ada):
    assert sign_up(headless, email="ada@example.org").status_code == 401
    assert User.objects.count() == 1
    assert "code" not in mail.outbox[0].subject.lower()


def sign_in(headless, email="ada@example.org", password=PASSWORD):
    return headless.send("post", "auth/login", {"email": email, "password": password})


def test_a_session_token_opens_the_api_until_it_ends(headless, person):
    person("Ada", password=PASSWORD)
    assert sign_in(headless, password="wrong wrong").status_code == 400
    assert sign_in(headless).status_code == 200
    api = Api(headers={"X-Session-Token": headless.token})
    assert api.call("get", "me").json()["name"] == "Ada"
    assert api.call("post", "organisations", {"name": "Atelier", "country": "FR"}).status_code == 201
    headless.send("delete", "auth/session")
    ended = api.call("get", "me")
    assert (ended.status_code, ended["WWW-Authenticate"]) == (401, 'Bearer realm="guichet"')


def test_the_second_factor_is_asked_for(headless, person):
    secret = generate_totp_secret()
    TOTP.activate(person("Ada", password=PASSWORD), secret)
    assert secret not in str(Authenticator.objects.values())
    pending = sign_in(headless)
    assert pending.status_code == 401
    assert "mfa_authenticate" in [flow["id"] for flow in pending.json()["data"]["flows"]]
    assert Api(headers={"X-Session-Token": headless.token}).call("get", "me").status_code == 401
    assert headless.send("post", "auth/2fa/authenticate", {"code": "000000"}).status_code == 400
    counter = int(time.time()) // 30
    code = format_hotp_value(hotp_value(secret, counter))
    assert headless.send("post", "auth/2fa/authenticate", {"code": code}).status_code == 200
    assert Api(headers={"X-Session-Token": headless.token}).call("get", "me").json()["name"] == "Ada"


def test_a_cookie_session_needs_the_csrf_token(person, api):
    ada = person("Ada")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    refused = browser.post("/api/v1/organisations", {"name": "A", "country": "FR"}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    browser.get("/api/docs/")
    token = browser.cookies["csrftoken"].value
    allowed = browser.post(
        "/api/v1/organisations",
        {"name": "A", "country": "FR"},
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert allowed.status_code == 201


def test_reset_links_lead_to_the_public_address(client, ada, settings):
    client.post("/accounts/password/reset/", {"email": ada.email}, headers={"Host": "evil.example"})
    body = mail.outbox[0].body
    assert "evil.example" not in body
    link = re.search(rf"{settings.BASE_URL}(/accounts/password/reset/key/\S+)", body)[1]
    form = client.get(link)["Location"]
    client.post(form, {"password1": "another horse battery", "password2": "another horse battery"})
    ada.refresh_from_db()
    assert ada.check_password("another horse battery")
    assert Fact.objects.filter(type="accounts.password_changed").count() == 1


def test_sign_up_by_pages(client, db):
    page = client.post(
        "/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD, "name": "Noor", "language": "fr"}
    )
    assert page["Location"] == "/accounts/confirm-email/"
    client.post("/accounts/confirm-email/", {"code": code_of(mail.outbox[0])})
    assert "Noor" in client.get("/account/").content.decode()


def test_an_erased_person_cannot_sign_in(headless, person):
    user = person("Ada", password=PASSWORD)
    user.is_active = False
    user.save()
    assert sign_in(headless).status_code != 200
