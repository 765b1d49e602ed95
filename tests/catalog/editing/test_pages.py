"""The editor: a partner describes an offer, prices it, hands it in, and sees what is wrong where it is wrong."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.listings.actions import approve, request_changes
from catalog.listings.models import ListingVersion
from catalog.offers.models import Offer, Plan
from core import clock
from core.accounts.roles import Role
from core.actors import SYSTEM
from tests.catalog.offers.test_logos import drawn
from tests.factories.catalog import FLAT, category, live_listing, offer
from tests.factories.partners import seat, vetted_partner

pytestmark = pytest.mark.django_db

WORDS = {
    "name": "Tide Board",
    "summary": "Boards that follow the tide.",
    "description": "First.\n\nSecond.",
    "kind": "product",
}
GRADUATED = {
    "scheme": "graduated",
    "code": "storage",
    "name": "Storage",
    "currency": "eur",
    "interval": "month",
    "unit": "GB",
    "terms.tiers.0.up_to": "10",
    "terms.tiers.0.unit_price": "0,50",
    "terms.tiers.1.up_to": "",
    "terms.tiers.1.unit_price": "0.25",
    "aggregation": "sum",
    "meter.field": "gigabytes",
    "with.trial": "on",
    "conditions.trial.days": "14",
}


@pytest.fixture
def owner():
    return seat(Role.OWNER)


@pytest.fixture
def partner(owner):
    return vetted_partner("Tide Works", organisation_=owner.organisation)


def browser(user, language="en"):
    client = Client(headers={"accept-language": language}, raise_request_exception=False)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def page(owner, partner):
    return browser(owner.user)


def text(answer):
    return answer.content.decode().replace("\xa0", " ")


def test_from_words_to_a_version_that_waits(page, partner):
    shelf = category()
    listing = f"/partner/{partner.organisation_id}/offers/"
    assert "No offer yet" in text(page.get(listing))
    begun = page.post(f"{listing}new/", WORDS | {"categories": [shelf.slug]})
    made = Offer.objects.get()
    assert begun["Location"] == f"/partner/offers/{made.pk}/"
    assert "How is it priced?" in text(page.get(f"{begun['Location']}plans/new/"))
    assert "Add a row" in text(page.get(f"{begun['Location']}plans/new/?scheme=graduated"))
    added = page.post(f"{begun['Location']}plans/new/", GRADUATED)
    assert (added.status_code, added["Location"]) == (302, begun["Location"])
    price = Plan.objects.get().price
    assert price.terms == {"tiers": [{"up_to": "10", "unit_price": "0.50"}, {"up_to": None, "unit_price": "0.25"}]}
    assert (price.meter, price.conditions) == (
        {"aggregation": "sum", "field": "gigabytes"},
        {"trial": {"days": 14}},
    )
    preview = text(page.get(f"{begun['Location']}preview/"))
    assert "This is a preview" in preview
    assert "above 10 GB: €0.25 each" in preview
    page.post(f"{begun['Location']}submission/", {"do": "submit"})
    assert ListingVersion.objects.get().state == "submitted"
    assert "waits for a decision" in text(page.get(begun["Location"]))
    page.post(f"{begun['Location']}submission/", {"do": "withdraw"})
    assert ListingVersion.objects.get().state == "withdrawn"
    assert "Tide Board" in text(page.get(listing))


def test_what_reviewers_found_stands_above_and_what_is_live_is_linked(page, partner):
    made = offer(partner)
    address = f"/partner/offers/{made.pk}/"
    page.post(f"{address}submission/", {"do": "submit"})
    findings = [{"about": "summary", "detail": "It promises too much."}]
    request_changes(version=ListingVersion.objects.get(), findings=findings, actor=SYSTEM, at=clock.now())
    assert "It promises too much." in text(page.get(address))
    made.refresh_from_db()
    page.post(address, WORDS | {"categories": made.categories, "version": made.version})
    page.post(f"{address}submission/", {"do": "submit"})
    approve(version=ListingVersion.objects.get(state="submitted"), actor=SYSTEM, at=clock.now())
    shown = text(page.get(address))
    assert "It promises too much." not in shown
    assert "See its page as it is" in shown


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"terms.tiers.0.unit_price": "much"}, "Write a price such as 12.50"),
        ({"terms.tiers.1.up_to": "5"}, "The last tier has no end"),
        ({"unit": ""}, "Fill this in."),
        ({"currency": "EURO"}, "Use the code of a currency"),
        ({"meter.field": "GB"}, "Use small letters, digits and “_”"),
        ({"aggregation": "median"}, "Choose how the quantity is measured."),
        ({"with.paid_monthly": "on"}, "This is for prices per year only."),
        ({"conditions.trial.days": "400"}, "This number is too small or too large here."),
        ({"code": "A B"}, "lower-case letters"),
        ({"code": "flat"}, "has this code already"),
        ({"name": ""}, "It cannot be empty."),
    ],
)
def test_what_is_wrong_with_a_plan_stands_beside_it_and_nothing_is_written(page, partner, changes, said):
    made = offer(partner)
    answer = page.post(f"/partner/offers/{made.pk}/plans/new/", GRADUATED | changes)
    assert answer.status_code == 422
    assert said in text(answer)
    assert 'value="gigabytes"' in text(answer) or "meter.field" in changes
    assert made.plans.count() == 1


def test_a_row_is_added_and_the_price_looked_at_without_writing(page, partner):
    made = offer(partner)
    address = f"/partner/offers/{made.pk}/plans/new/"
    more = text(page.post(address, GRADUATED | {"add": "terms.tiers"}))
    assert 'name="terms.tiers.2.up_to"' in more
    looked = text(page.post(address, GRADUATED | {"look": "1"}))
    assert "€27.50" in looked  # 10 at 0.50 and 90 at 0.25
    fragment = text(page.post(f"/partner/offers/{made.pk}/plans/price/", GRADUATED))
    assert "€27.50" in fragment
    assert "<html" not in fragment
    assert "once the figures are complete" in text(
        page.post(f"/partner/offers/{made.pk}/plans/price/", GRADUATED | {"unit": ""})
    )
    assert made.plans.count() == 1


def test_a_price_that_falls_is_pointed_out(page, partner):
    made = offer(partner)
    tiers = {"terms.tiers.0.unit_price": "1", "terms.tiers.1.unit_price": "0.50"}
    looked = text(page.post(f"/partner/offers/{made.pk}/plans/price/", GRADUATED | tiers | {"scheme": "volume"}))
    assert "10 cost €10.00, and 11 only €5.50." in looked
    assert "only" not in text(page.post(f"/partner/offers/{made.pk}/plans/price/", GRADUATED | tiers))


def test_a_plan_is_changed_and_taken_away(page, partner):
    made = offer(partner)
    plan = made.plans.get()
    address = f"/partner/offers/{made.pk}/plans/{plan.pk}/"
    shown = text(page.get(address))
    assert 'value="12.50"' in shown
    sent = {"scheme": "flat", "name": "Everything", "currency": "EUR", "interval": "year", "terms.amount": "99"}
    stale = page.post(address, sent | {"version": "99"})
    assert stale.status_code == 422
    assert "Somebody else has changed it" in text(stale)
    assert page.post(address, sent | {"version": str(plan.version)}).status_code == 302
    plan.refresh_from_db()
    assert (plan.name, plan.price.interval, plan.price.terms) == ("Everything", "year", {"amount": "99"})
    page.post(f"{address}removal/")
    assert not made.plans.active().exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"website": "javascript:alert(1)"}, "begins with https:// or http://"),
        ({"categories": ["nowhere"]}, "nowhere"),
        ({"version": "99"}, "Somebody else has changed it"),
        ({"name": "Other"}, "You have an offer of this name already."),
    ],
)
def test_what_is_wrong_with_an_offer_stands_beside_it(page, partner, changes, said):
    made = offer(partner)
    offer(partner, name="Other")
    answer = page.post(f"/partner/offers/{made.pk}/", WORDS | {"version": str(made.version)} | changes)
    assert answer.status_code == 422
    assert said in text(answer)
    made.refresh_from_db()
    assert made.summary != WORDS["summary"]


def test_a_logo_comes_with_a_form_and_goes(page, partner):
    made = offer(partner)
    picture = SimpleUploadedFile("logo.png", drawn(), "image/png")
    page.post(f"/partner/offers/{made.pk}/logo/", {"logo": picture})
    made.refresh_from_db()
    assert made.logo["width"] > 0
    assert "The logo as it is" in text(page.get(f"/partner/offers/{made.pk}/"))
    assert "Choose a picture first" in text(page.post(f"/partner/offers/{made.pk}/logo/", {}, follow=True))
    page.post(f"/partner/offers/{made.pk}/logo/", {"do": "remove"})
    made.refresh_from_db()
    assert made.logo is None


def test_others_find_nothing_and_who_may_only_look_changes_nothing(partner):
    made = offer(partner)
    plan = made.plans.get()
    paths = [
        f"/partner/{partner.organisation_id}/offers/",
        f"/partner/{partner.organisation_id}/offers/new/",
        f"/partner/offers/{made.pk}/",
        f"/partner/offers/{made.pk}/preview/",
        f"/partner/offers/{made.pk}/plans/new/",
        f"/partner/offers/{made.pk}/plans/{plan.pk}/",
    ]
    posts = [
        *paths[1:3],
        *(
            f"/partner/offers/{made.pk}/{verb}/"
            for verb in ("logo", "screenshots", "together", "submission", "plans/price")
        ),
    ]
    stranger, viewer = browser(seat(Role.OWNER).user), browser(seat(Role.VIEWER, in_=partner.organisation).user)
    for path in paths:
        assert stranger.get(path).status_code == 404
        assert Client().get(path).status_code == 302
    for path in [*posts, f"{paths[5]}removal/"]:
        assert stranger.post(path, GRADUATED).status_code == 404
        assert viewer.post(path, GRADUATED).status_code == 403
    assert viewer.get(paths[2]).status_code == 200
    assert "Your role lets you look only" in text(viewer.get(paths[2]))
    assert (made.plans.count(), ListingVersion.objects.count()) == (1, 0)


def test_the_list_takes_no_more_queries_for_more_offers(page, partner, django_assert_num_queries):
    offer(partner)
    address = f"/partner/{partner.organisation_id}/offers/"
    page.get(address)
    with django_assert_num_queries(8):
        page.get(address)
    for _ in range(3):
        offer(partner, plans=[FLAT])
    with django_assert_num_queries(8):
        page.get(address)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_label_belongs_to_a_field(owner, partner, language):
    made = offer(partner)
    for scheme in ("graduated", "matrix", "percentage", "block"):
        html = text(browser(owner.user, language).get(f"/partner/offers/{made.pk}/plans/new/?scheme={scheme}"))
        ids = set(re.findall(r' id="([^"]+)"', html))
        assert set(re.findall(r'<label for="([^"]+)"', html)) <= ids
        for name in re.findall(r'<(?:input|select) id="([^"]+)"(?![^>]*aria-label)', html):
            assert f'for="{name}"' in html


def test_screenshots_come_in_order_each_with_its_words_and_go(page, partner):
    made = offer(partner)
    address = f"/partner/offers/{made.pk}/screenshots/"

    def add(name, width):
        sent = SimpleUploadedFile(f"{name}.png", drawn(width), "image/png")
        return page.post(address, {"picture": sent, "alt": name}, follow=True)

    add("first", 301)
    assert "second" in text(add("second", 302))
    made.refresh_from_db()
    assert [shot["alt"] for shot in made.screenshots] == ["first", "second"]
    page.post(address, {"do": "up", "picture": made.screenshots[1]["sha256"]})
    page.post(address, {"do": "up", "picture": "no such picture"})
    made.refresh_from_db()
    assert [shot["alt"] for shot in made.screenshots] == ["second", "first"]
    page.post(address, {"do": "remove", "picture": made.screenshots[0]["sha256"]})
    made.refresh_from_db()
    assert [shot["alt"] for shot in made.screenshots] == ["first"]
    wordless = SimpleUploadedFile("x.png", drawn(303), "image/png")
    assert "Say what is to be seen" in text(page.post(address, {"picture": wordless, "alt": ""}, follow=True))
    assert "Show each picture once" in text(add("again", 301))


def test_an_add_on_says_what_it_goes_with_by_the_addresses_of_listings(page, partner):
    base, rival = live_listing(name="Base"), live_listing(name="Rival")
    made = offer(partner)
    page.post(f"/partner/offers/{made.pk}/", WORDS | {"categories": made.categories, "kind": "add_on"})
    address = f"/partner/offers/{made.pk}/together/"
    assert "Say what it goes with" in text(page.get(f"/partner/offers/{made.pk}/"))
    sent = {
        "complements": "",
        "requires": f"https://market.example/catalog/{base.slug}/",
        "match": "all",
        "excludes": rival.slug,
        "seats": "at_most_base",
    }
    assert page.post(address, sent).status_code == 302
    made.refresh_from_db()
    contract = made.contract
    assert [need.offer for need in contract.requires] == [base.offer_id]
    assert (contract.excludes, contract.seats, contract.seats_of) == ((rival.offer_id,), "at_most_base", base.offer_id)
    shown = text(page.get(address))
    assert f">\n{base.slug}</textarea>" in shown
    assert "At most as many seats as of Base." in text(page.get(f"/partner/offers/{made.pk}/"))
    for changes, said in (
        ({"requires": "nowhere"}, "There is no listing nowhere."),
        ({"excludes": base.slug}, "excluded"),
        ({"version": "1", "seats": "free"}, "Somebody else has changed it"),
    ):
        refused = page.post(address, sent | changes)
        assert refused.status_code == 422
        assert said in text(refused)
    made.refresh_from_db()
    assert made.contract == contract


def test_tags_and_places_are_written_in_words_and_kept_by_code(page, partner):
    made = offer(partner)
    address = f"/partner/offers/{made.pk}/"
    written = {"tags": "Remote teams, GDPR; gdpr", "data_locations": "France, allemagne, EU", "integrations": ["scim"]}
    kept = {"categories": made.categories, "version": made.version}
    assert page.post(address, WORDS | kept | written).status_code == 302
    made.refresh_from_db()
    assert (made.tags, made.data_locations, made.integrations) == (
        ["remote-teams", "gdpr"], ["FR", "DE", "eu"], ["scim"],
    )  # fmt: skip
    html = text(page.get(address))
    assert 'value="remote-teams, gdpr"' in html
    assert 'value="France, Germany, European Union"' in html
    preview = text(page.get(f"{address}preview/"))
    assert "#remote-teams" in preview
    assert "User provisioning by SCIM" in preview


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"tags": "x"}, "“x” is too short or too long"),
        ({"tags": ",".join(f"tag {n}" for n in range(11))}, "These are 11 tags"),
        ({"data_locations": "France, Atlantis"}, "no country “Atlantis”"),
        ({"integrations": ["fax"]}, "fax"),
        ({"tags": "a" * 1001}, "1000"),
    ],
)
def test_what_cannot_be_named_is_said_beside_its_field(page, partner, written, said):
    made = offer(partner)
    kept = {"categories": made.categories, "version": made.version}
    answer = page.post(f"/partner/offers/{made.pk}/", WORDS | kept | written)
    assert answer.status_code == 422
    assert said in text(answer)
    made.refresh_from_db()
    assert made.version == kept["version"]
