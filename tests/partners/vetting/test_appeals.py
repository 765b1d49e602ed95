from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from core import clock
from core.accounts.models import Membership
from core.accounts.roles import Role
from core.actors import SYSTEM
from core.events.queries import history
from core.refusals import Invalid
from partners.vetting.actions import FindingInput, appeal, claim, decide, decide_appeal, note_delays, submit_evidence
from partners.vetting.clocks import LIMIT, desk
from partners.vetting.models import Appeal, Assessment
from partners.vetting.offered import DeclarationOffered, FileOffered
from partners.vetting.refusals import (
    AppealNotOpen,
    NothingToAppeal,
    OwnOrganisation,
    SecondReviewerNeeded,
    TooManyAppeals,
)
from tests.factories import partners as make
from tests.partners.conftest import Api, problem

pytestmark = pytest.mark.django_db

WRONG = FindingInput(
    code="wrong_entity", observed="Another name.", expected="The same name.", fix="Send the right one."
)
STALE = FindingInput(code="document_too_old", observed="Of 2019.", expected="Of this year.", fix="Order a new one.")
ADVICE = FindingInput(code="hard_to_read", observed="A photograph.", expected="A scan.", fix="Scan it.", type="advice")


@pytest.fixture
def first():
    return make.reviewer()


@pytest.fixture
def second():
    return make.reviewer()


@pytest.fixture
def refused(first):
    """IDN-001, refused by the first reviewer for two reasons, with a piece of advice."""
    return refuse(make.with_certificate(make.application()), first, WRONG, STALE, ADVICE)


def refuse(assessment, reviewer, *findings):
    return decide(
        assessment=assessment,
        evidence_id=assessment.evidence_id,
        outcome="refuse",
        findings=findings,
        actor=reviewer.actor,
        at=clock.now(),
    )


def ids(assessment, *codes):
    found = assessment.findings.open()
    return [finding.pk for finding in (found.filter(code__in=codes) if codes else found.blocking())]


def raise_appeal(assessment, *codes, at=None):
    return appeal(
        application=assessment.application,
        key=assessment.key,
        findings=ids(assessment, *codes),
        statement="It is our name.",
        actor=SYSTEM,
        at=at or clock.now(),
    )


def answer(raised, outcome, reviewer):
    return decide_appeal(
        appeal=raised, outcome=outcome, answer="We looked again.", actor=reviewer.actor, at=clock.now()
    )


def show(assessment, content=make.PDF):
    upload = make.stored_upload(assessment.application.partner.organisation, content)
    return submit_evidence(
        application=assessment.application,
        key=assessment.key,
        evidence=FileOffered(upload=upload),
        actor=SYSTEM,
        at=clock.now(),
    )


def stands(assessment):
    assessment.refresh_from_db()
    return assessment.state, set(assessment.findings.open().values_list("code", flat=True))


def runs(assessment):
    return [turn.side for turn in assessment.turns.running()]


def test_an_appeal_passes_the_turn_to_a_second_reviewer_for_three_business_days(refused):
    asked_at = clock.now()
    raised = raise_appeal(refused, at=asked_at)
    assert stands(refused)[0] == "under_appeal"
    assert desk().elapsed(asked_at, raised.due_at) == LIMIT
    assert runs(refused) == ["platform"]
    assert note_delays(actor=SYSTEM, at=raised.due_at + timedelta(hours=1)) == 1


def test_upheld_means_the_refusal_stands(refused, second):
    answer(raise_appeal(refused), "upheld", second)
    assert stands(refused) == ("action_required", {"wrong_entity", "document_too_old", "hard_to_read"})
    assert runs(refused) == ["partner"]


@pytest.mark.parametrize("outcome", ["overturned", "rule_clarified"])
def test_overturned_means_the_requirement_is_satisfied(refused, second, outcome):
    answered = answer(raise_appeal(refused), outcome, second)
    assert stands(refused)[0] == "satisfied"
    assert not refused.findings.open().blocking().exists()
    assert runs(refused) == []
    assert answered.reviewer == second
    told = [fact.type.split(".")[1] for fact in history(f"appeal:{answered.pk}")]
    assert told == ["appeal_raised", "appeal_decided"]


def test_findings_that_were_not_appealed_go_on_to_stand_in_the_way(refused, second):
    answer(raise_appeal(refused, "wrong_entity"), "overturned", second)
    assert stands(refused) == ("action_required", {"document_too_old", "hard_to_read"})


def test_an_appeal_that_is_overturned_ends_the_case(refused, second):
    answer(raise_appeal(refused), "overturned", second)
    Assessment.objects.filter(pk=refused.pk).update(state="reopened")
    again = show(refused)
    refuse(again, second, FindingInput(code="expired", observed="Ended.", expected="Good.", fix="Renew it."))
    assert not refused.findings.filter(late=True).exists()


def test_nobody_answers_an_appeal_against_their_own_refusal(refused, first):
    raised = raise_appeal(refused)
    with pytest.raises(SecondReviewerNeeded):
        answer(raised, "upheld", first)
    with pytest.raises(SecondReviewerNeeded):
        claim(assessment=refused, actor=first.actor, at=clock.now())
    with pytest.raises(IntegrityError, match="appeal_to_another_reviewer"), transaction.atomic():
        Appeal.objects.update(outcome="upheld", answer="No.", reviewer=first, decided_at=clock.now())


