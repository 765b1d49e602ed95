"""One partner through two years, as it would be told: every stage of vetting, one after the other."""

from datetime import UTC, datetime

import pytest

from core.actors import SYSTEM
from core.events.queries import history
from partners.programmes import shipped
from partners.programmes.actions import bring_into_force_due, publish_programme
from partners.vetting.actions import (
    FindingInput,
    appeal,
    approve_waiver,
    ask_for_waiver,
    decide,
    decide_appeal,
    expire_waivers,
    submit_evidence,
)
from partners.vetting.capabilities import capability_of
from partners.vetting.models import Notice
from partners.vetting.offered import FileOffered
from tests.factories import partners as make
from tests.partners.vetting.test_time_travel import ALL, DAY, Journey, book, entry

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 10, 8, tzinfo=UTC)
ANOTHER_NAME = FindingInput(
    code="wrong_entity", observed="Another name.", expected="Your name.", fix="Send the extract of your company."
)
CERTIFICATE = next(one for one in shipped.read_file()["requirements"] if one["key"] == "IDN-001") | {
    "blocks": ALL,
    "valid_for": "",
    "check": "",
}


class Story(Journey):
    """A partner with somebody to write to, two reviewers, and one clock for all that happens."""

    def __init__(self, time_machine, mailoutbox):
        self.clock, self.mailbox = time_machine, mailoutbox
        self.clock.move_to(START, tick=False)
        super().__init__(more=[CERTIFICATE])
        make.seat(in_=self.partner.organisation)
        self.first, self.second = make.reviewer(), make.reviewer()
        self.heard = 0

    def go(self, days, *, step=1):
        end = self.at + days * DAY
        while self.at < end:
            self.clock.move_to(min(self.at + step * DAY, end), tick=False)
            super().go(min(step, (end - self.at).days))

    def look(self):
        expire_waivers(actor=SYSTEM, at=self.at)
        super().look()

    def until(self, days, *, step=1):
        """Go on to the so-and-so-many-th day after the start."""
        self.go(days - (self.at - START).days, step=step)

    def show_certificate(self):
        upload = make.stored_upload(self.partner.organisation, make.PDF + str(self.at).encode())
        return submit_evidence(
            application=self.application, key="IDN-001", evidence=FileOffered(upload=upload), actor=SYSTEM, at=self.at
        )

    def refuse(self, shown):
        return decide(
            assessment=shown,
            evidence_id=shown.evidence_id,
            outcome="refuse",
            findings=[ANOTHER_NAME],
            actor=self.first.actor,
            at=self.at,
        )

    def appeal(self, outcome):
        """The partner appeals, and the second reviewer answers."""
        refused = self.application.assessments.get(key="IDN-001")
        raised = appeal(
            application=self.application,
            key="IDN-001",
            findings=[finding.pk for finding in refused.findings.open().blocking()],
            statement="It is our name.",
            actor=SYSTEM,
            at=self.at,
        )
        assert self.state("IDN-001") == "under_appeal"
        decide_appeal(appeal=raised, outcome=outcome, answer="Looked at.", actor=self.second.actor, at=self.at)

    def waive(self, key, days):
        asked = ask_for_waiver(
            application=self.application,
            key=key,
            reason="The form of the register changes.",
            expires_at=self.at + days * DAY,
            actor=self.first.actor,
            at=self.at,
        )
        approve_waiver(waiver=asked, actor=self.second.actor, at=self.at)

    def news(self):
        """What the partner was told since the last look, in the product; each by one e-mail too."""
        told = list(Notice.objects.order_by("pk"))[self.heard :]
        mails = [mail.extra_headers.get("Message-ID", "") for mail in self.mailbox]
        for notice in told:
            assert sum(mail.startswith(f"<{notice.pk}.") for mail in mails) == 1
        self.heard += len(told)
        return [notice.kind for notice in told]

    def is_open(self):
        """The capabilities that are neither pending nor off."""
        return {name for name, status in self.may().items() if status in ("active", "restricted")}


