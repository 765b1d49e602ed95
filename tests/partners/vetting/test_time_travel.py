"""A partner's two years in seconds: whatever time does, the sweep does at the first look after it."""

from datetime import UTC, datetime, timedelta

import pytest

from core.accounts.models import Organisation
from core.actors import SYSTEM
from core.events.models import Fact
from core.events.postman import deliver_due
from partners.programmes import shipped
from partners.programmes.actions import bring_into_force_due, publish_programme
from partners.vetting.actions import apply, look_again, recheck, submit_evidence
from partners.vetting.api.shapes import board_json
from partners.vetting.capabilities import capability_of
from partners.vetting.models import Application, Turn
from partners.vetting.offered import DeclarationOffered
from partners.vetting.queries import board_of
from partners.vetting.refusals import AlreadySatisfied
from tests.factories import partners as make

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
START = datetime(2026, 1, 10, 8, tzinfo=UTC)
SIGNED = DeclarationOffered(confirmed=True, **make.SIGNATURE)
ALL = ["list_public", "sell", "bundle", "payout", "new_sales", "metering"]


def book(*, valid_for="P1Y", more=(), **changed):
    """A rule book with one declaration, which blocks everything, and more of the kind."""
    pattern = next(one for one in shipped.read_file()["requirements"] if one["key"] == "LEG-001")
    asked = {**pattern, "blocks": ALL, "valid_for": valid_for, **changed}
    return {
        "code": "yearly",
        "name": {"en": "Yearly", "fr": "Chaque année"},
        "summary": {"en": "Once a year.", "fr": "Une fois l’an."},
        "requirements": [asked, *({**asked, **one} for one in more)],
    }


class Journey:
    """One partner's application, and a clock that is moved by hand."""

    def __init__(self, **asked):
        programme = publish_programme(**book(**asked), actor=SYSTEM, at=START)
        self.partner = make.registered_partner()
        self.at = START
        self.application = apply(partner=self.partner, programme=programme, actor=SYSTEM, at=START)

    def submit(self, key="LEG-001"):
        return submit_evidence(application=self.application, key=key, evidence=SIGNED, actor=SYSTEM, at=self.at)

    def go(self, days, *, step=1):
        """Let days pass; the sweep looks every `step` days."""
        end = self.at + days * DAY
        while self.at < end:
            self.at = min(self.at + step * DAY, end)
            self.look()

    def publish(self, **asked):
        """Announce another version, and let the notice pass until it is in force."""
        programme = publish_programme(**book(**asked), actor=SYSTEM, at=self.at)
        self.go(90, step=90)
        bring_into_force_due(programme=programme, actor=SYSTEM, at=self.at)
        deliver_due(at=self.at)
        self.look()

    def look(self):
        while look_again(actor=SYSTEM, at=self.at):
            pass
        deliver_due(at=self.at)

    def state(self, key="LEG-001"):
        return self.application.assessments.get(key=key).state

    def may(self):
        return {name: capability_of(self.partner, name, at=self.at).status for name in ALL}

    def told(self, kind):
        return list(Fact.objects.filter(type=f"vetting.{kind}").order_by("pk"))


@pytest.fixture
def journey():
    return Journey()


def test_onboarding_opens_everything_and_nothing_before(journey):
    assert set(journey.may().values()) == {"pending"}
    journey.submit()
    assert (journey.state(), set(journey.may().values())) == ("satisfied", {"active"})
    assert {fact.data["after"] for fact in journey.told("capability_changed")} == {"active"}
    with pytest.raises(AlreadySatisfied):
        journey.submit()


def test_an_answer_that_ends_is_told_four_times_and_a_renewal_in_time_starts_anew(journey):
    journey.submit()
    journey.go(364)
    assert [fact.data["days"] for fact in journey.told("requirement_expiring")] == [90, 30, 7, 1]
    assert journey.state() == "expiring"
    assert Turn.objects.running().get().side == "partner"
    journey.submit()
    assert (journey.state(), set(journey.may().values())) == ("satisfied", {"active"})
    journey.go(300, step=30)
    assert [fact.data["days"] for fact in journey.told("requirement_expiring")] == [90, 30, 7, 1, 90]
    assert not journey.told("standing_stepped")


def test_a_lapse_in_grace_warns_and_takes_nothing_and_is_cured(journey):
    journey.submit()
    journey.go(365 + 29, step=7)
    assert (journey.state(), set(journey.may().values())) == ("lapsed", {"active"})
    assert capability_of(journey.partner, "sell", at=journey.at).reason == "in_grace"
    (warned,) = journey.told("standing_stepped")
    assert (warned.data["before"], warned.data["after"]) == ("met", "in_grace")
    journey.submit()
    assert capability_of(journey.partner, "sell", at=journey.at).reason == "met"
    assert [fact.data["after"] for fact in journey.told("standing_stepped")] == ["in_grace", "met"]


