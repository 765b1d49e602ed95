"""A visitor browses, searches and opens a listing, on a phone and on a desk, in English and in French."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.journey]

NEEDS = {"en": "Needs", "fr": "Nécessite"}
PRICED = {"en": "per seat", "fr": "par utilisateur"}


@pytest.fixture(scope="module", autouse=True)
def _demo(running_product):
    running_product.manage("load_demo")


def test_browse_search_and_open_a_listing(page, look):
    page.goto("/")
    assert page.get_attribute("html", "lang") == page.language
    look("home")

    page.goto("/catalog/")
    assert page.locator("article").count() >= 12
    look("catalogue")

    page.get_by_role("searchbox").first.fill("eletronic signature")
    page.get_by_role("searchbox").first.press("Enter")
    page.wait_for_url("**/catalog/?*q=*")
    assert page.locator("article").first.get_by_role("link").first.inner_text().strip() == "Signet"
    look("search")

    page.get_by_role("link", name="Signet").first.click()
    page.wait_for_url("**/catalog/signet/")
    assert "Nordwind Labs" in page.inner_text("main")
    assert "11" in page.inner_text("main")
    assert PRICED[page.language] in page.inner_text("main")
    look("listing")

    page.goto("/catalog/spendlens/")
    needs = page.locator("dt", has_text=NEEDS[page.language]).locator("xpath=following-sibling::dd[1]")
    assert needs.inner_text().strip() == "Ledgerline"
    look("listing-add-on")
    needs.get_by_role("link", name="Ledgerline").click()
    page.wait_for_url("**/catalog/ledgerline/")

    page.goto("/catalog/?q=zzzzqqqq")
    assert page.locator("article").count() == 0
    look("nothing-found")


def test_filters_narrow_and_can_be_taken_away(page, look):
    page.goto("/catalog/?category=security")
    names = {link.inner_text().strip() for link in page.locator("article h2 a, article h3 a").all()}
    assert names == {"Rampart Backup", "Keyring", "Paperhaven"}
    look("category")
    page.goto("/catalog/?category=security&price_max=10")
    assert page.locator("article").count() == 1


OTHERS = [
    "/rules/partner/",
    "/accounts/login/",
    "/accounts/signup/",
    "/api/docs/",
    "/problems/",
    "/problems/not-found",
]


def test_every_other_public_page_fits_and_loads_nothing_from_elsewhere(page, look):
    for path in OTHERS:
        page.goto(path)
        assert page.get_attribute("html", "lang") == page.language
        # The documentation brings a heading of its own once it has read the document.
        assert page.locator("h1:not(.swagger-ui h1)").count() == 1
        if path == "/api/docs/":
            page.locator(".opblock-tag").first.wait_for()
        look(path.strip("/").replace("/", "-"))


@pytest.mark.parametrize("page", [("desktop", "en")], indirect=True, ids="-".join)
def test_the_keyboard_skips_to_the_content_and_sees_where_it_is(page):
    page.goto("/catalog/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_listings_are_ticked_and_compared_and_looked_at_again(page, look):
    page.goto("/catalog/?q=signature")
    page.locator("article", has_text="Signet").get_by_role("checkbox").check()
    look("ticked")
    page.goto("/catalog/signet/")
    page.goto("/catalog/ledgerline/")
    assert page.locator("section[aria-labelledby=recent] h2 a").all_inner_texts() == ["Signet"]
    look("listing-with-others")
    page.locator("section[aria-labelledby=recent]").get_by_role("checkbox").check()
    page.locator(".compare-bar button").click()
    page.wait_for_url("**/compare?*")
    assert page.locator("thead th a:first-child").all_inner_texts() == ["Ledgerline", "Signet"]
    look("compared")


def test_facets_lead_to_as_many_listings_as_they_say(page, look):
    page.goto("/catalog/")
    if page.kind.startswith("phone"):
        page.locator(".filters > summary").click()
    look("facets")
    choice = page.locator(".facet a", has_text="Tamarin").first
    number = int(choice.locator(".count").inner_text())
    choice.click()
    page.wait_for_url("**/catalog/?partner=*")
    assert page.locator("article").count() == number
    page.locator("ul.cluster a[aria-current]").click()
    page.wait_for_url("**/catalog/")
