"""Whatever anybody does in whatever order and at whatever pace, no capability comes without its requirements."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.accounts.principals import principal_of_user
from core.actors import SYSTEM
from core.refusals import Refusal
from partners.programmes import shipped
from partners.programmes.actions import publish_programme
from partners.vetting.actions import (
    FindingInput,
    appeal,
    apply,
    approve_waiver,
    ask_for_waiver,
    decide,
    decide_appeal,
    end_waiver,
    look_again,
    submit_evidence,
)
from partners.vetting.capabilities import capability_of
from partners.vetting.models import Appeal, Application, Finding, Waiver
from partners.vetting.offered import DeclarationOffered
from tests.factories import partners as make

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 10, 8, tzinfo=UTC)
DAY = timedelta(days=1)
GRACE = 30 * DAY
FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
# What each requirement blocks, for how long its answer counts, and who decides.
BOOK = {
    "LEG-001": (["list_public", "sell", "bundle", "payout", "new_sales", "metering"], 360 * DAY, "check"),
    "LEG-002": (["sell", "bundle"], 60 * DAY, "check"),
    "LEG-003": (["list_public", "payout"], None, "reviewer"),
}
# How long after its grace a capability may still be there, written down here a second time on purpose.
AFTER_GRACE = {
    "list_public": 0 * DAY,
    "new_sales": 0 * DAY,
    "sell": 14 * DAY,
    "bundle": 14 * DAY,
    "payout": 44 * DAY,
    "metering": FOREVER - START,
}
FINDING = FindingInput(code="wrong_person", observed="A name.", expected="Another.", fix="Sign again.")
keys = st.sampled_from(sorted(BOOK))
paces = st.sampled_from([0, 1, 20, 31, 45, 70, 200]).map(lambda days: days * DAY)


def book():
    pattern = next(one for one in shipped.read_file()["requirements"] if one["key"] == "LEG-001")
    return [
        {**pattern, "key": key, "blocks": blocks, "decided_by": who, "valid_for": f"P{length.days}D" if length else ""}
        for key, (blocks, length, who) in BOOK.items()
    ]


class Partnership(RuleBasedStateMachine):
    """Partner, reviewers and the sweep; `counts_until` is what each requirement is worth, kept by the simplest rule."""

    @initialize()
    def begin(self):
        self.at = START
        self.counts_until: dict[str, datetime] = {}
        self.by_waiver: dict[str, object] = {}
        programme = publish_programme(
            code="all",
            name={"en": "All", "fr": "Tout"},
            summary={"en": "All.", "fr": "Tout."},
            requirements=book(),
            actor=SYSTEM,
            at=START,
        )
        self.partner = make.registered_partner()
        self.application = apply(partner=self.partner, programme=programme, actor=SYSTEM, at=START)
        self.staff = [principal_of_user(make.reviewer()).actor for _ in range(3)]

    def assessment(self, key):
        return self.application.assessments.select_related("application", "requirement").get(key=key)

    def answered(self, key):
        length = BOOK[key][1]
        self.counts_until[key] = self.at + length if length else FOREVER
        self.by_waiver.pop(key, None)

    @rule(pace=paces)
    def time_passes_without_anybody_looking(self, pace):
        self.at += pace

    @rule(pace=paces)
    def the_sweep_looks(self, pace):
        self.at += pace
        while look_again(actor=SYSTEM, at=self.at):
            pass
        announced = Application.objects.get(pk=self.application.pk).capabilities
        for name, status in announced.items():
            assert status == capability_of(self.partner, name, at=self.at).status

    @rule(key=keys, confirmed=st.booleans())
    def the_partner_declares(self, key, confirmed):
        declared = DeclarationOffered(confirmed=confirmed, **make.SIGNATURE)
        try:
            found = submit_evidence(application=self.application, key=key, evidence=declared, actor=SYSTEM, at=self.at)
        except Refusal:
            return
        if found.state == "satisfied":
            assert confirmed
            self.answered(key)

    @rule(outcome=st.sampled_from(["accept", "refuse"]))
    def a_reviewer_decides(self, outcome):
        assessment = self.assessment("LEG-003")
        if assessment.state != "needs_review":
            return
        decide(
            assessment=assessment,
            evidence_id=assessment.evidence_id,
            outcome=outcome,
            findings=[FINDING] if outcome == "refuse" else [],
            actor=self.staff[0],
            at=self.at,
        )
        if outcome == "accept":
            self.answered("LEG-003")

    @rule(outcome=st.sampled_from(["upheld", "overturned"]))
    def the_partner_appeals_and_is_answered(self, outcome):
        assessment = self.assessment("LEG-003")
        found = Finding.objects.open().filter(assessment=assessment, type="blocking")
        if assessment.state != "action_required" or not found or found[0].source != "reviewer":
            return
        try:
            raised = appeal(
                application=self.application,
                key="LEG-003",
                findings=[one.pk for one in found],
                statement="It is the right person.",
                actor=SYSTEM,
                at=self.at,
            )
        except Refusal:
            return
        decide_appeal(appeal=raised, outcome=outcome, answer="So it is.", actor=self.staff[1], at=self.at)
        if outcome == "overturned":
            self.answered("LEG-003")

    @rule(key=keys, days=st.integers(1, 200))
    def staff_waive(self, key, days):
        try:
            asked = ask_for_waiver(
                application=self.application,
                key=key,
                reason="They are moving.",
                expires_at=self.at + days * DAY,
                actor=self.staff[0],
                at=self.at,
            )
        except Refusal:
            return
        approve_waiver(waiver=asked, actor=self.staff[1], at=self.at)
        self.counts_until[key], self.by_waiver[key] = self.at + days * DAY, asked.pk

    @rule(key=keys)
    def staff_revoke(self, key):
        if key in self.by_waiver:
            waiver = Waiver.objects.get(pk=self.by_waiver[key])
            try:
                end_waiver(waiver=waiver, actor=self.staff[2], at=self.at)
            except Refusal:
                return
            self.counts_until[key] = min(self.counts_until[key], self.at)

    @invariant()
    def what_is_open_has_all_its_requirements_and_what_has_them_is_open(self):
        if not hasattr(self, "partner"):
            return
        for name, longer in AFTER_GRACE.items():
            ends = [self.counts_until.get(key) for key, (blocks, _, _) in BOOK.items() if name in blocks]
            found = capability_of(self.partner, name, at=self.at)
            if None in ends:
                assert found.status == "pending", (name, ends)
            else:
                still = all(self.at < min(end + GRACE + longer, FOREVER) for end in ends if end != FOREVER)
                assert found.is_allowed == still, (name, ends, self.at, found)
        assert Appeal.objects.filter(outcome="").count() == 0


def test_no_path_gives_a_capability_without_its_requirements():
    run_state_machine_as_test(Partnership, settings=settings(max_examples=25, stateful_step_count=20, deadline=None))
