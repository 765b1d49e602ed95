"""An offer that changes after its approval is held again to the requirements that the change is about."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from catalog.importing.actions.ground import PROGRAMME
from catalog.listings.actions import approve, submit_and_approve, submit_offer, withdraw_submission
from catalog.offers.actions import add_plan, change_offer, change_plan, remove_plan
from catalog.offers.models import Offer
from catalog.search.models import Document
from core import clock
from core.accounts.roles import StaffRole
from core.actors import SYSTEM
from core.events.postman import deliver_due
from core.events.queries import history
from partners.programmes import shipped
from partners.programmes.actions import publish_programme
from partners.vetting.actions import apply, enter, review_subject, submit_evidence
from partners.vetting.actions.judging import locked
from partners.vetting.actions.settling import settle
from partners.vetting.models import Application, Evidence
from partners.vetting.offered import DeclarationOffered
from partners.vetting.queries import capabilities_of_all
from partners.vetting.refusals import ProgrammeNotOpen, SubjectNotReady
from tests.factories.catalog import FLAT, TEAM, category, offer
from tests.factories.partners import SIGNATURE, accept, registered_partner, reviewer
from tests.partners.conftest import problem

NOW = {"actor": SYSTEM, "at": clock.now()}
SAYS = (
    "Tide Board shows the work of a team as boards that follow the tide of the week: what is due comes up, and what"
    " can wait goes down. It is made for workshops of up to forty people."
)
SAYS_ALSO = SAYS + " Now with a calendar."
DECLARED = DeclarationOffered(confirmed=True, **SIGNATURE)
# What is decided by the listing alone; websites are looked at by a task, all else is the partner's turn.
BY_ITSELF = ["CAT-101", "CAT-102"]


@pytest.fixture
def programme(db):
    return publish_programme(**shipped.read_file(shipped.BOOKS[1]), **NOW)


@pytest.fixture
def approved(programme, partner):
    """An offer that was approved, with every declaration given."""
    made = offer(partner, description=SAYS, website="https://tide.example", plans=[FLAT, TEAM])
    version = submit_offer(offer=made, **NOW)
    application = of(made)
    submit_evidence(application=application, key="LEG-102", evidence=DECLARED, **NOW)
    accept(submit_evidence(application=application, key="CAT-105", evidence=DECLARED, **NOW))
    approve(version=version, **NOW)
    return made


def of(made):
    return Application.objects.get(subject_id=made.pk)


def states(made):
    return dict(of(made).assessments.values_list("key", "state"))


def change(made, **changes):
    made = Offer.objects.select_related("partner").get(pk=made.pk)
    return change_offer(offer=made, version=made.version, changes=changes, **NOW)


def reopened(made):
    """The requirements that were asked again, with the parts for which they were."""
    facts = [fact for fact in history(f"application:{of(made).pk}") if fact.type == "vetting.requirement_reopened"]
    return {fact.data["key"]: fact.data["touched"] for fact in facts}


def test_the_first_submission_opens_an_application_of_the_offer_and_lets_checks_look(approved, partner):
    found = of(approved)
    assert (found.partner, found.subject_name) == (partner, approved.name)
    assert [states(approved)[key] for key in (*BY_ITSELF, "LEG-102")] == ["satisfied"] * 3
    assert reopened(approved) == {}
    looked = Evidence.objects.get(assessment__application=found, assessment__key="CAT-102")
    assert (
        looked.data["plan_prices"]
        == looked.data["listing_prices"]
        == [
            {"plan": "flat", "amount": "12.5", "currency": "EUR", "interval": "month"},
            {"plan": "team", "amount": "4", "currency": "EUR", "interval": "month"},
        ]
    )


def rename(made):
    change(made, name="Casino Royale")


def describe(made):
    change(made, description=SAYS_ALSO)


def shelve(made):
    change(made, categories=[category("games", "Games").slug])


def move_site(made):
    change(made, website="https://elsewhere.example")


def cite(made):
    change(made, source_note="After a text of Ada Martin")


def reprice(made):
    plan = made.plans.get(code="flat")
    change_plan(plan=plan, version=plan.version, changes={"terms": {"amount": "99.00"}}, **NOW)


def rename_plan(made):
    plan = made.plans.get(code="flat")
    change_plan(plan=plan, version=plan.version, changes={"name": "Everything"}, **NOW)


def drop_plan(made):
    remove_plan(plan=made.plans.get(code="team"), **NOW)


def another_plan(made):
    add_plan(offer=made, **(FLAT | {"code": "large", "name": "Large"}), **NOW)


def logo_of(side):
    return {"sha256": "ab" * 32, "width": side, "height": side, "bytes": 900}


def resubmit(made, **changes):
    change(made, **changes)
    return submit_offer(offer=Offer.objects.select_related("partner").get(pk=made.pk), **NOW)


def test_a_logo_is_judged_when_it_comes_and_when_it_is_swapped(approved):
    assert states(approved)["CAT-103"] == "action_required"
    approve(version=resubmit(approved, logo=logo_of(512)), **NOW)
    assert states(approved)["CAT-103"] == "satisfied"
    resubmit(approved, logo=logo_of(48))
    # The right to use it is declared anew too; nothing else looks at it.
    assert reopened(approved) == {"CAT-103": ["logo"], "LEG-102": ["logo"]}
    assert states(approved)["CAT-103"] == "action_required"


@pytest.mark.parametrize(
    ("mutate", "asked_again"),
    [
        (rename, {"CAT-101": ["name"], "CAT-105": ["name"], "LEG-102": ["name"]}),
        (describe, {"CAT-101": ["description"], "CAT-102": ["description"], "CAT-105": ["description"]}),
        (shelve, {"CAT-105": ["categories"]}),
        (move_site, {}),
        (cite, {}),
        (reprice, {"CAT-102": ["prices"]}),
        (rename_plan, {"CAT-102": ["plans"]}),
        (drop_plan, {"CAT-102": ["plans", "prices"]}),
        (another_plan, {"CAT-102": ["plans", "prices"]}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_change_after_approval_reopens_what_looks_at_it_and_nothing_else(approved, mutate, asked_again):
    before = states(approved)
    mutate(approved)
    submit_offer(offer=approved, **NOW)
    assert reopened(approved) == asked_again
    after = states(approved)
    # The checks have answered again by now; what a person declared waits for that person.
    waiting = {key for key, state in after.items() if state == "reopened"}
    assert waiting == {*asked_again} - {*BY_ITSELF}
    assert {key for key in after if after[key] != before[key]} == waiting


def test_another_website_is_looked_at_again(approved):
    before = Evidence.objects.filter(assessment__key="CAT-104").count()
    move_site(approved)
    submit_offer(offer=approved, **NOW)
    shown = Evidence.objects.filter(assessment__key="CAT-104").order_by("round")
    assert [piece.data for piece in shown[before:]] == [{"url": "https://elsewhere.example"}]


def test_a_reopened_answer_stays_good_until_it_is_due(approved):
    rename(approved)
    version = submit_offer(offer=approved, **NOW)
    found = of(approved).assessments.get(key="LEG-102")
    assert (found.state, found.good_until, found.due_at) == (
        "reopened",
        NOW["at"] + timedelta(days=30),
        NOW["at"] + timedelta(days=30),
    )
    assert found.turns.running().get().side == "partner"
    assert approve(version=version, **NOW).current_id == version.pk
    submit_evidence(application=of(approved), key="LEG-102", evidence=DECLARED, **NOW)
    assert of(approved).assessments.get(key="LEG-102").good_until is None


def test_a_submission_without_a_change_reopens_nothing_and_looks_at_nothing_again(approved):
    describe(approved)
    withdraw_submission(version=submit_offer(offer=approved, **NOW), **NOW)
    asked, shown = len(reopened(approved)), Evidence.objects.count()
    before = {
        key: (state, since) for key, state, since in of(approved).assessments.values_list("key", "state", "since")
    }
    later = NOW | {"at": clock.now() + timedelta(hours=1)}
    submit_offer(offer=approved, **later)
    after = {key: (state, since) for key, state, since in of(approved).assessments.values_list("key", "state", "since")}
    assert (len(reopened(approved)), Evidence.objects.count(), after) == (asked, shown, before)


def test_a_placeholder_in_the_place_of_what_was_approved_does_not_go_live(approved):
    change(approved, description="Coming soon.")
    version = submit_offer(offer=approved, **NOW)
    with pytest.raises(SubjectNotReady, match="CAT-101") as refusal:
        approve(version=version, **NOW)
    (missing,) = refusal.value.extensions["missing"]
    assert (missing["key"], missing["status"], missing["findings"]) == (
        "CAT-101",
        "action_required",
        ["text_too_short"],
    )
    assert approved.versions.get(state="live").content["description"] == SAYS
    withdraw_submission(version=version, **NOW)
    describe(approved)
    approve(version=submit_offer(offer=approved, **NOW), **NOW)
    assert approved.versions.get(state="live").content["description"] == SAYS_ALSO


def test_an_offer_is_held_to_what_its_price_asks_for(programme, partner):
    free = offer(partner, name="Free", description=SAYS, plans=[FLAT | {"terms": {"amount": "0"}}])
    submit_offer(offer=free, **NOW)
    assert states(free)["SUP-101"] == "not_applicable"
    add_plan(offer=free, **TEAM, **NOW)
    withdraw_submission(version=free.versions.get(), **NOW)
    submit_offer(offer=free, **NOW)
    assert states(free)["SUP-101"] == "missing"


def test_without_a_programme_for_offers_nothing_is_asked_of_them(partner):
    approve(version=submit_offer(offer=offer(partner), **NOW), **NOW)
    assert not Application.objects.exclude(subject_id=None).exists()


def test_what_the_operator_brings_in_is_not_held_to_it(programme, partner):
    submit_and_approve(offer=offer(partner), **NOW)
    assert not Application.objects.exclude(subject_id=None).exists()


def test_partners_whom_the_operator_answers_for_are_not_held_to_it(programme, db):
    entered = registered_partner()
    imported = publish_programme(**shipped.read_file(PROGRAMME), **NOW)
    enter(partner=entered, programme=imported, declared=DECLARED, **NOW)
    approve(version=submit_offer(offer=offer(entered), **NOW), **NOW)
    assert not Application.objects.exclude(subject_id=None).exists()


def test_a_partner_does_not_apply_to_a_programme_for_offers(programme, partner):
    with pytest.raises(ProgrammeNotOpen, match="submitted"):
        apply(partner=partner, programme=programme, **NOW)


def test_a_requirement_that_came_later_is_asked_at_the_next_submission(approved, programme):
    data = shipped.read_file(shipped.BOOKS[1])
    added = data["requirements"][0] | {"key": "CAT-199", "level": "recommended", "blocks": [], "touches": []}
    publish_programme(**(data | {"requirements": [*data["requirements"], added]}), **NOW)
    deliver_due(at=NOW["at"])
    describe(approved)
    submit_offer(offer=approved, **NOW)
    assert states(approved)["CAT-199"] == "satisfied"


def test_reviewing_a_subject_again_with_the_same_facts_changes_nothing(approved):
    before = list(of(approved).assessments.order_by("pk").values())
    facts = of(approved).facts
    review_subject(
        partner=approved.partner, programme_scope="offer", subject_id=approved.pk, facts=facts, touched=[], **NOW
    )
    assert list(of(approved).assessments.order_by("pk").values()) == before


def test_partner_and_staff_see_with_the_version_what_checks_found(programme, partner, api, curator):
    made = offer(partner, description="Coming soon.", plans=[FLAT])
    answer = api.post(f"offers/{made.pk}/submission").json()
    seen = {entry["key"]: entry for entry in answer["requirements"]}
    assert (seen["CAT-101"]["status"], seen["CAT-102"]["status"]) == ("action_required", "satisfied")
    (finding,) = seen["CAT-101"]["findings"]
    assert (finding["code"], finding["observed"]) == (
        "text_too_short",
        "The description in the language “en” has 10 letters.",
    )
    for who in (api, curator):
        shown = who.get(f"listing-versions/{answer['id']}").json()
        assert [entry["findings"] for entry in shown["requirements"] if entry["key"] == "CAT-101"] == [[finding]]
    refused = curator.post(f"listing-versions/{answer['id']}/decision", {"outcome": "approve"})
    assert problem(refused, 409)["missing"][0]["key"] == "CAT-101"
    board = api.get(f"applications/{seen['CAT-101']['application']}/requirements").json()
    assert board["subject"] == {"id": str(made.pk), "name": made.name}


def test_earlier_versions_do_not_speak_of_how_the_offer_stands_now(approved, api):
    describe(approved)
    second = submit_offer(offer=approved, **NOW)
    first = approved.versions.get(number=1)
    assert api.get(f"listing-versions/{first.pk}").json()["requirements"] == []
    assert api.get(f"listing-versions/{second.pk}").json()["requirements"] != []


def test_staff_see_the_findings_where_they_decide(programme, partner):
    version = submit_offer(offer=offer(partner, description="Coming soon."), **NOW)
    client = Client(headers={"accept-language": "en"})
    client.force_login(reviewer(StaffRole.CATALOGUE))
    page = client.get(f"/staff/listings/listingversion/{version.pk}/decision/").content.decode()
    assert "CAT-101" in page
    assert "has 10 letters." in page
    client.post(f"/staff/listings/listingversion/{version.pk}/decision/", {"outcome": "approve"})
    assert version.offer.versions.get().state == "submitted"


def test_a_reviewer_sees_the_offer_beside_what_was_declared_of_it(programme, partner):
    made = offer(partner, description=SAYS)
    submit_offer(offer=made, **NOW)
    waiting = submit_evidence(application=of(made), key="CAT-105", evidence=DECLARED, **NOW)
    client = Client(headers={"accept-language": "en"})
    client.force_login(reviewer())
    page = client.get(reverse("desk_review", args=[waiting.pk])).content.decode()
    assert SAYS in page
    assert "project-management" in page
    assert made.name in client.get(reverse("desk")).content.decode()


def test_what_an_offer_was_approved_by_and_does_not_meet_any_more_takes_it_out_of_the_catalogue(approved, partner):
    slug = approved.listing.slug
    deliver_due(at=clock.now())
    assert Document.objects.filter(listing_id=approved.listing.pk).exists()
    ended = clock.now() - timedelta(days=40)
    of(approved).assessments.filter(key="CAT-101").update(
        state="satisfied", good_until=ended, grace_until=ended + timedelta(days=30), next_look_at=ended
    )
    with transaction.atomic():
        settle(locked(of(approved).pk), actor=SYSTEM, at=clock.now())
    deliver_due(at=clock.now())
    assert not Document.objects.filter(listing_id=approved.listing.pk).exists()
    assert Client().get(f"/catalog/{slug}/").status_code == 404


def test_what_an_offer_that_is_live_was_never_asked_does_not_take_it_out(partner):
    made = offer(partner, description="Too short.", plans=[FLAT])
    listing = approve(version=submit_offer(offer=made, **NOW), **NOW)
    publish_programme(**shipped.read_file(shipped.BOOKS[1]), **NOW)
    change(made, summary="Another summary.")
    submit_offer(offer=Offer.objects.get(pk=made.pk), **NOW)
    found = of(made).assessments.get(key="CAT-101")
    assert found.state == "action_required"
    assert found.grace_until > clock.now() + timedelta(days=20), "it has time to mend it"
    deliver_due(at=clock.now())
    assert Document.objects.filter(listing_id=listing.pk).exists()
    assert Client().get(f"/catalog/{listing.slug}/").status_code == 200


def test_other_data_asks_for_more_and_gives_time_while_what_is_sold_runs_on(programme, partner):
    made = offer(partner, description=SAYS, plans=[FLAT], data_classes=["none"])
    approve(version=submit_offer(offer=made, **NOW), **NOW)
    assert states(made)["PRV-106"] == "not_applicable"
    change(made, data_classes=["health"])
    submit_offer(offer=Offer.objects.get(pk=made.pk), **NOW)
    asked = of(made).assessments.get(key="PRV-106")
    assert (asked.state, asked.good_until > clock.now() + timedelta(days=80)) == ("missing", True)
    assert capabilities_of_all((), [made.pk], ["sell"], clock.now()).subjects["sell"][made.pk].is_allowed


def test_who_declares_nothing_is_asked_as_if_everything_were_handled(programme, partner):
    made = offer(partner, description=SAYS, plans=[FLAT])
    submit_offer(offer=made, **NOW)
    assert states(made)["PRV-106"] == "missing"
    assert not capabilities_of_all((), [made.pk], ["sell"], clock.now()).subjects["sell"][made.pk].is_allowed
