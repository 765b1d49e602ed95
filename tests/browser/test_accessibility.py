"""axe-core on every page that people reach, in light and dark: nothing against WCAG 2.2 A and AA."""

from importlib.resources import files

import pytest
from playwright.sync_api import Page

from tests.browser import people

pytestmark = [pytest.mark.browser, pytest.mark.journey]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
# The pages of the API's documentation and of the staff admin are drawn by others' code.
OTHERS = ("/api/docs/", "/staff/")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DEMO = "guichet-demo"
PUBLIC = (
    "/",
    "/catalog/",
    "/catalog/?q=signature",
    "/catalog/?q=nothing+has+this+word",
    "/catalog/?price_min=x",
    "/catalog/ledgerline/",
    "/compare",
    "/compare?listing=ledgerline&listing=signet",
    "/catalog/?category=security&scheme=per_seat&price_max=99",
    "/catalog/ledgerline/reviews/",
    "/catalog/ledgerline/calculator/?quantity=12",
    "/partners/tamarin-software/",
    "/bundles/",
    "/bundles/office-in-a-box/",
    "/c/harbour/",
    "/c/harbour/ledgerline/",
    "/rules/",
    "/rules/partner/",
    "/rules/IDN-001",
    "/rules/partner/preview/",
    "/rules/partner/versions/1.0.0/",
    "/problems/",
    "/problems/not-found",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/nothing-here/",
)
MOST = 40


@pytest.fixture(scope="module", autouse=True)
def _demo(running_product):
    running_product.manage("load_demo")


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page that is open: rule, place and reason of each."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [
        f"{page.url} {one['id']}: {node['target']} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"]
    ]


def in_both_themes(page: Page) -> list[str]:
    wrong = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        wrong += [f"{theme}: {one}" for one in violations(page)]
    return wrong


def reached(page: Page, start: str) -> list[str]:
    """Addresses of the site that pages lead to from here, one of each kind."""
    ahead, seen, kinds = [start], [], set()
    while ahead and len(seen) < MOST:
        address = ahead.pop(0)
        if page.goto(address).status != 200:
            continue
        seen.append(address)
        links = page.eval_on_selector_all(
            "main a[href], nav a[href]", "links => links.map(a => a.getAttribute('href'))"
        )
        for link in links:
            kind = "/".join("*" if any(c.isdigit() for c in part) else part for part in link.split("?")[0].split("/"))
            if link.startswith("/") and not link.startswith((*OTHERS, "/catalog/", "/rules/")) and kind not in kinds:
                kinds.add(kind)
                ahead.append(link)
    return seen


@pytest.mark.parametrize("page", [("phone", "fr"), ("desktop", "en")], indirect=True, ids="-".join)
def test_pages_for_everybody_have_nothing_against_wcag(page, complaints):
    wrong = []
    for address in PUBLIC:
        page.goto(address)
        wrong += in_both_themes(page)
    complaints.clear()  # a page that is not there is said to be missing in the console too
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("page", [("phone", "en"), ("desktop", "fr")], indirect=True, ids="-".join)
@pytest.mark.parametrize(("who", "start"), [("partner", "/partner/"), ("staff", "/desk/"), ("customer", "/account/")])
def test_pages_for_those_who_are_signed_in_have_nothing_against_wcag(page, who, start):
    people.sign_in(page, f"{who}@demo.example", DEMO)
    addresses = reached(page, start)
    wrong = []
    for address in addresses:
        page.goto(address)
        wrong += in_both_themes(page)
    assert len(addresses) > 2
    assert wrong == [], "\n".join(wrong)
