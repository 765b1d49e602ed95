"""A bundle of demo offers: built by a customer, agreed to by a partner, looked after by staff; nothing against WCAG."""

import pytest
from playwright.sync_api import Page

from tests.browser import people
from tests.browser.test_accessibility import DEMO, in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.journey]

# Run inside the product. One live bundle, one that waits for its partners, one draft.
MADE = """
from catalog.bundles.models import Bundle
from catalog.offers.models import Plan
from tests.factories import bundles as make

TOOLS = {"code": "tools", "name": "Tools", "name_fr": "Outils", "least": 1, "most": 2}
PRICE = {"currency": "EUR", "interval": "month", "kind": "percent", "value": "15"}
def plan(offer, code):
    return Plan.objects.select_related("offer__partner").get(offer__name=offer, code=code)
parts = [
    (plan("Quittance", "starter"), "fixed", ""),
    (plan("Keyring", "seat"), "fixed", ""),
    (plan("Signet", "team"), "choice", "tools"),
    (plan("Formwerk", "seat"), "choice", "tools"),
    (plan("Shiftwise", "seat"), "choice", "tools"),
    (plan("Rampart Backup", "small"), "optional", ""),
]
partners = list({one.offer.partner_id: one.offer.partner for one, _, _ in parts}.values())
content = {
    "parts": [make.part(one, role, group=group, sold_alone=role != "optional") for one, role, group in parts],
    "groups": [TOOLS],
    "prices": [PRICE],
    "terms": [make.terms(partner) for partner in partners],
}
if not Bundle.objects.filter(slug="office").exists():
    for partner in partners:
        make.allow_bundling(partner)
    make.live_bundle([], slug="office", **content)
    make.proposed([], slug="office-two", **content | {"name": "Second office"})
    make.draft([], slug="office-three", **content | {"name": "Third office"})
"""


@pytest.fixture(scope="module", autouse=True)
def _bundles(running_product):
    running_product.manage("load_demo")
    running_product.shell(MADE)


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def test_a_customer_chooses_and_sees_the_price_without_scripts(page, look):
    page.goto("/bundles/")
    look("bundles")
    wrong = in_both_themes(page)
    page.goto("/bundles/office/")
    assert heading(page) == {"en": "Office in a box", "fr": "Le bureau prêt"}[page.language]
    look("bundle")
    wrong += in_both_themes(page)
    # Nothing of what one has to choose from is chosen.
    people.submit(page)
    assert page.locator("[role=alert] p").count() == 1
    look("bundle-wrong")
    wrong += in_both_themes(page)
    page.get_by_label("Signet: Team").first.check()
    page.locator("li", has_text="Signet: Team").locator("input[type=number]").fill("5")
    people.submit(page)
    # 12.00 + 3.80 + 5 × 11.00, 15 % less.
    assert {"en": "€60.18", "fr": "60,18"}[page.language] in page.locator("#price").inner_text()
    assert page.get_by_label("Signet: Team").first.is_checked()
    look("bundle-priced")
    wrong += in_both_themes(page)
    assert wrong == [], "\n".join(wrong)


def test_a_customer_signs_in_and_orders_what_was_chosen(page, look):
    page.goto("/bundles/office/")
    page.get_by_label("Shiftwise").first.check()
    people.submit(page)
    page.locator("#price a.button[href^='/accounts/login/']").click()
    page.fill("[name=login]", "customer@demo.example")
    page.fill("[name=password]", DEMO)
    people.submit(page)
    page.locator("#price form button").wait_for()
    assert page.get_by_label("Shiftwise").first.is_checked()
    look("bundle-to-order")
    wrong = in_both_themes(page)
    page.locator("#price form button").focus()
    page.keyboard.press("Enter")
    page.locator("#invoice").wait_for()
    look("bundle-ordered")
    wrong += in_both_themes(page)
    assert wrong == [], "\n".join(wrong)


def test_what_is_sold_in_bundles_only_leads_there(page, look):
    page.goto("/bundles/office/")
    page.locator("li", has_text="Rampart Backup").get_by_role("link").first.click()
    page.wait_for_load_state()
    look("listing-in-bundles-only")
    assert in_both_themes(page) == []
    page.locator("#plans ~ ul a[href='/bundles/office/']").first.click()
    page.wait_for_load_state()
    assert page.url.endswith("/bundles/office/")


def test_a_partner_reads_what_it_agrees_to(page, look):
    people.sign_in(page, "partner@demo.example", DEMO)
    page.goto("/partner/")
    page.locator("main").get_by_role("link", name="Tamarin Software").first.click()
    page.wait_for_load_state()
    look("partner-of")
    page.locator("main a[href$='/notices/']").click(timeout=5000)
    page.locator("main li.entry a[href^='/partner/agreements/']").first.wait_for()
    look("notices-about-agreements")
    page.goto("/partner/")
    page.locator("main").get_by_role("link", name="Tamarin Software").first.click()
    page.wait_for_load_state()
    page.locator("main a[href$='/agreements/']").click(timeout=5000)
    look("agreements")
    wrong = in_both_themes(page)
    page.get_by_role("link", name={"en": "Second office", "fr": "Le bureau prêt"}[page.language]).first.click()
    page.wait_for_load_state()
    look("agreement")
    wrong += in_both_themes(page)
    assert page.locator("button[value=accept], button[value=withdraw]").count() == 1
    assert wrong == [], "\n".join(wrong)


def test_an_organisation_becomes_a_customer_before_it_orders(page, look, complaints):
    people.sign_in(page, "partner@demo.example", DEMO)
    page.goto("/bundles/office/?market=EUR-month")
    page.get_by_label("Shiftwise").first.check()
    people.submit(page)
    page.locator("#price a.button[href^='/customers/new/']").click()
    page.wait_for_load_state()
    look("customer-opening")
    wrong = in_both_themes(page)
    page.fill("[name=vat_id]", "DE1")
    people.submit(page)
    page.locator("ul.errors").wait_for()
    look("customer-opening-wrong")
    complaints.clear()  # the console names what was refused
    wrong += in_both_themes(page)
    assert wrong == [], "\n".join(wrong)


def test_staff_look_after_bundles(page, look):
    people.sign_in(page, "staff@demo.example", DEMO)
    page.goto("/curation/bundles/")
    look("curation")
    wrong = in_both_themes(page)
    for slug in ("office-three", "office-two", "office"):
        page.goto("/curation/bundles/")
        page.locator("li", has=page.locator(f".eyebrow:text-is('{slug}')")).get_by_role("link").click()
        page.wait_for_load_state()
        look(f"curation-{slug}")
        wrong += in_both_themes(page)
    page.locator("main a[href$='/simulation/']").click()
    page.wait_for_load_state()
    look("simulation")
    wrong += in_both_themes(page)
    assert wrong == [], "\n".join(wrong)