def test_two_years_of_a_partner(time_machine, mailoutbox):
    story = Story(time_machine, mailoutbox)
    onboarding(story)
    the_first_year(story)
    down_and_up(story)
    another_version(story)
    a_waiver(story)
    the_second_year(story)
    told = [fact.type.split(".")[1] for fact in history(f"application:{story.application.pk}")]
    for each in ("appeal_decided", "requirement_waived", "waiver_ended", "standing_lost", "partner_vetted"):
        assert each in told
    assert story.at - START > 2 * 365 * DAY


def onboarding(story):
    """One thing is declared; the other is refused, appealed against in vain, refused again, and then overturned."""
    story.submit()
    assert story.is_open() == set(), "a capability needs all that it is blocked by"
    story.refuse(story.show_certificate())
    story.appeal("upheld")
    assert (story.state("IDN-001"), entry(story, "IDN-001")["awaiting_action_from"]) == ("action_required", "partner")
    story.go(3)
    story.refuse(story.show_certificate())
    story.appeal("overturned")
    assert (story.state("IDN-001"), story.is_open()) == ("satisfied", {*ALL})
    story.look()
    assert story.news() == ["refused", "refused", "vetted"]


def the_first_year(story):
    """The declaration ends: told four times beforehand, then in grace, where nothing is taken."""
    story.until(364)
    assert story.news() == ["expiring"] * 4
    assert [fact.data["days"] for fact in story.told("requirement_expiring")] == [90, 30, 7, 1]
    assert entry(story)["due_status"] == "currently_due"
    story.until(365 + 29, step=7)
    assert (story.state(), story.is_open(), story.news()) == ("lapsed", {*ALL}, ["in_grace"])
    assert capability_of(story.partner, "sell", at=story.at).next.at == START + 395 * DAY


def down_and_up(story):
    """Past grace it goes down the ladder, each step on its day, and up at once when the partner mends it."""
    story.until(395)
    assert (story.is_open(), story.news()) == ({"sell", "bundle", "payout", "metering"}, ["hidden"])
    story.until(395 + 14)
    assert (story.is_open(), story.news()) == ({"payout", "metering"}, ["sales_stopped"])
    story.until(395 + 14 + 30)
    assert (story.is_open(), story.news()) == ({"metering"}, ["suspended"])
    story.submit()
    story.look()
    assert (story.state(), story.is_open(), story.news()) == ("satisfied", {*ALL}, ["restored"])


def another_version(story):
    """It is announced with notice, and what is new is due some time after that."""
    more = {"key": "LEG-009", "due_in": "P60D", "valid_for": ""}
    announced = publish_programme(**book(more=[CERTIFICATE, more]), actor=SYSTEM, at=story.at)
    story.go(89, step=30)
    assert bring_into_force_due(programme=announced, actor=SYSTEM, at=story.at) == []
    assert "LEG-009" not in {one["key"] for one in board(story)}
    story.go(1)
    bring_into_force_due(programme=announced, actor=SYSTEM, at=story.at)
    story.look()
    assert (story.state("LEG-009"), story.is_open(), story.news()) == ("missing", {*ALL}, ["asked"])
    assert entry(story, "LEG-009")["deadline"] == story.at + 60 * DAY


def a_waiver(story):
    """Two people waive it for a time; when that is over it is due, with grace, and the partner answers."""
    story.waive("LEG-009", days=70)
    story.go(69, step=10)
    assert (story.state("LEG-009"), story.is_open()) == ("waived", {*ALL})
    story.go(2)
    assert (story.state("LEG-009"), story.is_open()) == ("lapsed", {*ALL})
    assert story.news()[-1] == "in_grace"
    story.submit("LEG-009")
    story.look()
    assert story.state("LEG-009") == "satisfied"


def the_second_year(story):
    """It ends as the first should have: the partner renews in time, and nothing is ever taken."""
    story.news()
    renewed = START + 439 * DAY + 365 * DAY
    story.go((renewed - story.at).days - 5, step=5)
    assert story.state() == "expiring"
    story.submit()
    story.go(60, step=10)
    assert (story.is_open(), set(story.news())) == ({*ALL}, {"expiring"})


def board(story):
    return story.application.assessments.exclude(state="not_applicable").values("key")
