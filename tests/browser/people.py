"""What people do with pages: sign up, sign in, and keep a second factor."""

import base64
import hashlib
import hmac
import struct
import time

from playwright.sync_api import Page

from tests.journeys.people import PASSWORD, mail_to
from tests.stack import Stack

STEP = 30


def submit(page: Page) -> None:
    """Press the main button of the page's only form in the content."""
    page.locator("main form button.button, main form button[type=submit]").first.click()


def sign_up(page: Page, stack: Stack, name: str, email: str) -> None:
    """Create an account by the pages, with the code from the mail."""
    page.goto("/accounts/signup/")
    page.fill("[name=name]", name)
    page.fill("[name=email]", email)
    page.fill("[name=password1]", PASSWORD)
    submit(page)
    page.locator("[name=code]").wait_for()
    page.fill("[name=code]", mail_to(stack, email, r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$"))
    submit(page)
    page.wait_for_load_state()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in with the password."""
    page.goto("/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    submit(page)
    page.wait_for_load_state()


def code_of_the_moment(secret: str) -> str:
    """The six digits an authenticator app shows now (RFC 6238 over RFC 4226)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.digest(key, struct.pack(">Q", int(time.time()) // STEP), hashlib.sha1)
    at = mac[-1] & 0xF
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"
