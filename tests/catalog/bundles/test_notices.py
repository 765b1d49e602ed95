"""Partners are told what becomes of what they agreed to: by e-mail and in the product, in the same words, once."""

from datetime import timedelta

import pytest
from django.utils import translation

from catalog.bundles import handlers
from catalog.bundles.actions import (
    accept_agreement,
    decline_agreement,
    end_run_out,
    propose_version,
    publish_version,
    retire_bundle,
    revise_bundle,
    withdraw_bundle,
    withdraw_consent,
)
from catalog.bundles.actions import change_draft as change
from catalog.bundles.consent import NOTICE
from catalog.bundles.models import NOTICE_KINDS, AgreementNotice, BundleVersion
from catalog.bundles.notices import WORDS, notice_words
from core import clock
from core.accounts.roles import Role
from core.actors import SYSTEM
from core.events import postman
from core.events.facts import event_type
from core.events.models import Delivery, Fact
from tests.factories import bundles as make
from tests.factories.catalog import plan_of
from tests.factories.partners import seat
from tests.journeys.pages import browser, text


def deliver():
    # What a test lets happen later is owed later.
    postman.deliver_due(at=clock.now() + 2 * NOTICE)
    assert list(Delivery.objects.exclude(last_error="").values_list("handler", "last_error")) == []


@pytest.fixture
def now():
    return {"actor": SYSTEM, "at": clock.now()}


@pytest.fixture
def told(listings):
    """Deliver what is owed, and return what has been told since: kind and partner, in a fixed order."""
    seen = set()
    names = {listing.partner_id: listing.current.content["name"] for listing in listings}

    def since():
        deliver()
        rows = AgreementNotice.objects.to_say().exclude(pk__in=seen)
        found = sorted((one.kind, names[one.agreement.partner_id]) for one in rows)
        seen.update(rows.values_list("pk", flat=True))
        return found

    return since


def everybody(kind):
    return [(kind, "Ledger"), (kind, "Signet"), (kind, "Vault")]


def test_every_kind_has_words():
    assert tuple(WORDS) == NOTICE_KINDS


def test_from_the_proposal_to_the_shelf_each_partner_is_told_once(listings, told, now):
    version = make.proposed(listings)
    assert told() == everybody("asked")
    for listing in listings[:2]:
        accept_agreement(agreement=make.agreement_of(version, listing.partner), **now)
    assert told() == []
    accept_agreement(agreement=make.agreement_of(version, listings[2].partner), **now)
    assert told() == everybody("agreed")
    publish_version(version=version, **now)
    assert told() == everybody("live")


def test_who_declines_is_said_to_the_others_without_the_reason(listings, told, now):
    version = make.proposed(listings)
    told()
    decline_agreement(agreement=make.agreement_of(version, listings[0].partner), reason="A secret.", **now)
    assert told() == [("declined", "Signet"), ("declined", "Vault")]
    decline_agreement(agreement=make.agreement_of(version, listings[1].partner), reason="Mine.", **now)
    assert told() == [("declined", "Ledger"), ("declined", "Signet")]
    notice = AgreementNotice.objects.to_say().filter(kind="declined").first()
    with translation.override("en"):
        subject, words = notice_words(notice)
    assert subject == "Ledger Works does not agree to “Office in a box”"
    assert "secret" not in words


def test_a_notice_period_is_dated_and_its_end_is_told_to_all(listings, told, now):
    bundle = make.live_bundle(listings)
    told()
    withdraw_consent(agreement=make.agreement_of(bundle.current, listings[0].partner), reason="No.", **now)
    assert told() == [("notice_begun", "Signet"), ("notice_begun", "Vault")]
    later = now["at"] + timedelta(days=3)
    agreement = make.agreement_of(bundle.current, listings[1].partner)
    withdraw_consent(agreement=agreement, reason="No.", actor=SYSTEM, at=later)
    assert told() == [("notice_begun", "Ledger"), ("notice_begun", "Signet")]
    ends = now["at"] + NOTICE
    assert set(AgreementNotice.objects.filter(kind="notice_begun").values_list("sales_end_at", flat=True)) == {ends}
    end_run_out(bundle=bundle, actor=SYSTEM, at=ends)
    assert told() == everybody("ended")


def test_consent_taken_back_before_it_is_live_is_told_to_the_others(listings, told, now):
    version = make.agreed(listings)
    told()
    withdraw_consent(agreement=make.agreement_of(version, listings[2].partner), reason="No.", **now)
    assert told() == [("withdrawn", "Ledger"), ("withdrawn", "Vault")]


