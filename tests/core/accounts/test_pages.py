"""Pages: in two languages, without a script or style that the content security policy would refuse."""

import re

import pytest
from django.core.mail import EmailMessage

from core.accounts.mail import FileBackend

PUBLIC = ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/api/docs/"]
OWN = [
    "/account/",
    "/account/organisations/new/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/logout/",
]


@pytest.mark.parametrize("path", PUBLIC + OWN)
def test_pages_carry_nothing_inline(client, person, path):
    if path in OWN:
        ada = person("Ada", password="correct horse battery")
        client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "'unsafe" not in answer["Content-Security-Policy"]
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", page)
    assert not re.search(r"\son[a-z]+=", page)
    assert not re.search(r"(src|href)=\"https?://", page)


def test_the_language_is_chosen_by_a_button(client, db):
    assert 'lang="en"' in client.get("/").content.decode()
    answer = client.post("/language/", {"language": "fr", "next": "/accounts/login/"})
    assert answer["Location"] == "/accounts/login/"
    page = client.get("/").content.decode()
    assert 'lang="fr"' in page
    assert "Se connecter" in page


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_language_button_leads_nowhere_else(client, db, target):
    assert client.post("/language/", {"language": "fr", "next": target})["Location"] == "/"


def test_what_is_not_there_is_said_kindly(client, db):
    answer = client.get("/nothing", headers={"Accept-Language": "fr"})
    assert answer.status_code == 404
    assert "Il n’y a rien ici" in answer.content.decode()


def test_mail_becomes_a_file_that_can_be_read(tmp_path, settings):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    message = EmailMessage("Début", "Votre code : 123", "a@example.org", ["../../b@example.org"])
    assert FileBackend().send_messages([message]) == 1
    [file] = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert "Votre code : 123" in file.read_text()
