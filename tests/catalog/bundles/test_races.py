"""Two at once, each on a connection of its own."""

import pytest

from catalog.bundles.actions import (
    accept_agreement,
    change_draft,
    propose_version,
    publish_version,
    withdraw_consent,
)
from catalog.bundles.models import Agreement, Bundle, BundleVersion
from catalog.bundles.refusals import ConsentMissing, NotADraft
from core import clock
from core.actors import SYSTEM
from core.events.models import Fact
from core.refusals import PreconditionFailed
from core.states import IllegalMove
from tests.factories import bundles as make
from tests.partners.races import both, while_locked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def listings(transactional_db):
    return [make.listing_to_bundle(name) for name in ("Ledger", "Vault", "Signet")]


def now():
    return {"actor": SYSTEM, "at": clock.now()}


def accept(version, listing):
    return lambda: accept_agreement(agreement=make.agreement_of(version, listing.partner), **now())


def publish(version):
    return lambda: publish_version(version=version, **now())


def state():
    version = BundleVersion.objects.select_related("bundle").get()
    return version.bundle.state, version.state


def test_partners_who_answer_while_staff_publish(listings):
    version = make.proposed(listings)
    accept(version, listings[0])()
    results = both(accept(version, listings[1]), accept(version, listings[2]), publish(version))
    assert [one.state for one in results[:2]] == ["accepted", "accepted"]
    # Staff either came last and have published, or are told who was missing; the bundle is never live without all.
    published = isinstance(results[2], Bundle)
    assert published or isinstance(results[2], ConsentMissing)
    assert state() == (("live", "live") if published else ("agreed", "agreed"))
    assert Fact.objects.filter(type="bundles.bundle_agreed").count() == 1


def test_the_last_two_answers_at_once_agree_on_the_version_once(listings):
    version = make.proposed(listings)
    accept(version, listings[0])()
    with while_locked(accept(version, listings[1]), accept(version, listings[2])) as second:
        assert second.result().state == "accepted"
    assert state() == ("agreed", "agreed")
    assert Fact.objects.filter(type="bundles.bundle_agreed").count() == 1


def test_staff_who_publish_twice_publish_once(listings):
    version = make.agreed(listings)
    with while_locked(publish(version), publish(version)) as second:
        assert isinstance(second.exception(), IllegalMove)
    assert state() == ("live", "live")
    assert Fact.objects.filter(type="bundles.bundle_published").count() == 1


def test_consent_that_is_withdrawn_first_keeps_it_from_going_live(listings):
    version = make.agreed(listings)
    agreement = make.agreement_of(version, listings[0].partner)
    with while_locked(
        lambda: withdraw_consent(agreement=agreement, reason="No.", **now()), publish(version)
    ) as publishing:
        assert isinstance(publishing.exception(), ConsentMissing)
    assert state() == ("proposed", "proposed")


def test_a_change_that_comes_after_the_proposal_is_refused(listings):
    draft = make.draft(listings)
    change = {"draft": draft, "version": 1, "changes": {"name": "Another"}}
    with while_locked(
        lambda: propose_version(version=draft, **now()), lambda: change_draft(**change, **now())
    ) as changing:
        assert isinstance(changing.exception(), NotADraft)
    assert BundleVersion.objects.get().name == "Office in a box"
    assert Agreement.objects.count() == 3


def test_of_two_changes_one_is_told_of_the_other(listings):
    draft = make.draft(listings)
    results = both(
        *(lambda name=name: change_draft(draft=draft, version=1, changes={"name": name}, **now()) for name in "ab")
    )
    assert sorted(isinstance(one, PreconditionFailed) for one in results) == [False, True]
