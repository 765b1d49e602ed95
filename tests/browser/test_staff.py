"""Staff decide in their admin, where production asks for a second factor: here a password is enough."""

import pytest

from tests.browser import people
from tests.journeys.documents import upload
from tests.journeys.partners import draft_offer, plan, register, unique, vetted_partner
from tests.journeys.people import eventually, new_person, new_staff

pytestmark = [pytest.mark.browser, pytest.mark.journey]
ENGLISH, FRENCH = (
    pytest.mark.parametrize("page", [("desktop", language)], indirect=True, ids="-".join) for language in ("en", "fr")
)


@pytest.fixture(scope="module")
def staff(running_product):
    running_product.manage("load_demo")
    return new_staff(running_product, "Robin", "vetting", "catalogue")


@FRENCH
def test_a_reviewer_accepts_the_evidence_that_waits(page, look, live_stack, staff):
    owner, name = new_person(live_stack, "Ada"), unique("Atelier")
    partner = register(owner, name, "FR")
    application = owner.post("applications", {"partner": partner["id"], "programme": "partner"})
    evidence = {"kind": "file", "upload": upload(owner, partner["organisation"])}
    owner.post(f"applications/{application['id']}/requirements/IDN-001/evidence", evidence)

    people.sign_in(page, staff.email)
    page.goto("/staff/")
    look("staff")
    page.goto("/staff/vetting/assessment/")
    look("staff-queue")
    page.locator("tr", has_text=name).locator("a[href$='/decision/']").first.click()
    look("staff-evidence")
    page.locator("button[name=outcome][value=refuse]").click()
    page.wait_for_load_state()
    look("staff-refusal-without-finding")
    page.locator("button[name=outcome][value=accept]").click()
    page.wait_for_url("**/staff/vetting/assessment/**state**")
    shown = owner.get(f"applications/{application['id']}/requirements")["entries"]
    assert {entry["key"]: entry["status"] for entry in shown}["IDN-001"] == "satisfied"


@ENGLISH
def test_a_curator_approves_a_version_which_is_then_in_the_catalogue(page, look, live_stack, staff):
    owner = new_person(live_stack, "Bo")
    partner = vetted_partner(owner, staff, unique("Werkstatt"), "DE")
    name = unique("Registre")
    offer = draft_offer(owner, partner, name, plan("team", "per_seat", "4.00"))
    version = owner.post(f"offers/{offer['id']}/submission")

    people.sign_in(page, staff.email)
    page.goto("/staff/listings/listingversion/")
    look("staff-versions")
    page.goto(f"/staff/listings/listingversion/{version['id']}/decision/")
    look("staff-version")
    with page.expect_navigation():
        page.locator("button[name=outcome][value=approve]").press("Enter")
    assert page.url.endswith("/change/"), page.inner_text("body")
    look("staff-version-live")
    found = eventually(lambda: owner.get("listings", q=name)["results"])
    page.goto(f"/catalog/{found[0]['slug']}/")
    assert name in page.inner_text("h1")
