from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.actors import SYSTEM
from core.events.queries import history
from core.refusals import Invalid
from partners.programmes.models import Requirement
from partners.vetting.actions import FindingInput, decide, submit_evidence
from partners.vetting.models import Decision, Finding, Turn
from partners.vetting.offered import FileOffered
from partners.vetting.refusals import FindingTooLate
from partners.vetting.rounds import MENDING, SEVERITIES, fingerprint, is_late, mend_by
from tests.factories import partners as make
from tests.partners.conftest import problem

codes = st.sets(st.sampled_from("abc"))
shown = st.sampled_from("123")


@given(st.sampled_from("abc"), shown, st.sets(shown), codes)
def test_what_is_open_and_what_has_changed_is_never_late(code, evidence, seen, open_codes):
    assert not is_late(code, evidence, seen=seen, open_codes=open_codes | {code})
    assert not is_late(code, evidence, seen=seen - {evidence}, open_codes=open_codes)
    assert is_late(code, evidence, seen=seen | {evidence}, open_codes=open_codes - {code})


def test_a_file_has_changed_when_its_content_has_whatever_its_name():
    one = fingerprint("file", "a" * 64, {"filename": "first.pdf"})
    assert one == fingerprint("file", "a" * 64, {"filename": "second.pdf"})
    assert one != fingerprint("file", "b" * 64, {"filename": "first.pdf"})


@given(st.dictionaries(st.text(), st.text() | st.booleans() | st.none()))
def test_what_was_said_has_changed_exactly_when_it_says_something_else(data):
    again = dict(reversed(data.items()))
    assert fingerprint("terms", "", data) == fingerprint("terms", "", again)
    assert fingerprint("terms", "", data) != fingerprint("terms", "", {**data, "a new name": 1, "x": len(data)})


@pytest.mark.parametrize(("severity", "days"), [("critical", 10), ("high", 28), ("medium", 84), ("low", 175)])
def test_vulnerabilities_have_a_deadline_by_severity(severity, days):
    found = datetime(2026, 1, 1, tzinfo=UTC)
    assert mend_by("security", severity, found) == found + timedelta(days=days)
    assert mend_by("legal", severity, found) is None
    assert set(MENDING) == set(SEVERITIES)


WRONG = FindingInput(
    code="wrong_entity", observed="Another name.", expected="The same name.", fix="Send the right one."
)
STALE = replace(WRONG, code="document_too_old")
ADVICE = replace(WRONG, code="hard_to_read", type="advice", severity="low")


@pytest.fixture
def waiting(db):
    return make.with_certificate(make.application())


def judge(assessment, outcome, *findings):
    assessment.refresh_from_db()
    return decide(
        assessment=assessment,
        evidence_id=assessment.evidence_id,
        outcome=outcome,
        findings=findings,
        actor=SYSTEM,
        at=clock.now(),
    )


def show(assessment, content=make.PDF):
    upload = make.stored_upload(assessment.application.partner.organisation, content)
    return submit_evidence(
        application=assessment.application,
        key="IDN-001",
        evidence=FileOffered(upload=upload),
        actor=SYSTEM,
        at=clock.now(),
    )


def open_codes(assessment):
    return set(assessment.findings.open().values_list("code", flat=True))


def runs(assessment):
    return Turn.objects.running().get(assessment=assessment).side


def test_all_findings_of_a_round_come_with_its_one_decision(waiting):
    judge(waiting, "refuse", WRONG, STALE, ADVICE)
    decision = waiting.decisions.get()
    assert set(decision.findings.values_list("code", flat=True)) == {"wrong_entity", "document_too_old", "hard_to_read"}
    with pytest.raises(IntegrityError, match="decision_ends_the_round"), transaction.atomic():
        Decision.objects.create(
            assessment=waiting,
            requirement=waiting.requirement,
            evidence=waiting.evidence,
            round=decision.round,
            outcome="refuse",
            waited=0,
            decided_at=clock.now(),
        )


def test_a_finding_keeps_all_that_the_reviewer_said(waiting):
    judge(waiting, "refuse", replace(WRONG, severity="high", where="page 2", how_to_reproduce="Compare the names."))
    found = waiting.findings.get()
    assert (found.severity, found.where, found.how_to_reproduce) == ("high", "page 2", "Compare the names.")
    assert (found.type, found.late, found.mend_by) == ("blocking", False, None)


def test_advice_never_blocks(waiting):
    judge(waiting, "accept", ADVICE)
    assert (waiting.application.assessments.get(pk=waiting.pk).state, open_codes(waiting)) == (
        "satisfied",
        {"hard_to_read"},
    )