def test_nobody_answers_an_appeal_of_their_own_organisation(refused, second):
    organisation = refused.application.partner.organisation
    Membership.objects.create(organisation=organisation, user=second, role=Role.OWNER, created_at=clock.now())
    with pytest.raises(OwnOrganisation):
        answer(raise_appeal(refused), "overturned", second)


def test_what_a_check_refused_may_be_appealed_and_any_reviewer_answers(first):
    application = make.application()
    unsigned = DeclarationOffered(confirmed=True, person="", role="owner")
    assessment = submit_evidence(
        application=application, key="LEG-001", evidence=unsigned, actor=SYSTEM, at=clock.now()
    )
    answer(raise_appeal(assessment), "overturned", first)
    assert stands(assessment)[0] == "satisfied"


def test_three_appeals_on_the_same_evidence_and_again_on_new(refused, first, second):
    for _ in range(3):
        answer(raise_appeal(refused), "upheld", second)
    with pytest.raises(TooManyAppeals):
        raise_appeal(refused)
    refuse(show(refused), first, WRONG)  # the same file under another upload is the same evidence
    with pytest.raises(TooManyAppeals):
        raise_appeal(refused)
    refuse(show(refused, make.PDF + b"\n"), first, WRONG)
    assert raise_appeal(refused).outcome == ""


def test_newer_evidence_withdraws_an_open_appeal(refused, second):
    raised = raise_appeal(refused)
    show(refused)
    raised.refresh_from_db()
    assert (raised.outcome, stands(refused)[0]) == ("withdrawn", "needs_review")
    with pytest.raises(AppealNotOpen):
        answer(raised, "overturned", second)
    assert history(f"appeal:{raised.pk}").last().type == "vetting.appeal_withdrawn"


def test_an_appeal_is_answered_once(refused, second):
    raised = raise_appeal(refused)
    answer(raised, "upheld", second)
    with pytest.raises(AppealNotOpen):
        answer(raised, "overturned", make.reviewer())
    with pytest.raises(ProgrammingError, match="answered_is_final"), transaction.atomic():
        Appeal.objects.update(outcome="overturned")


def test_only_open_blocking_findings_are_appealed(refused, second):
    for codes in (["hard_to_read"], ["hard_to_read", "wrong_entity"], ["nothing"]):
        with pytest.raises(Invalid):
            raise_appeal(refused, *codes)
    raised = raise_appeal(refused)
    with pytest.raises(NothingToAppeal):
        raise_appeal(refused)
    answer(raised, "overturned", second)
    with pytest.raises(NothingToAppeal):
        raise_appeal(refused, "nothing")


def test_a_late_finding_goes_on_to_run_on_the_platforms_clock_when_it_is_upheld(refused, first, second):
    late = FindingInput(
        code="forged", observed="A seal.", expected="The seal.", fix="Send it.", severity="critical", late=True
    )
    refuse(show(refused), first, WRONG, late)
    answer(raise_appeal(refused, "wrong_entity"), "overturned", second)
    assert (stands(refused), runs(refused)) == (("action_required", {"forged"}), ["platform"])


def test_a_partner_appeals_and_a_second_reviewer_answers_by_rest(seat, stranger, first, second):
    partner = make.registered_partner(organisation_=seat.organisation)
    refused = refuse(make.with_certificate(make.application(partner)), first, WRONG)
    mine, address = Api(seat.user), f"applications/{refused.application_id}/requirements/IDN-001"
    entry = next(
        e
        for e in mine.get(f"applications/{refused.application_id}/requirements").json()["entries"]
        if e["key"] == "IDN-001"
    )
    body = {"findings": [entry["findings"][0]["id"]], "statement": "It is our name."}
    problem(mine.post(f"{address}/appeals", {**body, "findings": []}), 422)
    problem(stranger.post(f"{address}/appeals", body), 404)
    viewer = Api(make.seat(Role.VIEWER, in_=seat.organisation).user)
    problem(viewer.post(f"{address}/appeals", body), 403, "role-insufficient")
    raised = mine.client.post(f"/api/v1{entry['links']['appeals'][7:]}", body, content_type="application/json")
    assert (raised.status_code, raised.json()["outcome"]) == (201, None)
    where = raised["Location"].removeprefix("/api/v1/")
    problem(stranger.get(where), 404)
    problem(mine.post(f"{where}/decision", {"outcome": "overturned", "answer": "Yes."}), 403, "staff-only")
    assert Api(first).get("vetting/appeals").json()["results"] == []
    (waiting,) = Api(second).get("vetting/appeals").json()["results"]
    assert (waiting["id"], waiting["findings"][0]["code"]) == (raised.json()["id"], "wrong_entity")
    problem(Api(first).post(f"{where}/decision", {"outcome": "upheld", "answer": "No."}), 409, "second-reviewer-needed")
    problem(Api(second).post(f"{where}/decision", {"outcome": "overturned", "answer": ""}), 422)
    answered = Api(second).post(f"{where}/decision", {"outcome": "overturned", "answer": "It is your name."})
    assert answered.json()["outcome"] == "overturned"
    assert mine.get(where).json()["answer"] == "It is your name."
    assert len(mine.get(f"{address}/appeals").json()["results"]) == 1
    problem(Api(second).post(f"{where}/decision", {"outcome": "upheld", "answer": "No."}), 409, "appeal-not-open")