def test_a_lapse_past_grace_goes_down_every_step_and_back_up_at_once(journey):
    journey.submit()
    seen = []
    journey.go(365 - 1, step=30)
    for _day in range(80):
        journey.go(1)
        now = sorted(name for name, status in journey.may().items() if status == "off")
        if not seen or seen[-1][1] != now:
            seen.append(((journey.at - START).days - 365, now))
    assert seen == [
        (0, []),
        (30, ["list_public", "new_sales"]),
        (44, ["bundle", "list_public", "new_sales", "sell"]),
        (74, ["bundle", "list_public", "new_sales", "payout", "sell"]),
    ]
    assert journey.state() == "blocking"
    assert [fact.data["after"] for fact in journey.told("standing_stepped")] == [
        "in_grace",
        "hidden",
        "sales_stopped",
        "suspended",
    ]
    assert [fact.at - START for fact in journey.told("standing_stepped")] == [
        days * DAY for days in (365, 395, 409, 439)
    ]
    assert journey.may()["metering"] == "restricted"
    assert len(journey.told("standing_lost")) == 1
    journey.submit()
    assert (journey.state(), set(journey.may().values())) == ("satisfied", {"active"})
    assert Application.objects.get().state == "vetted"


def test_a_worker_that_was_down_gives_the_nearest_reminder_only(journey):
    journey.submit()
    journey.go(360, step=360)
    assert [fact.data["days"] for fact in journey.told("requirement_expiring")] == [7]
    journey.look()
    journey.go(3)
    assert [fact.data["days"] for fact in journey.told("requirement_expiring")] == [7]


def test_a_worker_that_was_down_for_months_finds_where_things_stand(journey):
    journey.submit()
    journey.go(800, step=800)
    assert journey.state() == "blocking"
    assert not journey.told("requirement_expiring")
    (stepped,) = journey.told("standing_stepped")
    assert (stepped.data["before"], stepped.data["after"]) == ("met", "suspended")


def test_looking_twice_tells_nothing_twice(journey):
    journey.submit()
    journey.go(420, step=10)
    before = Fact.objects.count()
    assert look_again(actor=SYSTEM, at=journey.at) == 0
    assert Fact.objects.count() == before


def test_a_new_version_asks_those_who_sell_with_time_to_answer_and_their_answers_count_until_then(journey):
    journey.submit()
    journey.publish(valid_for="P6M", more=[{"key": "LEG-009", "due_in": "P60D"}])
    asked = {fact.data["key"]: fact.data for fact in journey.told("requirement_asked")}
    assert (journey.state(), journey.state("LEG-009")) == ("reopened", "missing")
    assert asked["LEG-001"]["revision"] == 2
    assert datetime.fromisoformat(asked["LEG-001"]["due_at"]) == journey.at + 30 * DAY
    assert datetime.fromisoformat(asked["LEG-009"]["due_at"]) == journey.at + 60 * DAY
    assert set(journey.may().values()) == {"active"}
    journey.go(59)
    assert (journey.state(), journey.state("LEG-009")) == ("lapsed", "missing")
    assert set(journey.may().values()) == {"active"}
    journey.submit()
    assert capability_of(journey.partner, "sell", at=journey.at).reason == "met"
    journey.go(1 + 30)
    assert journey.may()["list_public"] == "off"
    journey.submit("LEG-009")
    assert set(journey.may().values()) == {"active"}


def test_a_new_version_asks_those_who_do_not_sell_yet_at_once(journey):
    journey.publish(more=[{"key": "LEG-009"}])
    journey.submit()
    assert (journey.state("LEG-009"), set(journey.may().values())) == ("missing", {"pending"})


def test_what_a_version_does_not_ask_any_more_stands_in_nobodys_way():
    journey = Journey(more=[{"key": "LEG-009"}])
    journey.submit()
    assert set(journey.may().values()) == {"pending"}
    journey.publish()
    assert journey.state("LEG-009") == "not_applicable"
    assert set(journey.may().values()) == {"active"}


def moved_to(journey, country):
    journey.at += DAY
    Organisation.objects.filter(pk=journey.partner.organisation_id).update(country=country)
    recheck(partner_id=journey.partner.pk, actor=SYSTEM, at=journey.at)


