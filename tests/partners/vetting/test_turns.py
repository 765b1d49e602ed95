from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.accounts.models import Organisation
from core.accounts.principals import principal_of_user
from core.actors import SYSTEM
from core.events.models import Fact
from core.refusals import Refusal
from partners.vetting.actions import (
    FindingInput,
    appeal,
    approve_waiver,
    ask_for_waiver,
    decide,
    decide_appeal,
    end_waiver,
    expire_waivers,
    look_again,
    note_delays,
    recheck,
    submit_evidence,
)
from partners.vetting.clocks import LIMIT, desk, hours
from partners.vetting.models import Appeal, Turn, Waiver
from partners.vetting.offered import DeclarationOffered, FileOffered
from partners.vetting.standing import AWAITING
from tests.factories import partners as make

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)  # nine in Paris
WRONG = FindingInput(
    code="wrong_entity", observed="Another name.", expected="The same name.", fix="Send the right one."
)


@pytest.fixture(autouse=True)
def _sunday(time_machine):
    """What factories make is there before the Monday of these tests, whatever day it is."""
    time_machine.move_to(MONDAY - timedelta(days=1))


def show_file(application, *, upload=None, at):
    upload = upload or make.stored_upload(application.partner.organisation)
    return submit_evidence(
        application=application, key="IDN-001", evidence=FileOffered(upload=upload), actor=SYSTEM, at=at
    )


def judge(assessment, outcome, *, at):
    return decide(
        assessment=assessment,
        evidence_id=assessment.evidence_id,
        outcome=outcome,
        findings=[WRONG] if outcome == "refuse" else [],
        actor=SYSTEM,
        at=at,
    )


def story(assessment):
    return [
        (turn.side, turn.began_at, turn.ended_at) for turn in Turn.objects.filter(assessment=assessment).order_by("pk")
    ]


def delays():
    return Fact.objects.filter(type="vetting.decision_delayed")


@pytest.fixture
def waiting():
    """IDN-001, shown at nine on a Monday."""
    return show_file(make.application(), at=MONDAY)


def test_the_turn_passes_with_evidence_and_decision():
    application = make.application()
    start = application.opened_at
    shown, refused, again, accepted = (start + timedelta(hours=n) for n in (1, 2, 3, 4))
    assessment = show_file(application, at=shown)
    judge(assessment, "refuse", at=refused)
    judge(show_file(application, at=again), "accept", at=accepted)
    assert story(assessment) == [
        ("partner", start, shown),
        ("platform", shown, refused),
        ("partner", refused, again),
        ("platform", again, accepted),
    ]


def test_a_check_that_refuses_at_once_leaves_the_turn_with_the_partner():
    application = make.application()
    unsigned = DeclarationOffered(confirmed=False, person="", role="")
    assessment = submit_evidence(
        application=application,
        key="LEG-001",
        evidence=unsigned,
        actor=SYSTEM,
        at=application.opened_at + timedelta(hours=1),
    )
    assert story(assessment) == [("partner", application.opened_at, None)]


def test_newer_evidence_during_a_review_lets_the_clock_begin_again(waiting):
    later = MONDAY + timedelta(hours=5)
    show_file(waiting.application, at=later)
    assert story(waiting)[1:] == [("platform", MONDAY, later), ("platform", later, None)]


def test_a_decision_is_due_after_three_business_days(waiting):
    (turn,) = waiting.turns.running()
    assert turn.due_at == datetime(2026, 11, 25, 16, tzinfo=UTC)
    assert desk().elapsed(turn.began_at, turn.due_at) == LIMIT
    assert hours(desk().elapsed(MONDAY, MONDAY + timedelta(days=2))) == 16.0


def test_a_late_decision_is_recorded_once_by_the_sweep(waiting):
    assert note_delays(actor=SYSTEM, at=MONDAY + timedelta(days=2)) == 0
    late = MONDAY + timedelta(days=3)
    assert [note_delays(actor=SYSTEM, at=late) for _ in range(2)] == [1, 0]
    judge(waiting, "accept", at=late + timedelta(days=1))
    (fact,) = delays()
    assert (fact.data["key"], fact.data["due_at"]) == ("IDN-001", "2026-11-25T16:00:00+00:00")


def test_a_late_decision_that_no_sweep_saw_is_recorded_by_the_decision(waiting):
    late = MONDAY + timedelta(days=3)
    judge(waiting, "accept", at=late)
    assert note_delays(actor=SYSTEM, at=late) == 0
    assert delays().count() == 1


def test_a_decision_in_time_leaves_no_delay(waiting):
    judge(waiting, "accept", at=MONDAY + timedelta(days=1))
    assert note_delays(actor=SYSTEM, at=MONDAY + timedelta(days=30)) == 0
    assert not delays().exists()


def test_the_partners_own_turn_is_never_late(waiting):
    judge(waiting, "refuse", at=MONDAY + timedelta(hours=1))
    assert note_delays(actor=SYSTEM, at=MONDAY + timedelta(days=365)) == 0


def test_clocks_that_were_read_in_another_order_than_the_lock_was_got_still_run_forward(waiting):
    judge(waiting, "accept", at=MONDAY - timedelta(seconds=1))
    assert story(waiting)[-1] == ("platform", MONDAY, MONDAY)


