"""Looks at what is outside: real servers, real transactions, and what happens when something comes in between."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
import trustme
from django.db import connection

from core import clock
from core.actors import SYSTEM
from core.events.models import Delivery
from core.events.postman import deliver_due
from core.events.queries import history
from partners.programmes.actions import publish_programme
from partners.vetting import tasks
from partners.vetting.actions import (
    apply,
    begin_look,
    decide,
    give_up_look,
    judge_look,
    probe_again,
    submit_evidence,
)
from partners.vetting.actions.looks import LEASE
from partners.vetting.actions.probing import MOST_ATTEMPTS
from partners.vetting.models import Finding, Probe
from partners.vetting.offered import ProbeOffered, UrlOffered
from partners.vetting.standing import Stage
from partners.vetting.subject import domain_token, webhook_secret
from tests.factories import partners as make
from tests.servers import server_context, site

pytestmark = pytest.mark.django_db

WORDS = {"title": "t", "text": "t", "why": "w", "good": "g", "bad": "b", "calibration": "c"}


def requirement(key, check, kind="url", **more):
    return {
        "key": key,
        "kind": "support",
        "level": "mandatory",
        "decided_by": "check",
        "check": check,
        "blocks": ["sell"],
        "evidence": {"it": {"kind": kind}},
        "words": {"en": WORDS, "fr": WORDS},
    } | more


def applied(*requirements):
    texts = {"en": "Looks", "fr": "Regards"}
    at = clock.now()
    programme = publish_programme(
        code="looks", name=texts, summary=texts, requirements=requirements, actor=SYSTEM, at=at
    )
    return apply(partner=make.registered_partner(), programme=programme, actor=SYSTEM, at=at)


@pytest.fixture
def application():
    return applied(requirement("SUP-001", "landing_page", max_age="P1D"))


@pytest.fixture(autouse=True)
def _opened_networks(settings):
    settings.OUTGOING_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]


def submit(application, url, key="SUP-001", at=None):
    return submit_evidence(
        application=application, key=key, evidence=UrlOffered(url=url), actor=SYSTEM, at=at or clock.now()
    )


def newest():
    return Probe.objects.order_by("pk").last()


def ok(_seen):
    return 200, {}, b"hello"


def gone(_seen):
    return 404, {}, b""


def look(probe=None):
    tasks.look(str((probe or newest()).pk))


def state_of(assessment):
    assessment.refresh_from_db()
    return assessment.state


def found_by(url, status=200):
    return {"page": {"url": url, "status": status}}


def test_evidence_that_names_an_address_is_in_check_until_a_task_has_looked(application):
    with site(ok) as page:
        assessment = submit(application, page.url)
        assert assessment.state == "in_check"
        assert not page.seen, "nothing is asked inside the transaction"
        look()
        assert len(page.seen) == 1
    assert state_of(assessment) == "satisfied"
    probe = newest()
    assert (probe.outcome, probe.gathered["page"]["status"]) == ("passed", 200)
    assert [fact.type for fact in history(f"assessment:{assessment.pk}")][-3:] == [
        "vetting.evidence_submitted",
        "vetting.probe_requested",
        "vetting.requirement_satisfied",
    ]


def test_what_is_wrong_outside_becomes_findings(application):
    with site(gone) as page:
        assessment = submit(application, page.url)
        look()
    assert state_of(assessment) == "action_required"
    [finding] = Finding.objects.open().filter(assessment=assessment)
    assert (finding.code, finding.values["status"]) == ("status_not_ok", "404")


def test_the_fact_starts_the_task(application, django_capture_on_commit_callbacks, monkeypatch):
    rung = []
    monkeypatch.setattr(tasks.look, "apply_async", lambda args, retry: rung.append(args))
    submit(application, "https://localhost:1/")
    with django_capture_on_commit_callbacks(execute=True):
        deliver_due(at=clock.now())
    assert rung == [(str(newest().pk),)]
    assert not Delivery.objects.exclude(state="done").exists()


def test_a_broker_that_fails_loses_no_look(application, monkeypatch):
    def fail(**_options):
        raise OSError("no broker")

    monkeypatch.setattr(tasks.look, "apply_async", fail)
    submit(application, "https://localhost:1/")
    tasks.ring([newest().pk])
    assert Probe.objects.left_lying(clock.now() + LEASE).count() == 1


def test_judging_twice_changes_nothing(application):
    assessment = submit(application, "https://a.example/")
    probe = newest()
    at = clock.now()
    assert judge_look(probe_id=probe.pk, gathered=found_by("x"), actor=SYSTEM, at=at) == "passed"
    facts = history(f"assessment:{assessment.pk}").count()
    assert judge_look(probe_id=probe.pk, gathered=found_by("x", 500), actor=SYSTEM, at=at) == ""
    assert state_of(assessment) == "satisfied"
    assert history(f"assessment:{assessment.pk}").count() == facts


def test_what_was_seen_of_replaced_evidence_is_dropped(application):
    assessment = submit(application, "https://old.example/")
    old = newest()
    submit(application, "https://new.example/")
    at = clock.now()
    assert judge_look(probe_id=old.pk, gathered=found_by("old"), actor=SYSTEM, at=at) == "dropped"
    assert state_of(assessment) == "in_check"
    assert judge_look(probe_id=newest().pk, gathered=found_by("new", 404), actor=SYSTEM, at=at) == "failed"
    assert state_of(assessment) == "action_required"


def test_two_workers_do_not_look_at_once_and_a_killed_one_is_replaced_after_its_lease(application):
    submit(application, "https://a.example/")
    probe, at = newest(), clock.now()
    first = begin_look(probe_id=probe.pk, at=at)
    assert (first.gathers, first.evidence) == (("page",), {"url": "https://a.example/"})
    assert begin_look(probe_id=probe.pk, at=at) is None
    assert not Probe.objects.left_lying(at).exists()
    later = at + LEASE
    assert list(Probe.objects.left_lying(later)) == [probe]
    assert begin_look(probe_id=probe.pk, at=later) is not None


def test_a_look_that_no_worker_survives_is_for_a_person(application):
    assessment = submit(application, "https://a.example/")
    probe, at = newest(), clock.now()
    for _ in range(MOST_ATTEMPTS):
        assert not give_up_look(probe_id=probe.pk, actor=SYSTEM, at=at)
        assert begin_look(probe_id=probe.pk, at=at)
        at += LEASE
    assert begin_look(probe_id=probe.pk, at=at) is None
    assert give_up_look(probe_id=probe.pk, actor=SYSTEM, at=at)
    assert state_of(assessment) == "needs_review"


def test_the_sweep_rings_for_what_was_left_lying(application, monkeypatch, time_machine):
    rung = []
    monkeypatch.setattr(tasks.look, "apply_async", lambda args, retry: rung.append(args))
    at = clock.now()
    submit(application, "https://a.example/", at=at)
    tasks.sweep_looks()
    assert rung == []
    time_machine.move_to(at + LEASE)
    tasks.sweep_looks()
    assert rung == [(str(newest().pk),)]


def satisfied(application, at):
    assessment = submit(application, "https://a.example/", at=at)
    judge_look(probe_id=newest().pk, gathered=found_by("x"), actor=SYSTEM, at=at)
    assert state_of(assessment) == "satisfied"
    return assessment


def next_look(at, status):
    """The sweep's work at `at`, with what the look then finds."""
    last = newest()
    assert probe_again(probe_id=last.pk, actor=SYSTEM, at=at)
    assert newest().pk != last.pk
    return judge_look(probe_id=newest().pk, gathered=found_by("x", status), actor=SYSTEM, at=at)


