"""A newcomer signs up, founds an organisation, sets up a second factor, and tries the API as oneself."""

from uuid import uuid4

import pytest

from tests.browser import people
from tests.journeys.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.journey]
FOUNDED = {"en": "you are its owner", "fr": "vous en êtes propriétaire"}


@pytest.mark.parametrize("page", [("phone", "fr"), ("desktop", "en")], indirect=True, ids="-".join)
def test_from_nothing_to_an_organisation_and_two_factors(page, look, live_stack):
    email = f"noor.{uuid4().hex[:8]}@example.org"
    people.sign_up(page, live_stack, "Noor Haddad", email)

    page.goto("/account/organisations/new/")
    look("found-organisation")
    page.fill("[name=name]", "Menuiserie Haddad")
    page.fill("[name=country]", "f1")
    people.submit(page)
    page.locator(".errors").wait_for()
    look("found-organisation-refused")
    page.fill("[name=country]", "fr")
    people.submit(page)
    page.wait_for_url("**/account/")
    assert FOUNDED[page.language] in page.inner_text("main")
    assert "Menuiserie Haddad" in page.inner_text("main")
    look("account")

    page.goto("/accounts/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        look("reauthenticate")
        page.fill("[name=password]", PASSWORD)
        people.submit(page)
    secret = page.input_value("#authenticator_secret")
    look("second-factor")
    page.fill("[name=code]", "000000" if people.code_of_the_moment(secret) != "000000" else "000001")
    people.submit(page)
    page.locator(".errors").wait_for()
    page.fill("[name=code]", people.code_of_the_moment(secret))
    people.submit(page)
    page.wait_for_url("**/recovery-codes/**")
    look("recovery-codes")
    for path in ("/accounts/2fa/", "/accounts/email/", "/accounts/sessions/", "/accounts/password/change/"):
        page.goto(path)
        look(path.strip("/").replace("/", "-"))

    page.context.clear_cookies()
    people.sign_in(page, email, PASSWORD)
    page.wait_for_url("**/2fa/authenticate/**")
    look("second-factor-asked")


@pytest.mark.parametrize("page", [("desktop", "en")], indirect=True, ids="-".join)
def test_who_is_signed_in_tries_a_call_from_the_documentation(page, look, live_stack):
    email = f"lin.{uuid4().hex[:8]}@example.org"
    people.sign_up(page, live_stack, "Lin Chen", email)
    page.goto("/api/docs/")
    operation = page.locator(".opblock", has_text="Found an organisation")
    page.locator(".opblock-tag[data-tag='core.accounts']").click()
    operation.locator(".opblock-summary").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    operation.locator(".live-responses-table .response-col_status", has_text="201").wait_for()
    assert email in page.evaluate("fetch('/api/v1/me').then(answer => answer.text())")
    look("api-tried")
    page.goto("/account/")
    assert "Atelier Nord" in page.inner_text("main")