@pytest.mark.parametrize("end", [withdraw_bundle, retire_bundle])
def test_the_end_is_told_whoever_brought_it_about_and_once(listings, told, now, end):
    bundle = make.live_bundle(listings)
    told()
    end(bundle=bundle, reason="Enough.", **now)
    assert told() == everybody("ended")
    if end is withdraw_bundle:
        retire_bundle(bundle=bundle, reason="", **now)
        assert told() == []


def test_who_is_not_in_the_next_version_is_told_that_it_ended_and_who_need_not_answer_is_not_asked(listings, told, now):
    bundle = make.live_bundle(listings)
    told()
    draft = revise_bundle(bundle=bundle, **now)
    changes = {
        "parts": [make.part(plan_of(one, "flat")) for one in listings[:2]],
        "terms": [make.terms(one.partner) for one in listings[:2]],
    }
    change(draft=draft, version=draft.version, changes=changes, **now)
    version = propose_version(version=BundleVersion.objects.get(pk=draft.pk), **now)
    asked = told()
    assert set(asked) <= {("asked", "Ledger"), ("asked", "Vault"), ("agreed", "Ledger"), ("agreed", "Vault")}
    publish_version(version=make.accept_all(version), **now)
    assert [one for one in told() if one[0] != "agreed"] == [("ended", "Signet"), ("live", "Ledger"), ("live", "Vault")]


def test_a_fact_that_comes_twice_tells_and_mails_once(listings, told, now, mailoutbox):
    people = [seat(Role.OWNER, in_=listing.partner.organisation).user for listing in listings]
    bundle = make.live_bundle(listings)
    withdraw_consent(agreement=make.agreement_of(bundle.current, listings[0].partner), reason="No.", **now)
    withdraw_bundle(bundle=bundle, reason="", **now)
    told()
    mails = len(mailoutbox)
    assert mails >= 4 * len(people)
    again = {
        "bundles.agreement_asked": handlers.tell_asked,
        "bundles.bundle_agreed": handlers.tell_agreed,
        "bundles.bundle_published": handlers.tell_published,
        "bundles.consent_withdrawn": handlers.tell_withdrawn,
        "bundles.bundle_withdrawn": handlers.tell_taken_off_sale,
    }
    for kind, handler in again.items():
        facts = Fact.objects.filter(type=kind)
        assert facts.exists()
        for fact in facts:
            handler(event_type(kind).from_payload(fact.data), at=clock.now())
    assert told() == []
    assert len(mailoutbox) == mails


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "You are asked to be part of “Office in a box”"),
        ("fr", "On vous propose de figurer dans « Le bureau prêt »"),
    ],
)
def test_mail_and_page_say_it_in_the_same_words_and_language(listings, mailoutbox, language, subject):
    partner = listings[0].partner
    person = seat(Role.OWNER, in_=partner.organisation).user
    person.language = language
    person.save()
    viewer = seat(Role.VIEWER, in_=partner.organisation).user
    version = make.proposed(listings)
    deliver()
    (mail,) = [one for one in mailoutbox if one.to == [person.email] and one.subject == f"Guichet: {subject}"]
    page = f"/partner/agreements/{make.agreement_of(version, partner).pk}/"
    assert page in mail.body
    assert not [one for one in mailoutbox if one.to == [viewer.email]]
    owner = browser(person, language=language)
    list_page = f"/partner/{partner.organisation_id}/notices/"
    shown = owner.get(list_page)
    assert subject in text(shown)
    assert f'href="{page}"' in shown.content.decode()
    with translation.override(language):
        assert notice_words(AgreementNotice.objects.to_say().get(agreement__partner=partner))[1] in text(shown)


def test_what_was_read_is_read_for_all_and_nobody_elses(listings):
    owners = [browser(seat(Role.OWNER, in_=one.partner.organisation).user) for one in listings[:2]]
    deliver()
    page = f"/partner/{listings[0].partner.organisation_id}/notices/"
    owners[0].post(page, {})  # what vetting has told
    make.agreed(listings)
    deliver()
    rows = AgreementNotice.objects.of(listings[0].partner_id)
    assert rows.unread().count() == 2
    assert "2 new" in text(owners[0].get(f"/partner/{listings[0].partner.organisation_id}/", follow=True))
    newest = rows.order_by("-pk").first()
    for odd in ("x", str(listings[0].pk)):
        owners[0].post(page, {"notice": odd})
    assert rows.unread().count() == 2
    owners[0].post(page, {"notice": str(newest.pk)})
    assert list(rows.unread().values_list("kind", flat=True)) == ["asked"]
    assert owners[1].post(page, {}).status_code == 404
    owners[0].post(page, {})
    assert rows.unread().count() == 0
    assert AgreementNotice.objects.of(listings[1].partner_id).unread().count() == 2
