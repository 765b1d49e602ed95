"""From a draft to the shelf and off it again, by the actions."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction

from catalog.bundles.actions import (
    accept_agreement,
    change_draft,
    decline_agreement,
    propose_version,
    publish_version,
    retire_bundle,
    revise_bundle,
    withdraw_bundle,
    withdraw_consent,
)
from catalog.bundles.composition import Market
from catalog.bundles.consent import NOTICE
from catalog.bundles.models import Agreement, Bundle, BundleVersion, Part
from catalog.bundles.queries import bundle_selection, offered
from catalog.bundles.refusals import (
    BundleIncomplete,
    ConsentMissing,
    NotADraft,
    NotSold,
    NotToAnswer,
    PartnersNotReady,
    PartNotForSale,
    SelectionNotPossible,
    SlugTaken,
    VersionInWork,
)
from catalog.listings.actions import approve, submit_offer, withdraw_listing
from catalog.offers.actions import change_plan
from core import clock
from core.actors import SYSTEM
from core.events.queries import history
from core.refusals import Invalid, PreconditionFailed
from core.states import IllegalMove
from tests.factories import bundles as make
from tests.factories.catalog import FLAT, live_listing, plan_of
from tests.factories.partners import vetted_partner

EUR = Market("EUR", "month")


@pytest.fixture
def now():
    return {"actor": SYSTEM, "at": clock.now()}


def states(version):
    version = BundleVersion.objects.select_related("bundle").get(pk=version.pk)
    return version.bundle.state, version.state


def test_a_bundle_goes_from_draft_to_live(listings, now):
    draft = make.draft(listings)
    assert states(draft) == ("draft", "draft")
    version = propose_version(version=draft, **now)
    assert states(version) == ("proposed", "proposed")
    for listing in listings:
        assert states(version)[1] == "proposed"
        accept_agreement(agreement=make.agreement_of(version, listing.partner), **now)
    assert states(version) == ("agreed", "agreed")
    bundle = publish_version(version=version, **now)
    assert states(version) == ("live", "live")
    assert bundle.current_id == version.pk
    assert [fact.type.partition(".")[2] for fact in history(f"bundle:{bundle.pk}")] == [
        "bundle_drafted",
        "bundle_proposed",
        *["agreement_asked"] * 3,
        *["agreement_accepted"] * 3,
        "bundle_agreed",
        "bundle_published",
    ]


def test_one_who_has_not_agreed_keeps_it_from_going_live_and_is_named(listings, now):
    version = make.proposed(listings)
    accept_agreement(agreement=make.agreement_of(version, listings[0].partner), **now)
    decline_agreement(agreement=make.agreement_of(version, listings[1].partner), reason="Too cheap.", **now)
    with pytest.raises(ConsentMissing) as refused:
        publish_version(version=version, **now)
    assert "Vault Works has declined; Signet Works has not answered" in refused.value.detail
    assert [one["reason"] for one in refused.value.extensions["missing"]] == ["Too cheap.", ""]
    assert Bundle.objects.get().current_id is None


def test_who_declined_may_still_accept(listings, now):
    version = make.proposed(listings)
    agreement = make.agreement_of(version, listings[1].partner)
    decline_agreement(agreement=agreement, reason="Too cheap.", **now)
    with pytest.raises(Invalid):
        decline_agreement(agreement=make.agreement_of(version, listings[2].partner), reason=" ", **now)
    accept_agreement(agreement=agreement, **now)
    assert Agreement.objects.get(pk=agreement.pk).reason == ""
    with pytest.raises(IllegalMove):
        accept_agreement(agreement=agreement, **now)


def test_only_a_draft_is_changed_by_actions_and_database_alike(listings, now):
    version = make.proposed(listings)
    with pytest.raises(NotADraft):
        change_draft(draft=version, version=1, changes={"name": "Another"}, **now)
    with pytest.raises(NotADraft):
        propose_version(version=version, **now)
    agreement = make.agreement_of(version, listings[0].partner)
    for change in (
        lambda: BundleVersion.objects.filter(pk=version.pk).update(name="Another"),
        lambda: BundleVersion.objects.filter(pk=version.pk).update(prices=[]),
        lambda: Part.objects.filter(version=version).update(role="optional"),
        lambda: Part.objects.filter(version=version).delete(),
        lambda: Part.objects.filter(version=version).update(version=make.draft(listings)),
        lambda: Part.objects.create(
            version=version,
            plan=plan_of(listings[0], "team"),
            price=plan_of(listings[0], "team").price,
            partner=listings[0].partner,
            title="x",
            role="optional",
            position=9,
        ),
        lambda: Agreement.objects.filter(pk=agreement.pk).update(seen={}),
        lambda: Agreement.objects.filter(pk=agreement.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
            change()


def test_a_draft_is_changed_on_the_version_that_was_seen(listings, now):
    draft = make.draft(listings)
    changed = change_draft(draft=draft, version=1, changes={"name": "Another", "parts": []}, **now)
    assert (changed.name, changed.version, changed.parts.count()) == ("Another", 2, 0)
    with pytest.raises(PreconditionFailed):
        change_draft(draft=draft, version=1, changes={"name": "Third"}, **now)


def test_what_does_not_fit_together_is_said_and_not_proposed(listings, now):
    draft = make.draft(listings, prices=[], terms=[make.terms(listings[0].partner)])
    with pytest.raises(BundleIncomplete) as refused:
        propose_version(version=draft, **now)
    assert [error["code"] for error in refused.value.extensions["errors"]] == [
        "market-unpriced",
        "no-terms",
        "no-terms",
    ]
    assert states(draft) == ("draft", "draft")


def test_strange_parts_partners_and_slugs_are_refused(listings, now):
    draft = make.draft(listings, slug="taken")
    with pytest.raises(SlugTaken):
        make.draft(listings, slug="taken")
    unsold = make.part(SimpleNamespace(pk=draft.pk))
    twice = make.part(plan_of(listings[0], "flat"))
    for parts, code in (([unsold], "not-for-sale"), ([twice, twice], "duplicate-plan")):
        with pytest.raises(Invalid) as refused:
            change_draft(draft=draft, version=1, changes={"parts": parts}, **now)
        assert refused.value.extensions["errors"][-1]["code"] == code
    nobody = make.terms(SimpleNamespace(pk=draft.pk))
    with pytest.raises(Invalid):
        change_draft(draft=draft, version=1, changes={"terms": [nobody]}, **now)


def test_a_changed_version_asks_only_those_for_whom_something_changed(listings, now):
    bundle = make.live_bundle(listings)
    first = bundle.current
    draft = revise_bundle(bundle=bundle, **now)
    terms = [make.terms(listings[0].partner, share="70"), *(make.terms(one.partner) for one in listings[1:])]
    change_draft(draft=draft, version=1, changes={"terms": terms, "name": "Renamed"}, **now)
    version = propose_version(version=draft, **now)
    found = {one.partner_id: one for one in Agreement.objects.filter(version=version)}
    assert [found[listing.partner_id].state for listing in listings] == ["asked", "accepted", "accepted"]
    assert found[listings[1].partner_id].carried_from == make.agreement_of(first, listings[1].partner)
    assert states(version) == ("live", "proposed")
    make.accept_all(version)
    bundle = publish_version(version=version, **now)
    assert (states(first), states(version)) == (("live", "superseded"), ("live", "live"))
    assert bundle.current_id == version.pk


def test_if_nothing_changed_for_anybody_it_is_agreed_at_once(listings, now):
    bundle = make.live_bundle(listings)
    draft = revise_bundle(bundle=bundle, **now)
    assert states(propose_version(version=draft, **now)) == ("live", "agreed")


def test_a_new_draft_takes_the_place_of_what_was_proposed(listings, now):
    version = make.proposed(listings)
    agreement = make.agreement_of(version, listings[0].partner)
    draft = revise_bundle(bundle=version.bundle, **now)
    assert (states(version), states(draft)) == (("draft", "dropped"), ("draft", "draft"))
    with pytest.raises(NotToAnswer):
        accept_agreement(agreement=agreement, **now)
    with pytest.raises(VersionInWork):
        revise_bundle(bundle=version.bundle, **now)
    assert list(draft.parts.values_list("plan", "role")) == list(version.parts.values_list("plan", "role"))


def test_withdrawn_consent_ends_new_sales_after_30_days(listings, now):
    bundle = make.live_bundle(listings)
    agreement = make.agreement_of(bundle.current, listings[1].partner)
    withdraw_consent(agreement=agreement, reason="We stop.", **now)
    ends = now["at"] + NOTICE
    assert timedelta(days=30) == NOTICE
    assert Agreement.objects.get(pk=agreement.pk).sales_end_at == ends
    bundle = Bundle.objects.select_related("current").get()
    assert bundle.state == "live"
    assert offered(bundle, at=ends - timedelta(seconds=1))
    assert offered(bundle, at=ends) is None
    assert list(Bundle.objects.for_sale(ends - timedelta(seconds=1))) == [bundle]
    assert list(Bundle.objects.for_sale(ends)) == []
    # The next version asks this partner anew, although nothing has changed for it.
    version = propose_version(version=revise_bundle(bundle=bundle, **now), **now)
    assert make.agreement_of(version, listings[1].partner).state == "asked"
    publish_version(version=make.accept_all(version), **now)
    assert list(Bundle.objects.for_sale(ends)) == [bundle]


def test_the_first_notice_counts(listings, now):
    bundle = make.live_bundle(listings)
    for days, listing in enumerate(listings[:2]):
        agreement = make.agreement_of(bundle.current, listing.partner)
        withdraw_consent(agreement=agreement, reason="No.", actor=SYSTEM, at=now["at"] + timedelta(days=days))
    assert BundleVersion.objects.get().sales_end_at == now["at"] + NOTICE


def test_consent_withdrawn_before_it_is_live_keeps_it_from_going_live(listings, now):
    version = make.agreed(listings)
    agreement = make.agreement_of(version, listings[0].partner)
    withdraw_consent(agreement=agreement, reason="No.", **now)
    assert states(version) == ("proposed", "proposed")
    with pytest.raises(ConsentMissing, match="Ledger Works has withdrawn its consent"):
        publish_version(version=version, **now)
    with pytest.raises(NotToAnswer):
        withdraw_consent(agreement=agreement, reason="No.", **now)


def test_consent_that_was_taken_back_is_not_carried_from_a_dropped_version(listings, now):
    bundle = make.live_bundle(listings)
    propose_version(version=revise_bundle(bundle=bundle, **now), **now)
    revise_bundle(bundle=bundle, **now)
    withdraw_consent(agreement=make.agreement_of(bundle.current, listings[0].partner), reason="No.", **now)
    third = BundleVersion.objects.get(state="draft")
    assert make.agreement_of(propose_version(version=third, **now), listings[0].partner).state == "asked"


def test_who_may_not_be_bundled_is_named(now, listings):
    unready = live_listing(vetted_partner("Slow Ltd"), name="Slow", plans=[FLAT])
    version = make.agreed([listings[0], unready])
    with pytest.raises(PartnersNotReady) as refused:
        publish_version(version=version, **now)
    assert "Slow Ltd (IDN-004," in refused.value.detail
    make.allow_bundling(unready.partner)
    publish_version(version=version, **now)


def reprice(listing, now):
    change_plan(plan=plan_of(listing, "flat"), version=1, changes={"terms": {"amount": "99.00"}}, **now)
    approve(version=submit_offer(offer=listing.offer, **now), **now)


@pytest.mark.parametrize("happen", [reprice, lambda listing, now: withdraw_listing(listing=listing, **now)])
def test_a_part_that_is_not_on_sale_as_agreed_is_neither_published_nor_sold(listings, now, happen):
    version, bundle = make.agreed(listings), make.live_bundle(listings)
    happen(listings[2], now)
    with pytest.raises(PartNotForSale, match="Signet: Flat"):
        publish_version(version=version, **now)
    # The optional part is gone from the live one; without a fixed part it is not sold at all.
    assert len(offered(bundle, at=now["at"]).parts) == 2
    happen(listings[0], now)
    assert offered(bundle, at=now["at"]) is None
    with pytest.raises(NotSold):
        bundle_selection(bundle, [], market=EUR, at=now["at"])


def test_a_selection_is_priced_or_says_why_not(listings, now):
    bundle = make.live_bundle(listings)
    flat = [plan_of(listing, "flat").pk for listing in listings]
    found = bundle_selection(bundle, [(flat[0], 1), (flat[1], 1)], market=EUR, at=now["at"])
    assert (found.quote.list_price, found.quote.price) == (2500, 2250)
    assert {*found.plans} == {*flat[:2]}
    with pytest.raises(SelectionNotPossible) as refused:
        bundle_selection(bundle, [(bundle.pk, 1), (flat[1], 2)], market=EUR, at=now["at"])
    assert [(error["pointer"], error["code"]) for error in refused.value.extensions["errors"]] == [
        ("/parts/0/plan", "unknown-part"),
        ("/parts/1", "one-price"),
        ("/parts", "fixed-missing"),
    ]
    with pytest.raises(NotSold, match="EUR, monthly"):
        bundle_selection(bundle, [], market=Market("CHF", "month"), at=now["at"])


def test_a_partner_who_ceases_to_be_ready_is_not_sold_any_more(listings, now):
    bundle = make.live_bundle(listings)
    later = now["at"] + timedelta(days=400)
    assert offered(bundle, at=later) is None


def test_withdrawing_and_retiring(listings, now):
    bundle = make.live_bundle(listings)
    version = bundle.current
    assert withdraw_bundle(bundle=bundle, reason="", **now).state == "withdrawn"
    assert states(version) == ("withdrawn", "withdrawn")
    again = propose_version(version=revise_bundle(bundle=bundle, **now), **now)
    assert states(again) == ("withdrawn", "agreed")
    publish_version(version=again, **now)
    assert retire_bundle(bundle=bundle, reason="Replaced.", **now).state == "retired"
    assert states(again) == ("retired", "withdrawn")
    for act in (
        lambda: withdraw_bundle(bundle=bundle, reason="", **now),
        lambda: retire_bundle(bundle=bundle, reason="", **now),
        lambda: revise_bundle(bundle=bundle, **now),
        lambda: publish_version(version=again, **now),
    ):
        with pytest.raises(IllegalMove), transaction.atomic():
            act()


def test_retiring_drops_what_is_proposed(listings, now):
    version = make.proposed(listings)
    retire_bundle(bundle=version.bundle, reason="", **now)
    assert states(version) == ("retired", "dropped")
