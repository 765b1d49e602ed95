"""A version that is approved for later, and the sweep that lets it go live."""

from datetime import timedelta

import pytest
from django.test import Client

from catalog.listings.actions import (
    approve,
    go_live,
    request_changes,
    schedule,
    submit_offer,
    withdraw_listing,
    withdraw_submission,
)
from catalog.listings.models import Listing, ListingVersion
from catalog.listings.refusals import AlreadySubmitted
from catalog.listings.tasks import put_due_live
from catalog.offers.actions import change_offer
from catalog.offers.models import Offer
from core import clock
from core.accounts.roles import StaffRole
from core.actors import SYSTEM
from core.events.models import Fact
from core.refusals import Invalid
from core.states import IllegalMove
from partners.vetting.models import Assessment
from partners.vetting.refusals import CapabilityMissing
from tests.factories.catalog import live_listing, offer, submitted
from tests.factories.partners import reviewer
from tests.partners.conftest import problem
from tests.partners.races import both, while_locked

HOUR = timedelta(hours=1)
NOW = {"actor": SYSTEM, "at": clock.now()}
LATER = NOW["at"] + HOUR
DUE = {"actor": SYSTEM, "at": LATER}


def fresh(version):
    return ListingVersion.objects.select_related("offer__partner").get(pk=version.pk)


def revised(listing, **changes):
    draft = Offer.objects.select_related("partner").get(pk=listing.offer_id)
    change_offer(offer=draft, version=draft.version, changes=changes or {"summary": "Anew."}, **NOW)
    return submit_offer(offer=draft, **NOW)


def scheduled(version, at=LATER):
    return schedule(version=version, goes_live_at=at, **NOW)


@pytest.fixture
def listing(partner):
    return live_listing(partner)


@pytest.fixture
def waiting(listing):
    """A second version, approved for an hour from now."""
    return scheduled(revised(listing))


def shown(listing):
    return Listing.objects.get(pk=listing.pk).current_id


def test_it_goes_live_at_its_instant_and_not_before(listing, waiting):
    before = shown(listing)
    assert go_live(version=waiting, actor=SYSTEM, at=LATER - timedelta(seconds=1)) is None
    assert shown(listing) == before
    assert go_live(version=waiting, **DUE).current_id == waiting.pk
    found = fresh(waiting)
    assert (found.state, found.decided_at, found.published_at) == ("live", NOW["at"], LATER)
    assert ListingVersion.objects.get(pk=before).state == "superseded"


def test_running_again_does_nothing(listing, waiting):
    go_live(version=waiting, **DUE)
    assert go_live(version=fresh(waiting), **DUE) is None
    assert (
        Fact.objects.filter(type="listings.listing_published", refs__contains=[f"listing_version:{waiting.pk}"]).count()
        == 1
    )


def test_a_first_version_gets_its_listing_only_then(draft):
    version = scheduled(submitted(draft))
    assert not Listing.objects.exists()
    assert go_live(version=version, **DUE).slug


def test_the_sweep_takes_what_is_due_and_one_that_cannot_does_not_hold_up_the_others(partner):
    ahead, *due = [scheduled(submitted(offer(partner)), clock.now() + HOUR) for _ in range(3)]
    barred = scheduled(submitted(), clock.now() + HOUR)
    ended = clock.now() - timedelta(days=2)
    Assessment.objects.filter(application__partner=barred.offer.partner, key="LEG-001").update(
        good_until=ended, grace_until=ended + HOUR
    )
    ListingVersion.objects.filter(pk=barred.pk).update(goes_live_at=clock.now() - HOUR)
    ListingVersion.objects.filter(pk__in=[version.pk for version in due]).update(goes_live_at=clock.now())
    for _ in range(2):
        put_due_live()
        assert [fresh(version).state for version in (barred, *due, ahead)] == ["scheduled", "live", "live", "scheduled"]


def test_whose_partner_may_not_be_listed_at_that_instant_stays_scheduled(waiting):
    ended = LATER - timedelta(days=2)
    Assessment.objects.filter(application__partner=waiting.offer.partner, key="LEG-001").update(
        good_until=ended, grace_until=ended + HOUR
    )
    with pytest.raises(CapabilityMissing):
        go_live(version=waiting, **DUE)
    assert fresh(waiting).state == "scheduled"


def test_taken_back_before_its_instant_it_never_goes_live(listing, waiting):
    before = shown(listing)
    withdraw_submission(version=waiting, **NOW)
    assert go_live(version=fresh(waiting), **DUE) is None
    assert (fresh(waiting).state, shown(listing)) == ("withdrawn", before)
    with pytest.raises(IllegalMove):
        withdraw_submission(version=waiting, **NOW)