def test_a_good_answer_is_looked_at_again_when_it_is_older_than_the_requirement_allows(application):
    at = clock.now()
    assessment = satisfied(application, at)
    facts = history(f"assessment:{assessment.pk}").count()
    assert newest().again_at == at + timedelta(days=1)
    assert not probe_again(probe_id=newest().pk, actor=SYSTEM, at=at + timedelta(hours=23))
    assert next_look(at + timedelta(days=1), 200) == "passed"
    assert state_of(assessment) == "satisfied"
    assert newest().again_at == at + timedelta(days=2)
    told = [fact.type for fact in history(f"assessment:{assessment.pk}")][facts:]
    assert told == ["vetting.probe_requested"], "that all is as it was is no news"


def test_one_hiccup_ends_nothing_and_three_in_a_row_do(application):
    at = clock.now()
    assessment = satisfied(application, at)
    at += timedelta(days=1)
    next_look(at, 500)
    assert (state_of(assessment), newest().again_at) == ("satisfied", at + timedelta(hours=1))
    next_look(at + timedelta(hours=1), 200)
    assert newest().failures == 0
    at += timedelta(days=2)
    for hours in range(3):
        assert state_of(assessment) == "satisfied"
        next_look(at + timedelta(hours=hours), 500)
    assert state_of(assessment) == "action_required"
    assert newest().again_at is None
    assert assessment.good_until == at + timedelta(hours=2)
    assert assessment.mark.stage(at + timedelta(hours=3)) == Stage.IN_GRACE


