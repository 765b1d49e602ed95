"""A partner comes to sell, one requirement refused, mended, refused again and appealed; reviewers work by keys."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.factories.partners import PDF
from tests.journeys.people import PASSWORD, eventually, mail_to, new_staff

pytestmark = [pytest.mark.browser, pytest.mark.journey]
SIGNER = {"person": "Noor Haddad", "role": "gérante"}
# What the starting rule book asks before somebody may sell.
NEEDED = ("IDN-001", "IDN-002", "IDN-003", "LEG-001", "LEG-002")
SELLS = {"en": "Sell\nopen", "fr": "Vendre\nouvert"}
VAT_ID = "FR83404833048"
FINDING = {
    "code": "not_all_pages",
    "observed": "The file has the first page only.",
    "expected": "An extract with all its pages.",
    "fix": "Upload the extract again, with all its pages.",
}
MORE = PDF.replace(b"200 200", b"210 210")


@pytest.fixture(scope="module")
def reviewer(running_product):
    running_product.manage("publish_programme")
    return new_staff(running_product, "Robin", "vetting")


@pytest.fixture(scope="module")
def second(running_product):
    return new_staff(running_product, "Sascha", "vetting")


def path(address: str) -> str:
    """An address without its origin."""
    return "/" + address.split("/", 3)[3]


def become(page: Page, email: str) -> None:
    """Sign in as somebody else in the same window."""
    page.context.clear_cookies()
    people.sign_in(page, email, PASSWORD)


def upload(page: Page, content: bytes) -> None:
    page.set_input_files("[name=file]", {"name": "extract.pdf", "mimeType": "application/pdf", "buffer": content})
    people.submit(page)
    page.wait_for_load_state()


def yours(page: Page) -> list[str]:
    """The addresses of what the board says is to be done by the partner."""
    links = page.locator("section[aria-labelledby=yours] .entry a")
    return [link.get_attribute("href") for link in links.all()]


def act(page: Page, stack, email: str) -> None:
    """Do what the page of one requirement asks for."""
    if page.locator("[name=file]").count():
        upload(page, PDF)
    elif page.locator("[name=vat_id]").count():
        page.fill("[name=vat_id]", VAT_ID)
        people.submit(page)
    elif page.locator("[name=person]").count():
        page.check("main input[type=checkbox]")
        for name, value in SIGNER.items():
            page.fill(f"[name={name}]", value)
        people.submit(page)
    else:
        people.submit(page)
        page.goto("/contact-confirmations/" + mail_to(stack, email, r"/contact-confirmations/([^/\s]+)/") + "/")
        people.submit(page)
    page.wait_for_load_state()


def registered(page: Page, look, stack, email: str, name: str) -> str:
    """Sign up, found an organisation, make it a partner and apply; gives the address of the board."""
    people.sign_up(page, stack, "Noor Haddad", email)
    page.goto("/partner/")
    look("partner-nobody-yet")
    page.goto("/account/organisations/new/")
    page.fill("[name=name]", name)
    page.fill("[name=country]", "FR")
    people.submit(page)
    page.goto("/partner/")
    people.submit(page)
    page.locator(".errors").first.wait_for()
    look("partner-profile-refused")
    page.fill("[name=website]", "menuiserie.example")
    people.submit(page)
    page.wait_for_load_state()
    look("partner-programmes")
    page.locator("button[name=programme][value=partner]").wait_for()
    page.click("button[name=programme][value=partner]")
    page.wait_for_url("**/partner/applications/**")
    look("board-new")
    return page.url


def reviewed(page: Page, look, name: str, shot: str) -> None:
    """Open the one thing of this partner that waits, by keys alone."""
    page.goto("/desk/")
    look("desk")
    page.goto(f"/desk/?q={name.rsplit(maxsplit=1)[-1]}")
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()
    look(f"{shot}-keys")
    page.keyboard.press("Escape")
    # The browser gives the focus back a moment after the dialog has gone; until then keys are the dialog's.
    expect(page.locator("dialog[open], dialog :focus, dialog:focus")).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_contain_text(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/*-*/")
    look(f"{shot}-opened")
    page.locator("[data-decision]").wait_for()
    look(f"{shot}-review")


def refused_by_keys(page: Page) -> None:
    """Write the finding and refuse, without a mouse."""
    page.keyboard.press("r")
    for text in FINDING.values():
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Enter")
    page.locator(".notice.ok").wait_for()


def shown_by_partner(page: Page, look, stack, email: str, board: str) -> None:
    """Show what selling needs, one page after the other, and look at others on the way."""
    for key in ("IDN-004", "IDN-005", "TAX-001", "SUP-002"):
        page.goto(f"{board}{key}/")
        look(f"requirement-{key}")
    for key in NEEDED:
        page.goto(f"{board}{key}/")
        look(f"requirement-{key}")
        if page.locator("main form [name=person]").count():
            people.submit(page)
            page.locator(".errors").first.wait_for()
            look("requirement-half-filled")
        act(page, stack, email)

    def with_us() -> bool:
        page.goto(board)
        return not {f"{path(board)}{key}/" for key in NEEDED} & set(yours(page))

    eventually(with_us)
    look("board-with-us")


def answered(page: Page, look, board: str) -> None:
    """Answer the only appeal that waits, as the second reviewer."""
    page.goto("/desk/appeals/")
    look("desk-appeals")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.check("[name=outcome][value=overturned]")
    page.fill("[name=answer]", "You are right: this register issues one page.")
    look("desk-appeal")
    people.submit(page)
    page.wait_for_url("**/desk/appeals/")


def test_from_registration_to_selling(page, look, live_stack, reviewer, second):
    email, name = f"noor.{uuid4().hex[:8]}@example.org", f"Menuiserie {uuid4().hex[:6]}"
    board = registered(page, look, live_stack, email, name)
    certificate = f"{board}IDN-001/"
    assert SELLS[page.language] not in page.inner_text("aside")
    shown_by_partner(page, look, live_stack, email, board)

    become(page, reviewer.email)
    reviewed(page, look, name, "desk-first")
    refused_by_keys(page)
    look("desk-after-refusal")

    become(page, email)
    page.goto(board)
    look("board-refused")
    assert yours(page) == [path(certificate)]
    page.goto(certificate)
    assert FINDING["fix"] in page.inner_text("main")
    look("requirement-refused")
    upload(page, MORE)
    look("requirement-sent-again")

    become(page, reviewer.email)
    reviewed(page, look, name, "desk-second")
    refused_by_keys(page)

    become(page, email)
    page.goto(certificate)
    page.locator("main details.panel summary").click()
    page.fill("[name=statement]", "This register has one page; it is complete.")
    look("requirement-appeal")
    page.locator("form[action$='/appeal/'] button").click()
    page.locator(".notice.ok").wait_for()
    look("requirement-under-appeal")

    become(page, second.email)
    answered(page, look, board)

    become(page, email)
    page.goto(board)
    look("board-sells")
    assert SELLS[page.language] in page.inner_text("aside")
    page.goto(f"{board}history/")
    look("board-history")
