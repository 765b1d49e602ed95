"""A partner names a customer for a private plan, and the customer finds it marked as its own; in a channel, too."""

import pytest
from playwright.sync_api import expect

from tests.browser import people

pytestmark = [pytest.mark.browser, pytest.mark.journey]
DEMO = "guichet-demo"
MADE = """
from catalog.channels.models import Channel
from catalog.listings.actions import submit_and_approve
from catalog.offers.actions import add_plan
from catalog.offers.models import Offer
from catalog.pricelists.actions import add_list_price
from core import clock
from core.actors import SYSTEM
now = {"actor": SYSTEM, "at": clock.now()}
offer = Offer.objects.select_related("partner").get(name="Ledgerline")
public = offer.plans.select_related("price", "offer__partner").get(code="team")
terms = {**public.price.rule.said()}
for kind in ("phone-en", "phone-fr", "desktop-en", "desktop-fr"):
    cheaper = terms | {"terms": {"amount": "3.00"}, "conditions": {}}
    other = "team" if kind.startswith("phone") else ""
    add_plan(offer=offer, code=kind, name=f"Petit {kind}", visibility="private", stands_in_for=other, **cheaper, **now)
add_list_price(
    plan=public, price=terms | {"terms": {"amount": "1.50"}}, channel=Channel.objects.first(), valid_from=None,
    valid_until=None, **now,
)
submit_and_approve(offer=offer, **now)
print("channel", Channel.objects.first().code)
"""


@pytest.fixture(scope="module")
def channel(running_product):
    running_product.manage("load_demo")
    return running_product.shell(MADE).split("channel ")[1].split()[0]


def test_a_customer_is_named_and_finds_its_plan(page, look, channel, complaints):
    people.sign_in(page, "partner@demo.example", DEMO)
    page.goto("/partner/")
    page.locator("main .card a", has_text="Tamarin").first.click()
    page.locator('main a[href$="/offers/"]').first.click()
    page.locator("main .card a", has_text="Ledgerline").click()
    look("offer-with-private-plans")
    page.locator("main li", has_text=f"Petit {page.kind}").locator('a[href$="/customers/"]').click()
    page.fill('[name="customer_name"]', "Maison Petit")
    people.submit(page)
    code = page.locator(".notice.ok code").inner_text()
    look("named-customers")
    page.locator('header form[action$="/logout/"] button').click()

    people.sign_in(page, "customer@demo.example", DEMO)
    page.goto("/account/")
    page.locator('main a[href="/account/agreements/"]').click()
    page.fill('[name="code"]', "not a code")
    page.locator("aside button").click()
    look("agreement-refused")
    complaints.clear()  # The browser says of a 422 what it says of a missing picture.
    page.fill('[name="code"]', code)
    page.locator("aside button").click()
    look("agreements")
    page.locator("main a", has_text="Ledgerline").first.click()
    expect(
        page.locator(".badge.ok", has_text="Pour vous" if page.language == "fr" else "For you").first
    ).to_be_visible()
    look("listing-for-you")


def test_a_listing_and_its_calculator_within_a_channel(page, look, channel):
    page.goto(f"/c/{channel}/")
    look("channel-with-prices")
    page.goto(f"/c/{channel}/ledgerline/")
    look("channel-listing-with-prices")
    page.locator('main a[href$="/calculator/"]').click()
    people.submit(page)
    look("channel-calculator")
    assert f"/c/{channel}/ledgerline/calculator/" in page.url
