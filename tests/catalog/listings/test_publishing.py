"""From a draft to a live listing and back, through the actions."""

from datetime import timedelta

import pytest

from catalog.listings.actions import (
    approve,
    request_changes,
    submit_and_approve,
    submit_offer,
    withdraw_listing,
    withdraw_submission,
)
from catalog.listings.models import Listing, ListingVersion
from catalog.listings.queries import sellable_plans
from catalog.listings.refusals import AlreadySubmitted, NothingChanged, OfferIncomplete
from catalog.offers.actions import change_offer, change_plan, remove_plan
from catalog.offers.models import Offer
from core import clock
from core.actors import SYSTEM
from core.events.queries import history
from core.refusals import Invalid
from core.states import IllegalMove
from partners.vetting.models import Assessment
from partners.vetting.refusals import CapabilityMissing
from tests.factories.catalog import FLAT, TEAM, live_listing, offer, plan_of, submitted
from tests.factories.partners import registered_partner, starting_programme

NOW = {"actor": SYSTEM, "at": clock.now()}
FINDING = {"about": "summary", "detail": "Say what it does."}


def version_of(pk):
    return ListingVersion.objects.get(pk=pk)


def story(thing):
    return [fact.type for fact in history(thing)]


def revise(listing, **changes):
    """Change the offer of a listing and submit it again."""
    draft = Offer.objects.select_related("partner").get(pk=listing.offer_id)
    change_offer(offer=draft, version=draft.version, changes=changes or {"summary": "Anew."}, **NOW)
    return submit_offer(offer=draft, **NOW)


def test_a_submission_freezes_what_the_offer_says(draft):
    version = submit_offer(offer=draft, **NOW)
    (plan,) = draft.plans.all()
    assert (version.number, version.state) == (1, "submitted")
    assert version.content["name"] == draft.name
    assert version.content["plans"][0] | {"name": "Flat"} == {
        "plan_id": str(plan.pk),
        "code": "flat",
        "name": "Flat",
        "price_id": str(plan.price_id),
        "scheme": "flat",
        "currency": "EUR",
        "interval": "month",
        "terms": {"amount": "12.50"},
        "unit": "",
        "meter": None,
        "conditions": {},
        "prices": [],
        "visibility": "public",
        "stands_in_for": "",
    }
    assert story(f"offer:{draft.pk}")[-1] == "listings.listing_submitted"


@pytest.mark.parametrize("submit", [submit_offer, submit_and_approve])
def test_a_partner_who_does_not_meet_the_requirements_is_told_what_is_missing(db, submit):
    starting_programme()
    draft = offer(registered_partner())
    with pytest.raises(CapabilityMissing) as refusal:
        submit(offer=draft, **NOW)
    assert "IDN-001" in {missing["key"] for missing in refusal.value.extensions["missing"]}
    assert not ListingVersion.objects.exists()


def test_what_is_submitted_and_approved_at_once_tells_the_same_story(draft):
    listing = submit_and_approve(offer=draft, **NOW)
    assert (listing.state, listing.current.state) == ("live", "live")
    assert story(f"offer:{draft.pk}")[-2:] == ["listings.listing_submitted", "listings.listing_published"]
    with pytest.raises(NothingChanged):
        submit_and_approve(offer=draft, **NOW)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [({"plans": []}, ["plans"]), ({"categories": []}, ["categories"])],
    ids=["plans", "categories"],
)
def test_an_offer_without_plan_or_category_is_not_submitted(partner, fields, missing):
    with pytest.raises(OfferIncomplete) as refusal:
        submit_offer(offer=offer(partner, **fields), **NOW)
    assert refusal.value.extensions["missing"] == missing


def test_one_version_waits_at_a_time(draft):
    version = submit_offer(offer=draft, **NOW)
    with pytest.raises(AlreadySubmitted, match=str(version.pk)):
        submit_offer(offer=draft, **NOW)


def test_what_is_live_already_is_not_submitted_again(partner):
    listing = live_listing(partner)
    with pytest.raises(NothingChanged):
        submit_offer(offer=listing.offer, **NOW)


def test_an_approved_version_is_live_and_the_next_takes_its_place(partner):
    listing = live_listing(partner)
    first = listing.current
    assert (listing.state, first.state, first.listing_id) == ("live", "live", listing.pk)
    second = revise(listing, name="Another name")
    assert Listing.objects.get().current_id == first.pk
    approve(version=second, **NOW)
    again = Listing.objects.get()
    assert (again.current_id, again.slug) == (second.pk, listing.slug)
    assert (version_of(first.pk).state, version_of(second.pk).state) == ("superseded", "live")
    assert story(f"listing:{listing.pk}") == ["listings.listing_published"] * 2