def test_staff_may_still_send_it_back_or_put_it_live_sooner(listing, waiting):
    request_changes(version=waiting, findings=[{"about": "summary", "detail": "Hm."}], **NOW)
    assert fresh(waiting).state == "changes_requested"
    again = scheduled(revised(listing, summary="Otherwise."))
    approve(version=again, **NOW)
    assert shown(listing) == again.pk
    assert go_live(version=fresh(again), **DUE) is None


def test_a_listing_that_is_withdrawn_takes_its_scheduled_version_along(listing, waiting):
    withdraw_listing(listing=listing, **NOW)
    assert fresh(waiting).state == "withdrawn"
    assert go_live(version=fresh(waiting), **DUE) is None
    assert Listing.objects.get(pk=listing.pk).state == "withdrawn"


def test_nothing_else_is_submitted_meanwhile(listing, waiting):
    with pytest.raises(AlreadySubmitted, match="goes live at") as refused:
        revised(listing, summary="Yet another.")
    assert refused.value.extensions == {"listing_version": str(waiting.pk)}


@pytest.mark.parametrize("off", [timedelta(0), -HOUR, timedelta(days=367)])
def test_the_instant_is_within_a_year(draft, off):
    version = submitted(draft)
    with pytest.raises(Invalid):
        scheduled(version, NOW["at"] + off)
    assert fresh(version).state == "submitted"


def test_staff_schedule_over_rest_and_the_partner_takes_it_back(api, curator, draft):
    version = submitted(draft)
    address = f"listing-versions/{version.pk}"
    at = (clock.now() + HOUR).isoformat()
    for wrong in ("tomorrow", "9999-12-31T23:59:59Z", "2020-01-01T00:00:00Z", 5):
        problem(
            curator.post(f"{address}/decision", {"outcome": "approve", "goes_live_at": wrong}), 422, "validation-failed"
        )
    back = {"outcome": "request_changes", "goes_live_at": at, "findings": [{"about": "name", "detail": "x"}]}
    problem(curator.post(f"{address}/decision", back), 422, "validation-failed")
    answer = curator.post(f"{address}/decision", {"outcome": "approve", "goes_live_at": at}).json()
    assert (answer["state"], answer["published_at"]) == ("scheduled", None)
    assert answer["goes_live_at"]
    assert curator.get("listing-versions?state=scheduled").json()["results"][0]["id"] == str(version.pk)
    assert api.post(f"{address}/withdrawal").json()["state"] == "withdrawn"


def test_staff_schedule_on_the_desk(draft):
    version = submitted(draft)
    client = Client(headers={"accept-language": "en"})
    client.force_login(reviewer(StaffRole.CATALOGUE))
    page = f"/desk/listings/{version.pk}/"
    past = client.post(page, {"outcome": "approve", "goes_live_at": "2020-01-01T08:00"}).content.decode()
    assert "within a year from now" in past
    at = f"{clock.now() + HOUR:%Y-%m-%dT%H:%M}"
    back = client.post(page, {"outcome": "request_changes", "goes_live_at": at, "finding-name": "x"}).content.decode()
    assert "what goes back does not go live" in back
    assert client.post(page, {"outcome": "approve", "goes_live_at": at}).status_code == 302
    assert fresh(version).state == "scheduled"
    assert "Approved for later" in client.get("/desk/listings/").content.decode()
    assert "Publish now" in client.get(page).content.decode()
    client.post(page, {"outcome": "approve"})
    assert fresh(version).state == "live"


@pytest.mark.django_db(transaction=True)
def test_of_two_sweeps_one_puts_it_live():
    version = scheduled(submitted())
    one, two = fresh(version), fresh(version)
    outcomes = both(lambda: go_live(version=one, **DUE), lambda: go_live(version=two, **DUE))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Listing", "NoneType"]
    assert Fact.objects.filter(type="listings.listing_published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_comes_while_it_is_taken_back_does_nothing():
    version = scheduled(submitted())
    one, two = fresh(version), fresh(version)
    with while_locked(lambda: withdraw_submission(version=one, **NOW), lambda: go_live(version=two, **DUE)) as late:
        pass
    assert late.result() is None
    assert fresh(version).state == "withdrawn"


@pytest.mark.django_db(transaction=True)
def test_taking_it_back_while_it_goes_live_is_refused():
    version = scheduled(submitted())
    one, two = fresh(version), fresh(version)
    with while_locked(lambda: go_live(version=one, **DUE), lambda: withdraw_submission(version=two, **NOW)) as late:
        pass
    assert isinstance(late.exception(), IllegalMove)
    assert fresh(version).state == "live"
