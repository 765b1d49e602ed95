"""The pages of bundles: storefront, partner, and those who curate."""

import re

import pytest
from django.test import Client

from catalog.bundles.models import Agreement, Bundle, BundleVersion
from core.accounts.roles import Role, StaffRole
from tests.factories import bundles as make
from tests.factories import partners as people
from tests.factories.catalog import plan_of

MONTHLY = {"currency": "EUR", "interval": "month", "kind": "percent", "value": "10"}
YEARLY = {**MONTHLY, "interval": "year", "value": "20"}
FORMS = {
    f"{name}-{total}_FORMS": "0" for name in ("parts", "groups", "prices", "terms") for total in ("TOTAL", "INITIAL")
}


def browser(user=None, language="en"):
    client = Client(raise_request_exception=True, headers={"accept-language": language})
    if user:
        client.force_login(user)
    return client


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def curator(db):
    return browser(people.reviewer(StaffRole.CATALOGUE))


@pytest.fixture
def bundle(listings):
    """Flat plans a month and yearly ones; of three partners' seats at most two."""
    parts = [
        *(make.part(plan_of(listing, "flat")) for listing in listings[:2]),
        *(make.part(plan_of(listing, "team"), "choice", group="tools") for listing in listings[2:]),
        make.part(plan_of(listings[2], "yearly"), sold_alone=False),
        make.part(plan_of(listings[0], "yearly")),
    ]
    groups = [{"code": "tools", "name": "Tools", "name_fr": "Outils", "least": 0, "most": 2}]
    return make.live_bundle(listings, slug="office", parts=parts, groups=groups, prices=[MONTHLY, YEARLY])


def test_the_list_shows_what_is_for_sale(bundle, listings, django_assert_max_num_queries):
    make.live_bundle(listings, name="Another")
    with django_assert_max_num_queries(4):
        shown = text(browser().get("/bundles/"))
    assert "Office in a box" in shown
    assert "Ledger Works, Vault Works, Signet Works" in shown
    assert "Le bureau prêt" in text(browser(language="fr").get("/bundles/"))
    make.draft(listings, name="Not yet")
    assert "Not yet" not in text(browser().get("/bundles/"))


