"""A partner prices a plan in a browser and sees what it comes to while typing; a customer calculates a bill."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import people

pytestmark = [pytest.mark.browser, pytest.mark.journey]
DEMO = "guichet-demo"


@pytest.fixture(scope="module", autouse=True)
def _demo(running_product):
    running_product.manage("load_demo")


def field(page, name):
    return page.locator(f'[name="{name}"]')


def test_a_plan_by_tiers_is_priced_while_it_is_typed(page, look):
    people.sign_in(page, "partner@demo.example", DEMO)
    page.goto("/partner/")
    page.locator("main .card a", has_text="Tamarin").first.click()
    page.locator('main a[href$="/offers/"]').first.click()
    look("offers")
    page.locator("main .card a", has_text="Ledgerline").click()
    look("offer")
    page.locator('main a[href$="/plans/new/"]').click()
    look("schemes")
    page.locator('main a[href$="scheme=graduated"]').click()
    code = f"storage-{page.kind}"
    for name, value in (
        ("name", "Storage"),
        ("code", code),
        ("unit", "GB"),
        ("terms.tiers.0.up_to", "10"),
        ("terms.tiers.0.unit_price", "2,50"),
    ):
        field(page, name).fill(value)
    page.locator('button[name="add"]').click()
    page.wait_for_load_state()
    expect(field(page, "terms.tiers.0.unit_price")).to_have_value("2.50")
    field(page, "terms.tiers.1.unit_price").fill("1")
    # 10 at 2.50 and 90 at 1, by the script, without any button.
    expect(page.locator("#price")).to_contain_text(re.compile(r"115[.,]00"))
    assert not field(page, "conditions.trial.days").is_visible()
    page.locator('[id="with.trial"]').check()
    field(page, "conditions.trial.days").fill("14")
    expect(page.locator("#price")).to_contain_text("14")
    look("plan")
    page.locator("main form button.button", has_text=re.compile("Keep|Enregistrer")).first.click()
    page.wait_for_url(re.compile(r"/partner/offers/[0-9a-f-]+/$"))
    assert code in page.inner_text("main")


def test_somebody_calculates_a_bill(page, look):
    page.goto("/catalog/ledgerline/")
    page.locator('main a[href$="/calculator/"]').click()
    field(page, "quantity").fill("12")
    field(page, "billing_day").fill("1")
    people.submit(page)
    page.wait_for_url("**/calculator/?*quantity=12*")
    assert page.locator("main article").count() == 3
    look("calculator")