@pytest.mark.parametrize(("outcome", "findings"), [("refuse", [ADVICE]), ("accept", [WRONG]), ("refuse", [])])
def test_only_a_blocking_finding_refuses(waiting, outcome, findings):
    with pytest.raises(Invalid, match="blocking"):
        judge(waiting, outcome, *findings)
    assert not Finding.objects.filter(source="reviewer").exists()


def test_a_later_round_brings_up_nothing_new_about_what_has_not_changed(waiting):
    judge(waiting, "refuse", WRONG)
    show(waiting)
    with pytest.raises(FindingTooLate, match="document_too_old") as refused:
        judge(waiting, "refuse", WRONG, STALE)
    assert refused.value.extensions == {"findings": ["document_too_old"]}
    judge(waiting, "refuse", WRONG)
    assert open_codes(waiting) == {"wrong_entity"}


def test_a_later_round_looks_at_all_of_what_has_changed(waiting):
    judge(waiting, "refuse", WRONG)
    show(waiting, make.PDF + b"\n")
    judge(waiting, "refuse", STALE)
    assert open_codes(waiting) == {"document_too_old"}
    assert not waiting.findings.filter(late=True).exists()


def test_evidence_from_before_the_last_change_is_still_what_was_seen(waiting):
    judge(waiting, "refuse", WRONG)
    show(waiting, make.PDF + b"\n")
    judge(waiting, "refuse", WRONG)
    show(waiting)
    with pytest.raises(FindingTooLate):
        judge(waiting, "refuse", STALE)


def test_advice_may_come_in_any_round(waiting):
    judge(waiting, "refuse", WRONG)
    show(waiting)
    judge(waiting, "refuse", WRONG, ADVICE)
    assert open_codes(waiting) == {"wrong_entity", "hard_to_read"}


@pytest.mark.parametrize("severity", ["medium", "low"])
def test_what_is_not_grave_may_not_come_late_even_when_admitted(waiting, severity):
    judge(waiting, "refuse", WRONG)
    show(waiting)
    with pytest.raises(FindingTooLate):
        judge(waiting, "refuse", replace(STALE, late=True, severity=severity))


def test_a_grave_finding_that_comes_late_runs_on_the_platforms_clock(waiting):
    judge(waiting, "refuse", WRONG)
    assert runs(waiting) == "partner"
    show(waiting)
    charged = Turn.objects.running().get(assessment=waiting)
    judge(waiting, "refuse", replace(STALE, late=True, severity="critical"))
    assert waiting.findings.get(late=True).code == "document_too_old"
    assert history(f"assessment:{waiting.pk}").last().data["late"] == ["document_too_old"]
    show(waiting, make.PDF + b"\n")
    assert Turn.objects.running().get(assessment=waiting) == charged
    judge(waiting, "refuse", WRONG)
    assert runs(waiting) == "partner"


def test_a_finding_that_is_not_late_is_not_kept_as_late(waiting):
    judge(waiting, "refuse", replace(WRONG, late=True, severity="critical"))
    assert not waiting.findings.get().late
    assert runs(waiting) == "partner"


def finding(assessment, **changes):
    values = {
        "assessment": assessment,
        "requirement": assessment.requirement,
        "evidence": assessment.evidence,
        "source": "check",
        "code": "anything",
        "found_at": clock.now(),
    }
    return Finding(**values | changes)


def test_the_database_takes_a_finding_only_against_the_revision_that_is_judged(waiting):
    other = Requirement.objects.get(key="IDN-002")
    with pytest.raises(IntegrityError, match="found_against_the_published"), transaction.atomic():
        finding(waiting, requirement=other).save()
    finding(waiting).save()


def test_the_database_takes_a_finding_only_once_the_revision_is_published(waiting):
    before = waiting.requirement.published_at - timedelta(seconds=1)
    with pytest.raises(IntegrityError, match="found_against_the_published"), transaction.atomic():
        Finding.objects.bulk_create([finding(waiting, found_at=before)])


@pytest.mark.parametrize("changes", [{"severity": "grave"}, {"type": "hint"}, {"type": "advice", "late": True}])
def test_the_database_knows_severities_and_types(waiting, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        finding(waiting, **changes).save()


def test_a_decision_is_final(waiting):
    judge(waiting, "accept")
    with pytest.raises(ProgrammingError, match="decided_is_final"), transaction.atomic():
        waiting.decisions.update(outcome="refuse")


def test_a_decision_by_another_revision_than_the_one_in_force_is_not_made(waiting, reviewer):
    address = f"applications/{waiting.application_id}/requirements/IDN-001/decision"
    body = {"outcome": "accept", "evidence": str(waiting.evidence_id)}
    assert problem(reviewer.post(address, {**body, "revision": 2}), 409, "requirement-changed")["revision"] == 1
    assert reviewer.post(address, {**body, "revision": 1}).json()["status"] == "satisfied"