def test_other_facts_ask_for_something_else_and_what_was_answered_is_not_asked_twice():
    journey = Journey(more=[{"key": "LEG-009", "applies_if": {"fact": "country", "in": ["FR"]}}])
    journey.submit()
    journey.submit("LEG-009")
    moved_to(journey, "DE")
    assert (journey.state("LEG-009"), journey.may()["sell"]) == ("not_applicable", "active")
    moved_to(journey, "FR")
    assert (journey.state("LEG-009"), journey.may()["sell"]) == ("satisfied", "active")
    assert [fact.data["key"] for fact in journey.told("requirement_not_asked")] == ["LEG-009"]


def test_somebody_who_sells_has_time_for_what_other_facts_ask():
    journey = Journey(more=[{"key": "LEG-009", "applies_if": {"fact": "country", "in": ["DE"]}}])
    journey.submit()
    assert journey.state("LEG-009") == "not_applicable"
    moved_to(journey, "DE")
    found = journey.application.assessments.get(key="LEG-009")
    assert (found.state, found.due_at) == ("missing", journey.at + 30 * DAY)
    assert journey.may()["sell"] == "active"


def entry(journey, key="LEG-001"):
    (board,) = answer(journey)["boards"]
    return next(one for one in board["entries"] if one["key"] == key)


def answer(journey):
    """What GET partners/{id}/requirements answers to the staff at the journey's time."""
    at = journey.at
    application = Application.objects.select_related("partner__organisation", "programme").get()
    return {"boards": [board_json(application, board_of(application), at=at)]}


def test_a_partner_is_told_by_when_why_and_what_it_costs(journey):
    assert (entry(journey)["due_status"], entry(journey)["requested_because"]) == ("currently_due", ["onboarding"])
    assert {one["status"] for one in entry(journey)["impact"]} == {"pending"}
    journey.submit()
    ends = datetime(2027, 1, 10, 8, tzinfo=UTC)
    assert (entry(journey)["due_status"], entry(journey)["deadline"]) == ("met", ends)
    journey.go(365 - 60, step=20)
    assert (entry(journey)["due_status"], entry(journey)["requested_because"]) == ("eventually_due", ["expiry"])
    journey.go(40, step=20)
    told = entry(journey)
    assert (told["due_status"], told["deadline"], told["grace_until"]) == ("currently_due", ends, ends + 30 * DAY)
    assert [(one["capability"], one["status"], one["from"] - ends) for one in told["impact"]][:4] == [
        ("bundle", "restricted", 30 * DAY),
        ("list_public", "off", 30 * DAY),
        ("new_sales", "off", 30 * DAY),
        ("sell", "restricted", 30 * DAY),
    ]
    (board,) = answer(journey)["boards"]
    assert (board["summary"]["next_deadline"], board["summary"]["next_deadline_status"]) == (ends, "currently_due")
    assert "10 January 2027, to keep what is open" in board["summary"]["message"]
    assert board["standing"]["sell"]["next"] == {"at": ends, "status": "active", "reason": "in_grace"}
    journey.go(25)
    assert entry(journey)["due_status"] == "past_due"


def test_an_announced_version_says_what_it_changes_for_this_partner(journey):
    journey.submit()
    new = {"key": "LEG-009"}
    elsewhere = {"key": "LEG-010", "applies_if": {"fact": "country", "in": ["DE"]}}
    publish_programme(**book(valid_for="P6M", more=[new, elsewhere]), actor=SYSTEM, at=journey.at)
    (board,) = answer(journey)["boards"]
    future = board["future"]
    assert (board["rule_book"]["version"], future["rule_book_version"]) == ("1.0.0", "2.0.0")
    assert future["effective_at"] == journey.at + 90 * DAY
    assert {
        one["key"]: (one["change"], one["your_status"], one["first_deadline"]) for one in future["diff_for_you"]
    } == {
        "LEG-001": ("stricter", "satisfied", journey.at + 120 * DAY),
        "LEG-009": ("new", "missing", journey.at + 120 * DAY),
    }


def test_a_tier_is_reached_and_drops_by_itself_after_the_grace(journey):
    tiers = [{"code": "registered"}, {"code": "verified", "needs": {"met": "LEG-001"}}]
    publish_programme(**book(), tiers=tiers, actor=SYSTEM, at=journey.at)
    journey.submit()
    assert Application.objects.get().tier == "verified"
    journey.go(365 + 29, step=10)
    assert Application.objects.get().tier == "verified"
    journey.go(2)
    assert Application.objects.get().tier == "registered"
    assert [(fact.data["before"], fact.data["after"]) for fact in journey.told("tier_changed")] == [
        ("", "verified"),
        ("verified", "registered"),
    ]