def test_of_the_draft_nothing_is_sold_before_it_is_approved(partner):
    listing = live_listing(partner, plans=[FLAT, TEAM])
    flat, team = plan_of(listing, "flat"), plan_of(listing, "team")
    change_plan(plan=flat, version=1, changes={"terms": {"amount": "99.00"}}, **NOW)
    remove_plan(plan=team, **NOW)
    sold = sellable_plans([flat.pk, team.pk])
    assert (sold[flat.pk].rule.terms, set(sold)) == ({"amount": "12.50"}, {flat.pk, team.pk})
    approve(version=submit_offer(offer=listing.offer, **NOW), **NOW)
    sold = sellable_plans([flat.pk, team.pk])
    assert (sold[flat.pk].rule.terms, set(sold)) == ({"amount": "99.00"}, {flat.pk})


def test_plans_are_sold_by_one_query(partner, django_assert_num_queries):
    listing = live_listing(partner, plans=[FLAT, TEAM])
    team = plan_of(listing, "team")
    with django_assert_num_queries(1):
        (sold,) = sellable_plans([team.pk]).values()
    assert (sold.plan_name, sold.rule.scheme, sold.rule.terms, sold.price_id) == (
        "Team",
        "per_seat",
        {"amount": "4.00"},
        team.price_id,
    )
    assert (sold.partner_id, sold.partner_name, sold.listing_version_id) == (
        partner.pk,
        partner.display_name,
        listing.current_id,
    )


def test_changes_are_requested_with_findings_and_the_next_version_may_go_live(draft):
    version = submit_offer(offer=draft, **NOW)
    request_changes(version=version, findings=[FINDING], **NOW)
    found = version_of(version.pk)
    assert (found.state, found.findings) == ("changes_requested", [FINDING])
    assert not Listing.objects.exists()
    assert approve(version=submit_offer(offer=draft, **NOW), **NOW).current.number == 2


@pytest.mark.parametrize(
    "findings",
    [
        [],
        [{"about": "price", "detail": "x"}],
        [{"about": "name", "detail": " "}],
        [{"about": "name", "detail": "\x00"}],
        [{}],
    ],
)
def test_whoever_sends_a_version_back_says_why(draft, findings):
    version = submit_offer(offer=draft, **NOW)
    with pytest.raises(Invalid):
        request_changes(version=version, findings=findings, **NOW)
    assert version_of(version.pk).state == "submitted"


def test_a_decision_is_taken_once(draft):
    version = submit_offer(offer=draft, **NOW)
    approve(version=version, **NOW)
    for again in (
        lambda: approve(version=version, **NOW),
        lambda: request_changes(version=version, findings=[FINDING], **NOW),
        lambda: withdraw_submission(version=version, **NOW),
    ):
        with pytest.raises(IllegalMove):
            again()
    assert version_of(version.pk).state == Listing.objects.get().current.state == "live"


def test_a_submission_can_be_taken_back(draft):
    version = submit_offer(offer=draft, **NOW)
    withdraw_submission(version=version, **NOW)
    assert version_of(version.pk).state == "withdrawn"
    assert submit_offer(offer=draft, **NOW).number == 2


def test_a_withdrawn_listing_sells_nothing_and_comes_back_with_a_new_version(partner):
    listing = live_listing(partner, plans=[FLAT])
    plan, shown = plan_of(listing, "flat"), listing.current_id
    withdraw_listing(listing=listing, reason="End of sale", **NOW)
    assert sellable_plans([plan.pk]) == {}
    assert (Listing.objects.get().current, version_of(shown).state) == (None, "withdrawn")
    with pytest.raises(IllegalMove):
        withdraw_listing(listing=listing, **NOW)
    again = approve(version=submit_offer(offer=listing.offer, **NOW), **NOW)
    assert (again.pk, again.slug, again.state) == (listing.pk, listing.slug, "live")
    assert set(sellable_plans([plan.pk])) == {plan.pk}
    assert history(f"listing:{listing.pk}")[1].data["reason"] == "End of sale"


def test_listings_of_one_name_get_different_addresses(db):
    one, two = live_listing(name="Tide", plans=[FLAT]), live_listing(name="tide!", plans=[FLAT])
    assert (one.slug, two.slug) == ("tide", f"tide-{two.partner.slug}")


@pytest.mark.parametrize(("name", "slug"), [("Väinö", "vaino"), ("東京", "offer"), ("A / B & C", "a-b-c")])
def test_an_address_is_made_of_the_name(partner, name, slug):
    assert live_listing(partner, name=name, plans=[FLAT]).slug == slug


def test_who_has_ceased_to_meet_the_requirements_is_not_published(draft):
    version = submitted(draft)
    Assessment.objects.filter(application__partner=draft.partner, key="LEG-001").update(
        state="blocking", good_until=clock.now() - timedelta(days=31), grace_until=clock.now() - timedelta(days=1)
    )
    with pytest.raises(CapabilityMissing):
        approve(version=version, **NOW)
    assert version_of(version.pk).state == "submitted"
