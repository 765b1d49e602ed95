"""Somebody finds out in a browser what will be asked, before registering."""

import pytest

from partners.programmes import shipped

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture(scope="module", autouse=True)
def _published(running_product, tmp_path_factory):
    running_product.manage("load_demo")
    offers = next(path for path in shipped.BOOKS if path.stem == "offer")
    stricter = tmp_path_factory.mktemp("books") / "stricter.toml"
    stricter.write_text(offers.read_text().replace('level = "recommended"', 'level = "mandatory"', 1))
    running_product.manage("publish_programme", str(stricter))


def test_somebody_finds_out_what_will_be_asked_before_registering(page, look):
    page.goto("/rules/")
    assert page.locator("main .card").count() == len(shipped.BOOKS)
    look("rule-books")
    page.locator("main .card h2 a[href='/rules/offer/']").click()
    page.wait_for_url("**/rules/offer/")
    look("rule-book")
    page.locator("main header a[href*='/diff/']").click()
    page.wait_for_url("**/diff/1.0.0..2.0.0/")
    assert page.locator("main article").count() == 1
    look("rule-difference")
    page.goto("/rules/offer/preview/")
    page.get_by_role("checkbox").nth(4).check()
    page.locator("select[name=handles_personal_data]").select_option("true")
    page.locator("main form button").click()
    page.wait_for_url("**/preview/?*health*")
    look("rule-preview")
    key = page.locator("main article h3 a").first
    name = key.inner_text()
    key.click()
    page.wait_for_url(f"**/rules/{name}")
    assert page.locator("#examples").is_visible()
    look("requirement")
