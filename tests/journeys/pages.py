"""People who walk the pages with Django's client: forms as browsers send them, text as it is read."""

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client

from core.accounts.models import User


def browser(user: User | None = None, language: str = "en") -> Client:
    """Somebody's browser, signed in where a person is given."""
    client = Client(raise_request_exception=True, headers={"accept-language": language})
    if user:
        client.force_login(user)
    return client


def text(answer: HttpResponse) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())
