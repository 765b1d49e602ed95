"""A bundle whose notice is over ends by itself: once, whoever else is at it, and whenever it is killed."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from catalog.bundles.actions import end_run_out, withdraw_bundle, withdraw_consent
from catalog.bundles.consent import NOTICE
from catalog.bundles.models import Bundle, BundleVersion
from catalog.bundles.tasks import end_run_out as look
from core import clock
from core.actors import SYSTEM
from core.events.models import Fact
from core.states import IllegalMove
from tests.factories import bundles as make
from tests.partners.races import both, while_locked

WITHDRAWN = "bundles.bundle_withdrawn"


@pytest.fixture
def given_notice(listings):
    """A live bundle of which one partner has withdrawn its consent; and when that ends it."""
    bundle = make.live_bundle(listings)
    at = clock.now()
    agreement = make.agreement_of(bundle.current, listings[0].partner)
    withdraw_consent(agreement=agreement, reason="We stop.", actor=SYSTEM, at=at)
    return bundle, at + NOTICE


def states():
    version = BundleVersion.objects.select_related("bundle").get()
    return version.bundle.state, version.state, version.bundle.current_id


def facts():
    return [fact.data["bundle_version_id"] for fact in Fact.objects.filter(type=WITHDRAWN)]


def test_it_ends_when_its_notice_is_over_and_not_before(given_notice, listings):
    bundle, ends = given_notice
    other = make.live_bundle(listings)
    with time_machine.travel(ends - timedelta(seconds=1), tick=False):
        look()
    assert not Fact.objects.filter(type=WITHDRAWN).exists()
    with time_machine.travel(ends, tick=False):
        look()
        look()
    row = Bundle.objects.get(pk=bundle.pk)
    assert (row.state, row.current_id, row.ended_at) == ("withdrawn", None, ends)
    assert BundleVersion.objects.get(bundle=bundle).state == "withdrawn"
    fact = Fact.objects.get(type=WITHDRAWN)
    assert (fact.data["bundle_version_id"], fact.actor_kind, fact.at) == (str(bundle.current_id), "system", ends)
    assert Bundle.objects.get(pk=other.pk).state == "live"


def test_killed_before_it_commits_nothing_is_lost_and_nothing_happens_twice(given_notice):
    bundle, ends = given_notice

    with transaction.atomic():
        assert end_run_out(bundle=bundle, actor=SYSTEM, at=ends)
        transaction.set_rollback(True)
    assert (states()[:2], facts()) == (("live", "live"), [])
    assert end_run_out(bundle=bundle, actor=SYSTEM, at=ends).state == "withdrawn"
    assert end_run_out(bundle=bundle, actor=SYSTEM, at=ends) is None
    assert facts() == [str(bundle.current_id)]


@pytest.fixture
def listings(request):
    request.getfixturevalue("transactional_db" if "races" in request.node.name else "db")
    return [make.listing_to_bundle(name) for name in ("Ledger", "Vault")]


@pytest.mark.django_db(transaction=True)
def test_races_of_the_task_with_staff_end_it_once(given_notice):
    bundle, ends = given_notice

    def staff():
        return withdraw_bundle(bundle=bundle, reason="Enough.", actor=SYSTEM, at=ends)

    def task():
        return end_run_out(bundle=bundle, actor=SYSTEM, at=ends)

    # The task holds the row: staff wait, and are told that it is over.
    with while_locked(task, staff) as second:
        assert isinstance(second.exception(), IllegalMove)
    assert (states(), len(facts())) == (("withdrawn", "withdrawn", None), 1)


@pytest.mark.django_db(transaction=True)
def test_races_in_which_staff_hold_the_row_do_not_hold_up_the_task(given_notice):
    bundle, ends = given_notice

    def task():
        return end_run_out(bundle=bundle, actor=SYSTEM, at=ends)

    with transaction.atomic():
        withdraw_bundle(bundle=bundle, reason="Enough.", actor=SYSTEM, at=ends)
        assert both(task) == [None]  # at once, although nothing is committed yet
    assert [one for one in both(task, task, task) if one is not None] == []
    assert (states(), len(facts())) == (("withdrawn", "withdrawn", None), 1)
