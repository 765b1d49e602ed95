"""The tree of categories as staff arrange it, and what listings are narrowed down by; nothing against WCAG."""

import pytest
from playwright.sync_api import Page

from tests.browser import people
from tests.browser.test_accessibility import DEMO, in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.journey]

# Run inside the product: categories under each other, a heading told by names.
MADE = """
from catalog.offers.actions import add_category
from catalog.offers.models import Category
from core import clock
from core.actors import SYSTEM

if not Category.objects.filter(slug="payroll").exists():
    put = lambda slug, name, **more: add_category(slug=slug, name=name, actor=SYSTEM, at=clock.now(), **more)
    put("payroll", "Payroll", name_fr="Paie", parent="people")
    put("time-clocks", "Time clocks", parent="payroll")
    put("irc", "Communication - IRC")
"""


@pytest.fixture(scope="module", autouse=True)
def _categories(running_product):
    running_product.manage("load_demo")
    running_product.shell(MADE)


def test_staff_arrange_the_categories(page: Page, look):
    people.sign_in(page, "staff@demo.example", DEMO)
    page.goto("/curation/bundles/")
    page.locator("main a[href='/curation/categories/']").click()
    page.wait_for_load_state()
    look("categories")
    wrong = in_both_themes(page)
    page.goto("/curation/categories/payroll/")
    look("category")
    wrong += in_both_themes(page)
    page.locator("select[name=parent]").select_option("accounting")
    people.submit(page)
    page.wait_for_url("**/curation/categories/")
    assert page.locator("li", has=page.locator("a[href$='/accounting/']")).locator("a[href$='/payroll/']").count() == 1
    page.goto("/curation/categories/time-clocks/")
    page.locator("button[value=retire]").click()
    page.wait_for_url("**/curation/categories/")
    assert page.locator("a[href$='/time-clocks/']").count() == 0
    page.locator("[name=name]").fill("Time clocks")
    page.locator("select[name=parent]").select_option("payroll")
    people.submit(page)
    page.wait_for_load_state()
    assert page.locator("a[href$='/time-clocks/']").count() == 1
    page.goto("/curation/categories/payroll/")
    page.locator("select[name=parent]").select_option("people")
    people.submit(page)
    page.wait_for_load_state()
    assert wrong == [], "\n".join(wrong)


def test_a_customer_narrows_the_catalogue_down(page: Page, look):
    page.goto("/catalog/")
    if page.kind.startswith("phone"):
        page.locator(".filters > summary").click()
    look("narrowing")
    wrong = in_both_themes(page)
    page.goto("/catalog/?data_location=eu&integration=saml-sso")
    assert page.locator(".card").count() > 0
    look("narrowed")
    wrong += in_both_themes(page)
    page.goto("/catalog/paperhaven/")
    look("listing-with-tags")
    wrong += in_both_themes(page)
    page.locator("a[href='/catalog/?tag=full-text']").click()
    page.wait_for_load_state()
    assert page.locator("main .card").count() == 1
    page.goto("/compare?listing=paperhaven&listing=keyring")
    look("compared-with-places")
    wrong += in_both_themes(page)
    assert wrong == [], "\n".join(wrong)


def test_a_partner_writes_tags_and_places(page: Page, look, complaints):
    people.sign_in(page, "partner@demo.example", DEMO)
    page.goto("/partner/")
    page.locator("main").get_by_role("link", name="Tamarin Software").first.click()
    page.wait_for_load_state()
    page.locator("main a[href$='/offers/']").first.click()
    page.wait_for_load_state()
    page.get_by_role("link", name="Ledgerline").first.click()
    page.wait_for_load_state()
    page.locator("[name=data_locations]").fill("France, Atlantis")
    page.locator("[name=tags]").fill("x")
    page.locator("form:has([name=tags]) button.button").click()
    page.wait_for_load_state()
    look("offer-with-tags")
    assert page.locator("#id_tags_error, #id_data_locations_error").count() == 2
    complaints.clear()  # the browser calls a form that is answered with 422 a failure
    assert in_both_themes(page) == []