def test_a_result_of_replaced_evidence_is_not_looked_at_again(application):
    at = clock.now()
    assessment = satisfied(application, at)
    first = newest()
    type(assessment).objects.filter(pk=assessment.pk).update(state="reopened")
    submit(application, "https://new.example/", at=at)
    judge_look(probe_id=newest().pk, gathered=found_by("new"), actor=SYSTEM, at=at)
    assert not probe_again(probe_id=first.pk, actor=SYSTEM, at=at + timedelta(days=2))
    assert newest().again_at == at + timedelta(days=1)


def test_what_a_check_cannot_decide_alone_goes_to_a_reviewer():
    application = applied(requirement("SUP-001", "landing_page", decided_by="reviewer"))
    assessment = submit(application, "https://a.example/")
    judge_look(probe_id=newest().pk, gathered=found_by("x"), actor=SYSTEM, at=clock.now())
    assert state_of(assessment) == "needs_review"
    reviewer = make.Seat(make.reviewer(), None)
    decide(
        assessment=assessment,
        evidence_id=assessment.evidence_id,
        outcome="accept",
        actor=reviewer.actor,
        at=clock.now(),
    )
    assert state_of(assessment) == "satisfied"


def test_a_partner_proves_its_domain_with_the_token_it_was_given(monkeypatch, tmp_path):
    application = applied(requirement("IDN-009", "domain_file", kind="probe"))
    authority = trustme.CA()
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(bundle)
    token = domain_token(application.partner_id).encode()
    with site(lambda _seen: (200, {}, token), tls=server_context(authority, "localhost")) as home:
        monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
        trusted = tasks.reach().tls
        trusted.cache_clear()
        try:
            assessment = submit_evidence(
                application=application,
                key="IDN-009",
                evidence=ProbeOffered(url=home.url),
                actor=SYSTEM,
                at=clock.now(),
            )
            look()
        finally:
            trusted.cache_clear()
    assert state_of(assessment) == "satisfied"


def test_every_partner_has_another_token_and_secret():
    one, other = make.registered_partner(), make.registered_partner()
    assert domain_token(one.pk) == domain_token(one.pk) != domain_token(other.pk)
    assert webhook_secret(one.pk) != webhook_secret(other.pk)
    assert webhook_secret(one.pk).startswith("whsec_")


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_look_happens_inside_a_transaction(monkeypatch):
    application = applied(requirement("SUP-001", "landing_page"))
    seen = []

    def gather(names, given):
        seen.append(connection.in_atomic_block)
        return real(names, given)

    real = tasks.gather
    monkeypatch.setattr(tasks, "gather", gather)
    with site(ok) as page:
        assessment = submit(application, page.url)
        look()
    assert seen == [False]
    assert state_of(assessment) == "satisfied"
