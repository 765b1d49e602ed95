from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.accounts.models import Membership
from core.accounts.roles import Role, StaffRole
from core.events.queries import history
from partners.vetting.actions import claim, decide, hand_over, release
from partners.vetting.clocks import desk
from partners.vetting.models import Claim
from partners.vetting.refusals import (
    CannotTakeOver,
    ClaimedByAnother,
    NotAwaitingDecision,
    NotClaimed,
    OwnOrganisation,
)
from tests.factories import partners as make
from tests.partners.conftest import Api, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    return make.with_certificate(make.application())


@pytest.fixture
def ada():
    return make.reviewer()


@pytest.fixture
def ben():
    return make.reviewer()


def take(assessment, user, at=None):
    return claim(assessment=assessment, actor=user.actor, at=at or clock.now())


def accept(assessment, user, at=None):
    return decide(
        assessment=assessment,
        evidence_id=assessment.evidence_id,
        outcome="accept",
        actor=user.actor,
        at=at or clock.now(),
    )


def ends(assessment):
    return list(Claim.objects.filter(assessment=assessment).order_by("pk").values_list("reviewer_id", "ended_as"))


def told(assessment):
    return [fact.type.split(".")[1] for fact in history(f"assessment:{assessment.pk}")]


def test_what_one_has_taken_no_other_takes_or_decides_for_a_working_day(waiting, ada, ben):
    taken = take(waiting, ada)
    assert desk().elapsed(taken.claimed_at, taken.until) == timedelta(hours=8)
    for act in (take, accept):
        with pytest.raises(ClaimedByAnother, match=str(ada)):
            act(waiting, ben)
    accept(waiting, ada)
    assert ends(waiting) == [(ada.pk, "decided")]


def test_taking_it_again_gives_another_day(waiting, ada):
    first = take(waiting, ada)
    again = take(waiting, ada, at=first.until - timedelta(minutes=1))
    assert (again.pk, again.until > first.until) == (first.pk, True)
    assert told(waiting).count("review_claimed") == 1


def test_what_is_not_decided_in_time_is_free_again(waiting, ada, ben):
    taken = take(waiting, ada)
    take(waiting, ben, at=taken.until)
    assert ends(waiting) == [(ada.pk, "lapsed"), (ben.pk, "")]
    with pytest.raises(NotClaimed):
        release(assessment=waiting, actor=ada.actor, at=clock.now())


def test_nobody_needs_to_take_before_deciding(waiting, ada):
    accept(waiting, ada)
    assert ends(waiting) == []


def test_what_is_given_back_is_free(waiting, ada, ben):
    take(waiting, ada)
    release(assessment=waiting, actor=ada.actor, at=clock.now())
    take(waiting, ben)
    assert told(waiting)[-3:] == ["review_claimed", "review_released", "review_claimed"]


def test_handing_over_gives_it_to_one_other(waiting, ada, ben):
    take(waiting, ada)
    taken = hand_over(assessment=waiting, to=ben, note="Your register.", actor=ada.actor, at=clock.now())
    assert (taken.reviewer, taken.note) == (ben, "Your register.")
    with pytest.raises(ClaimedByAnother):
        accept(waiting, ada)
    accept(waiting, ben)
    assert ends(waiting) == [(ada.pk, "handed_over"), (ben.pk, "decided")]


def test_it_is_handed_only_to_those_who_may_decide(waiting, ada, ben):
    with pytest.raises(NotClaimed):
        hand_over(assessment=waiting, to=ben, actor=ada.actor, at=clock.now())
    take(waiting, ada)
    for other in (ada, make.reviewer(StaffRole.FINANCE), make.seat().user):
        with pytest.raises(CannotTakeOver):
            hand_over(assessment=waiting, to=other, actor=ada.actor, at=clock.now())
    organisation = waiting.application.partner.organisation
    Membership.objects.create(organisation=organisation, user=ben, role=Role.OWNER, created_at=clock.now())
    with pytest.raises(OwnOrganisation):
        hand_over(assessment=waiting, to=ben, actor=ada.actor, at=clock.now())
    assert ends(waiting) == [(ada.pk, "")]


def test_nobody_takes_what_is_their_own_or_waits_for_nobody(waiting, ada):
    organisation = waiting.application.partner.organisation
    Membership.objects.create(organisation=organisation, user=ada, role=Role.OWNER, created_at=clock.now())
    with pytest.raises(OwnOrganisation):
        take(waiting, ada)
    with pytest.raises(NotAwaitingDecision):
        take(waiting.application.assessments.get(requirement__key="LEG-001"), ada)


def test_newer_evidence_leaves_it_with_whoever_has_taken_it(waiting, ada):
    take(waiting, ada)
    make.with_certificate(waiting.application)
    assert ends(waiting) == [(ada.pk, "")]


def test_the_database_lets_one_claim_hold(waiting, ada, ben):
    take(waiting, ada)
    now = clock.now()
    with pytest.raises(IntegrityError, match="claim_one_holds"), transaction.atomic():
        Claim.objects.create(assessment=waiting, reviewer=ben, claimed_at=now, until=now + timedelta(hours=1))


def test_reviewers_take_give_back_and_hand_over_by_rest(waiting, ada, ben, api):
    address = f"applications/{waiting.application_id}/requirements/IDN-001"
    mine, theirs = Api(ada), Api(ben)
    assert mine.post(f"{address}/claim").json()["yours"] is True
    (entry,) = theirs.get("vetting/queue").json()["results"]
    assert (entry["claim"]["name"], entry["claim"]["yours"]) == (str(ada), False)
    problem(theirs.post(f"{address}/claim"), 409, "claimed-by-another")
    people = {person["name"]: person["id"] for person in mine.get("vetting/reviewers").json()["results"]}
    assert people.keys() == {str(ada), str(ben)}
    handed = mine.post(f"{address}/hand-over", {"reviewer": people[str(ben)], "note": "Yours."}).json()
    assert (handed["name"], handed["yours"], handed["note"]) == (str(ben), False, "Yours.")
    problem(mine.post(f"{address}/hand-over", {"reviewer": str(make.seat().user.pk)}), 422)
    problem(mine.client.delete(f"/api/v1/{address}/claim"), 409, "not-claimed")
    assert theirs.client.delete(f"/api/v1/{address}/claim").status_code == 204
    assert mine.get("vetting/queue").json()["results"][0]["claim"] is None
    for path in (f"{address}/claim", f"{address}/hand-over"):
        problem(api.post(path, {"reviewer": str(ada.pk)}), 403, "staff-only")