def test_the_builder_shows_the_price_of_what_is_always_in(bundle, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        shown = text(browser().get("/bundles/office/"))
    assert "Your price €22.50 a month" in shown
    assert "One by one €25.00 You save €2.50" in shown
    assert "sold by Vault Works · support by the partner" in shown


def test_a_choice_with_seats_is_priced_and_stays_in_the_form(bundle, listings):
    seats = plan_of(listings[2], "team").pk
    answer = browser().get("/bundles/office/", {"market": "EUR-month", "part": str(seats), f"n-{seats}": "5"})
    assert "Your price €40.50 a month" in text(answer)
    assert f'value="{seats}" id="part-{seats}" checked' in answer.content.decode()
    assert 'value="5"' in answer.content.decode()


def test_another_rhythm_shows_other_plans(bundle):
    shown = text(browser().get("/bundles/office/", {"market": "EUR-year"}))
    assert "Your price €192.00 a year" in shown
    assert "only in this bundle" in shown
    assert "Ledger: Flat" not in shown


@pytest.mark.parametrize("count", ["0", "-1", "x", "1" * 400, "١", "2000000", ""])
def test_what_cannot_be_had_is_said(bundle, listings, count):
    seats = plan_of(listings[2], "team").pk
    query = {"market": "EUR-month", "part": str(seats), f"n-{seats}": count}
    answer = browser().get("/bundles/office/", query)
    assert 'role="alert"' in answer.content.decode()
    assert "Choose a whole number from 1 to 1000000 of Signet: Team." in text(answer)
    french = text(browser(language="fr").get("/bundles/office/", query))
    assert "Choisissez un nombre entier de 1 à 1000000 de Signet: Team." in french


@pytest.mark.parametrize("query", ["part=x&market=&part=", "market=EUR-week", "market=EUR-month&part=%00", "%ff=%ff"])
def test_nonsense_in_the_address_is_left_out(bundle, query):
    assert "Your price" in text(browser().get(f"/bundles/office/?{query}"))


def test_what_is_not_for_sale_is_not_there(listings):
    make.draft(listings, slug="draft")
    for slug in ("draft", "nowhere"):
        assert browser().get(f"/bundles/{slug}/").status_code == 404


def test_a_partner_sees_what_is_asked_agrees_and_takes_it_back(listings):
    version = make.proposed(listings)
    partner = listings[0].partner
    agreement = make.agreement_of(version, partner)
    owner = browser(people.seat(in_=partner.organisation).user)
    listed = owner.get(f"/partner/{partner.organisation_id}/agreements/")
    assert "Waits for your answer." in text(listed)
    page = f"/partner/agreements/{agreement.pk}/"
    assert page in listed.content.decode()
    shown = text(owner.get(page))
    assert "Ledger: Flat always in, €12.50 per month" in shown
    assert "80% of the price of its parts" in shown
    assert "This field is required." in text(owner.post(page, {"answer": "decline", "reason": ""}))
    owner.post(page, {"answer": "decline", "reason": "Too cheap."})
    assert Agreement.objects.get(pk=agreement.pk).state == "declined"
    assert "Your reason: Too cheap." in text(owner.get(page))
    assert "You have agreed." in text(owner.post(page, {"answer": "accept"}, follow=True))
    # Clicked twice, or in two windows: said, and nothing happens.
    assert "Somebody else was faster" in text(owner.post(page, {"answer": "accept"}))
    answer = owner.post(page, {"answer": "withdraw", "reason": "We stop."}, follow=True)
    assert "The consent is withdrawn." in text(answer)
    assert Agreement.objects.get(pk=agreement.pk).state == "withdrawn"


def test_colleagues_see_and_strangers_do_not(listings):
    version = make.proposed(listings)
    partner = listings[0].partner
    page = f"/partner/agreements/{make.agreement_of(version, partner).pk}/"
    colleague = browser(people.seat(Role.DEVELOPER, in_=partner.organisation).user)
    assert "Owners and admins of the organisation answer." in text(colleague.get(page))
    assert colleague.post(page, {"answer": "accept"}).status_code == 403
    stranger = browser(people.seat().user)
    assert stranger.get(page).status_code == 404
    assert stranger.post(page, {"answer": "accept"}).status_code == 404
    assert stranger.get(f"/partner/{partner.organisation_id}/agreements/").status_code == 404
    assert browser().get(page).status_code == 302
    assert not Agreement.objects.exclude(state="asked").exists()


def rows(name, *given):
    """The fields of a formset as a browser sends them."""
    fields = {f"{name}-{place}-{field}": value for place, one in enumerate(given) for field, value in one.items()}
    return fields | {f"{name}-TOTAL_FORMS": str(len(given)), f"{name}-INITIAL_FORMS": "0"}


TEXTS = {
    "name": "Office",
    "name_fr": "Bureau",
    "discount_borne_by": "platform",
    "cancel_when": "now",
    "on_break": "end_bundle",
    "exchange": "never",
}


def test_staff_put_a_bundle_together_by_forms_alone(curator, listings):
    begun = curator.post("/curation/bundles/", {"name": "Office", "slug": "office"})
    version = BundleVersion.objects.get()
    page = f"/curation/bundles/{version.pk}/"
    assert begun["Location"] == page
    for listing in listings[:2]:
        found = curator.get(page, {"listing": f"https://market.example/catalog/{listing.slug}/"})
        assert f"{listing.current.content['name']}: Flat" in text(found)
        curator.post(page, {"do": "add", "plan": str(plan_of(listing, "flat").pk)})
    shown = curator.get(page).content.decode()
    assert "Ledger: Flat · Ledger Works" in shown
    form = {
        "do": "save",
        "version": BundleVersion.objects.get().version,
        **TEXTS,
        **rows(
            "parts",
            *({"plan": plan_of(one, "flat").pk, "role": "fixed", "sold_alone": "on"} for one in listings[:2]),
            {"plan": plan_of(listings[2], "flat").pk, "role": "fixed", "remove": "on"},
        ),
        **rows("groups", {"code": ""}),
        **rows("prices", {**MONTHLY}, {"currency": "EUR", "interval": "month", "kind": "percent", "value": ""}),
        **rows(
            "terms",
            *(
                {"partner": one.partner_id, "share_kind": "percent", "share": "80", "supported_by": "partner"}
                for one in listings[:2]
            ),
        ),
    }
    assert "The draft is saved." in text(curator.post(page, form, follow=True))
    assert "Somebody else has changed it" in text(curator.post(page, form))
    simulated = text(curator.get(f"{page}simulation/"))
    assert "1 selections and" in simulated
    # Half of each line's 11.25 comes back, rounded line by line; the marketplace has borne the discount.
    assert "Cancellation of Ledger: Flat 2 parts all ended −€11.26 −€5.00 −€5.00 −€1.26 €0.00" in simulated
    assert "its partners are asked" in text(curator.post(page, {"do": "propose"}, follow=True))
    refused = text(curator.post(page, {"do": "publish"}, follow=True))
    assert "Not every partner has agreed" in refused
    assert "Vault Works to be answered" in refused
    make.accept_all(BundleVersion.objects.get())
    assert "The bundle is live." in text(curator.post(page, {"do": "publish"}, follow=True))
    assert "Your price €22.50 a month" in text(browser().get("/bundles/office/"))
    revised = curator.post(page, {"do": "revise"})
    assert str(BundleVersion.objects.get(number=2).pk) in revised["Location"]
    assert "off sale" in text(curator.post(page, {"do": "withdraw", "reason": ""}, follow=True))
    curator.post(page, {"do": "retire", "reason": "End."})
    assert Bundle.objects.get().state == "retired"


def test_what_is_wrong_is_said_on_the_page_and_nothing_is_lost(curator, listings):
    draft = make.draft(listings, prices=[])
    page = f"/curation/bundles/{draft.pk}/"
    assert "Add a price" in text(curator.post(page, {"do": "propose"}))
    assert "Add a price" in text(curator.get(f"{page}simulation/"))
    form = {"do": "save", "version": 1, **TEXTS, **FORMS}
    bad = form | rows("groups", {"code": "Tools and more", "name": "Kept as typed"})
    answer = curator.post(page, bad)
    assert "lower-case letters" in text(answer)
    assert "Kept as typed" in answer.content.decode()
    assert "Fill this in" in text(curator.post(page, form | rows("groups", {"code": "tools", "least": "1"})))
    for strange in (
        {"do": "save"},
        {"do": "nothing"},
        {},
        {"do": "add", "plan": "x"},
        {"do": "add", "plan": str(draft.pk)},
    ):
        assert curator.post(page, strange).status_code in (200, 302)
    taken = curator.post("/curation/bundles/", {"name": "Other", "slug": draft.bundle.slug})
    assert "There is a bundle at this address already" in text(taken)
    assert "lower-case" in text(curator.post("/curation/bundles/", {"name": "Other", "slug": "A B"}))


@pytest.mark.parametrize("role", [StaffRole.VETTING, StaffRole.FINANCE, None])
def test_only_catalogue_staff_curate(listings, role):
    draft = make.draft(listings)
    person = browser(people.reviewer(role) if role else people.seat().user)
    for page in ("/curation/bundles/", f"/curation/bundles/{draft.pk}/", f"/curation/bundles/{draft.pk}/simulation/"):
        assert person.get(page).status_code == 403
    assert person.post(f"/curation/bundles/{draft.pk}/", {"do": "propose"}).status_code == 403
    assert BundleVersion.objects.get().state == "draft"


def test_partners_find_their_agreements_from_their_area(listings):
    partner = listings[0].partner
    owner = browser(people.seat(in_=partner.organisation).user)
    page = owner.get(f"/partner/{partner.organisation_id}/", follow=True).content.decode()
    assert f"/partner/{partner.organisation_id}/agreements/" in page