def test_the_database_lets_no_two_clocks_run_at_once(waiting):
    with pytest.raises(IntegrityError, match="turn_one_clock_runs"), transaction.atomic():
        Turn.objects.create(assessment=waiting, side="partner", began_at=MONDAY)


@pytest.mark.parametrize("change", [{"began_at": MONDAY - timedelta(days=1)}, {"side": "partner", "due_at": None}])
def test_the_database_keeps_what_began(waiting, change):
    with pytest.raises(ProgrammingError, match="begun_is_final"), transaction.atomic():
        waiting.turns.running().update(**change)


def test_the_database_keeps_what_has_ended(waiting):
    ended = waiting.turns.exclude(ended_at=None)
    with pytest.raises(ProgrammingError, match="ended_is_final"), transaction.atomic():
        ended.update(ended_at=None)


UNASKED = {"satisfied", "waived", "not_applicable"}  # nothing new is taken while it stands so


class Clocks(RuleBasedStateMachine):
    """Partner and reviewer do whatever they like, in any order, at any pace."""

    @initialize()
    def apply(self):
        self.application = make.application()
        self.upload = make.stored_upload(self.application.partner.organisation)
        self.staff = [principal_of_user(make.reviewer()).actor for _ in range(2)]
        self.at = self.application.opened_at

    def later(self, minutes):
        self.at += timedelta(minutes=minutes)
        return self.at

    @property
    def document(self):
        return self.application.assessments.select_related("application").get(requirement__key="IDN-001")

    @rule(minutes=st.integers(0, 3000))
    def show(self, minutes):
        if self.document.state not in UNASKED:
            show_file(self.application, upload=self.upload, at=self.later(minutes))

    @rule(minutes=st.integers(0, 3000), outcome=st.sampled_from(["accept", "refuse"]))
    def decide(self, minutes, outcome):
        if self.document.state == "needs_review":
            judge(self.document, outcome, at=self.later(minutes))

    @rule(minutes=st.integers(0, 3000), confirmed=st.booleans())
    def declare(self, minutes, confirmed):
        if self.application.assessments.get(requirement__key="LEG-001").state not in UNASKED:
            signed = DeclarationOffered(confirmed=confirmed, **make.SIGNATURE)
            submit_evidence(
                application=self.application, key="LEG-001", evidence=signed, actor=SYSTEM, at=self.later(minutes)
            )

    @rule(minutes=st.integers(0, 3000))
    def sweep(self, minutes):
        note_delays(actor=SYSTEM, at=self.later(minutes))

    @rule(minutes=st.integers(0, 3000))
    def appeal_against_a_refusal(self, minutes):
        found = self.document.findings.open().blocking()
        if self.document.state != "action_required" or not found:
            return
        with suppress(Refusal):
            appeal(
                application=self.application,
                key="IDN-001",
                findings=[one.pk for one in found],
                statement="It is our name.",
                actor=SYSTEM,
                at=self.later(minutes),
            )

    @rule(minutes=st.integers(0, 3000), outcome=st.sampled_from(["upheld", "overturned", "rule_clarified"]))
    def answer_an_appeal(self, minutes, outcome):
        raised = Appeal.objects.filter(assessment=self.document, outcome="").first()
        if raised:
            at = self.later(minutes)
            decide_appeal(appeal=raised, outcome=outcome, answer="So it is.", actor=self.staff[0], at=at)

    @rule(minutes=st.integers(0, 3000), days=st.integers(1, 60))
    def waive(self, minutes, days):
        at = self.later(minutes)
        with suppress(Refusal):
            asked = ask_for_waiver(
                application=self.application,
                key="IDN-001",
                reason="The register is closed.",
                expires_at=at + timedelta(days=days),
                actor=self.staff[0],
                at=at,
            )
            approve_waiver(waiver=asked, actor=self.staff[1], at=at)

    @rule(minutes=st.integers(0, 3000))
    def end_the_waiver(self, minutes):
        waiver = Waiver.objects.about(self.document).in_force().first()
        if waiver:
            end_waiver(waiver=waiver, actor=self.staff[1], at=self.later(minutes))

    @rule(days=st.sampled_from([1, 40, 400]))
    def time_passes_and_the_sweep_looks(self, days):
        at = self.later(days * 24 * 60)
        expire_waivers(actor=SYSTEM, at=at)
        while look_again(actor=SYSTEM, at=at):
            pass

    @rule(country=st.sampled_from(["FR", "DE", "US"]))
    def move_elsewhere(self, country):
        partner = self.application.partner
        Organisation.objects.filter(pk=partner.organisation_id).update(country=country)
        recheck(partner_id=partner.pk, actor=SYSTEM, at=self.later(1))

    @invariant()
    def one_clock_runs_exactly_while_something_is_awaited_and_never_two(self):
        turns = defaultdict(list)
        for turn in Turn.objects.filter(assessment__application=self.application).order_by("pk"):
            turns[turn.assessment_id].append(turn)
        for pk, state in self.application.assessments.values_list("pk", "state"):
            running = [turn.side for turn in turns[pk] if turn.ended_at is None]
            assert running == ([] if AWAITING[state] == "none" else [AWAITING[state]])
            for before, after in pairwise(turns[pk]):
                assert before.ended_at is not None
                assert before.ended_at <= after.began_at


def test_whatever_partner_and_reviewer_do_one_clock_runs_at_a_time():
    run_state_machine_as_test(Clocks, settings=settings(max_examples=25, stateful_step_count=15, deadline=None))
