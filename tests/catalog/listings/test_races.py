"""Two at once, each on a connection of its own."""

from collections import Counter

import pytest

from catalog.listings.actions import approve, request_changes, submit_offer, withdraw_listing, withdraw_submission
from catalog.listings.models import Listing, ListingVersion
from catalog.listings.refusals import AlreadySubmitted
from catalog.offers.actions import add_plan, change_offer, remove_plan
from catalog.offers.models import Offer, Plan
from core import clock
from core.actors import SYSTEM
from core.events.models import Fact
from core.refusals import PreconditionFailed
from core.states import IllegalMove
from tests.factories.catalog import FLAT, TEAM, live_listing, offer, submitted
from tests.factories.partners import vetted_partner
from tests.partners.races import both, while_locked

pytestmark = pytest.mark.django_db(transaction=True)
NOW = {"actor": SYSTEM, "at": clock.now()}
FINDING = {"about": "summary", "detail": "Say what it does."}


def fresh(version):
    return ListingVersion.objects.select_related("offer__partner").get(pk=version.pk)


def kinds(outcomes):
    return Counter(type(outcome) for outcome in outcomes)


def test_of_two_approvals_one_wins():
    version = submitted()
    one, two = fresh(version), fresh(version)
    outcomes = both(lambda: approve(version=one, **NOW), lambda: approve(version=two, **NOW))
    assert kinds(outcomes) == {Listing: 1, IllegalMove: 1}
    assert Listing.objects.count() == 1
    assert Fact.objects.filter(type="listings.listing_published").count() == 1


@pytest.mark.parametrize(
    "rival",
    [
        lambda version: request_changes(version=version, findings=[FINDING], **NOW),
        lambda version: withdraw_submission(version=version, **NOW),
    ],
    ids=["changes requested", "taken back"],
)
def test_what_comes_while_a_version_is_being_approved_finds_it_decided(rival):
    version = submitted()
    one, two = fresh(version), fresh(version)
    with while_locked(lambda: approve(version=one, **NOW), lambda: rival(two)) as late:
        pass
    assert isinstance(late.exception(), IllegalMove)
    assert fresh(version).state == "live"


def test_of_two_submissions_one_wins():
    draft = offer()
    again = Offer.objects.select_related("partner").get(pk=draft.pk)
    outcomes = both(lambda: submit_offer(offer=draft, **NOW), lambda: submit_offer(offer=again, **NOW))
    assert kinds(outcomes) == {ListingVersion: 1, AlreadySubmitted: 1}


def test_a_plan_removed_during_a_submission_is_retired_and_never_lost():
    draft = offer(plans=[FLAT, TEAM])
    team = Plan.objects.select_related("offer").get(code="team")
    with while_locked(lambda: submit_offer(offer=draft, **NOW), lambda: remove_plan(plan=team, **NOW)) as late:
        pass
    assert late.result() is None
    frozen = {plan["plan_id"] for plan in ListingVersion.objects.get().content["plans"]}
    assert {str(plan.pk) for plan in Plan.objects.all()} == frozen
    assert Plan.objects.get(code="team").retired_at is not None


def test_a_submission_during_a_removal_leaves_the_plan_out():
    draft = offer(plans=[FLAT, TEAM])
    team = Plan.objects.select_related("offer").get(code="team")
    with while_locked(lambda: remove_plan(plan=team, **NOW), lambda: submit_offer(offer=draft, **NOW)) as late:
        pass
    assert [plan["code"] for plan in late.result().content["plans"]] == ["flat"]
    assert not Plan.objects.filter(code="team").exists()


def test_of_two_changes_on_one_version_one_wins():
    draft = offer()
    one, two = Offer.objects.get(pk=draft.pk), Offer.objects.get(pk=draft.pk)
    outcomes = both(
        lambda: change_offer(offer=one, version=one.version, changes={"summary": "one"}, **NOW),
        lambda: change_offer(offer=two, version=two.version, changes={"summary": "two"}, **NOW),
    )
    assert kinds(outcomes) == {Offer: 1, PreconditionFailed: 1}


def test_the_last_free_place_for_a_plan_is_given_once():
    draft = offer(plans=[FLAT | {"code": f"p{n}"} for n in range(19)])
    outcomes = both(*[lambda code=code: add_plan(offer=draft, **TEAM | {"code": code}, **NOW) for code in ("a", "b")])
    assert kinds(outcomes)[Plan] == 1
    assert draft.plans.count() == 20


def test_two_offers_of_one_name_published_at_once_get_two_addresses():
    versions = [submitted(offer(vetted_partner(), name="Tide")) for _ in range(2)]
    one, two = (fresh(version) for version in versions)
    with while_locked(lambda: approve(version=one, **NOW), lambda: approve(version=two, **NOW)) as late:
        pass
    assert late.result().slug == f"tide-{two.offer.partner.slug}"
    assert Listing.objects.count() == 2


def test_a_withdrawal_and_a_new_version_leave_the_listing_whole():
    listing = live_listing(plans=[FLAT])
    draft = Offer.objects.select_related("partner").get(pk=listing.offer_id)
    change_offer(offer=draft, version=draft.version, changes={"summary": "Anew."}, **NOW)
    version = fresh(submit_offer(offer=draft, **NOW))
    with while_locked(
        lambda: withdraw_listing(listing=Listing.objects.get(), **NOW), lambda: approve(version=version, **NOW)
    ) as late:
        pass
    assert late.exception() is None
    found = Listing.objects.get()
    assert (found.state, found.current_id) == ("live", version.pk)
    assert sorted(ListingVersion.objects.values_list("state", flat=True)) == ["live", "withdrawn"]
