from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.accounts.models import Membership
from core.accounts.roles import Role
from core.actors import SYSTEM
from core.events.postman import deliver_due
from core.events.queries import history
from core.refusals import Invalid
from partners.organisations.actions import change_partner
from partners.vetting.actions import (
    FindingInput,
    appeal,
    approve_waiver,
    ask_for_waiver,
    decide,
    end_waiver,
    expire_waivers,
    look_again,
    submit_evidence,
)
from partners.vetting.models import Application, Finding, Waiver
from partners.vetting.offered import FileOffered
from partners.vetting.refusals import OwnOrganisation, SecondApproverNeeded, Waived, WaiverNotOpen, WaiverPending
from tests.factories import partners as make
from tests.partners.conftest import Api, problem

pytestmark = pytest.mark.django_db

MONTH = timedelta(days=30)
WRONG = FindingInput(
    code="wrong_entity", observed="Another name.", expected="The same name.", fix="Send the right one."
)


@pytest.fixture
def ada():
    return make.reviewer()


@pytest.fixture
def ben():
    return make.reviewer()


@pytest.fixture
def application():
    return make.application()


def ask(application, user, key="IDN-001", *, for_=MONTH):
    now = clock.now()
    return ask_for_waiver(
        application=application,
        key=key,
        reason="The register is closed.",
        expires_at=now + for_,
        actor=user.actor,
        at=now,
    )


def approve(waiver, user):
    return approve_waiver(waiver=waiver, actor=user.actor, at=clock.now())


def state(application, key="IDN-001"):
    return application.assessments.get(key=key).state


def told(application):
    return [fact.type.split(".")[1] for fact in history(f"application:{application.pk}")]


def test_a_waiver_counts_as_met_until_it_expires_and_then_lapses_in_grace(ada, ben):
    application = make.application(make.confirmed(make.registered_partner()))
    assessment = make.ready_for_review(application)
    waiver = approve(ask(application, ada), ben)
    assert (state(application), Application.objects.get().state) == ("waived", "vetted")
    assert not assessment.turns.running().exists()
    assert expire_waivers(actor=SYSTEM, at=waiver.expires_at - timedelta(seconds=1)) == 0
    for _ in range(2):
        expire_waivers(actor=SYSTEM, at=waiver.expires_at)
        look_again(actor=SYSTEM, at=waiver.expires_at)
    waiver.refresh_from_db()
    assert (waiver.ended_as, state(application)) == ("expired", "lapsed")
    assert told(application).count("waiver_ended") == 1
    assert [turn.side for turn in assessment.turns.running()] == ["partner"]


def test_nothing_changes_before_somebody_else_approves(application, ada, ben):
    asked = ask(application, ada)
    assert state(application) == "missing"
    with pytest.raises(SecondApproverNeeded):
        approve(asked, ada)
    with pytest.raises(IntegrityError, match="waiver_is_approved_by_another"), transaction.atomic():
        Waiver.objects.update(approved_by=ada, approved_at=clock.now())
    approve(asked, ben)
    assert state(application) == "waived"


def test_nobody_waives_for_their_own_organisation(application, ada, ben):
    asked = ask(application, ben)
    partner = application.partner.organisation
    Membership.objects.create(organisation=partner, user=ada, role=Role.OWNER, created_at=clock.now())
    with pytest.raises(OwnOrganisation):
        approve(asked, ada)
    with pytest.raises(OwnOrganisation):
        ask(application, ada, "LEG-001")


@pytest.mark.parametrize("for_", [timedelta(), -MONTH, timedelta(days=367)])
def test_a_waiver_always_expires_within_a_year(application, ada, for_):
    with pytest.raises(Invalid):
        ask(application, ada, for_=for_)


def test_the_database_takes_no_waiver_that_does_not_expire_or_has_no_reason(application, ada):
    assessment, now = application.assessments.get(key="IDN-001"), clock.now()
    good = {
        "assessment": assessment,
        "requirement": assessment.requirement,
        "requested_by": ada,
        "requested_at": now,
        "reason": "So.",
        "expires_at": now + MONTH,
    }
    for bad in ({"expires_at": None}, {"expires_at": now}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Waiver.objects.create(**good | bad)
    Waiver.objects.create(**good)


def test_a_waived_requirement_cannot_produce_a_finding(application, ada, ben):
    approve(ask(application, ada), ben)
    approve(ask(application, ada, "IDN-002"), ben)
    upload = make.stored_upload(application.partner.organisation)
    with pytest.raises(Waived):
        submit_evidence(
            application=application, key="IDN-001", evidence=FileOffered(upload=upload), actor=SYSTEM, at=clock.now()
        )
    partner = application.partner
    partner.refresh_from_db()
    change_partner(partner=partner, version=partner.version, vat_id="", actor=SYSTEM, at=clock.now())
    deliver_due(at=clock.now())
    assert (state(application, "IDN-002"), Finding.objects.count()) == ("waived", 0)
    waived = application.assessments.get(key="IDN-002")
    with pytest.raises(IntegrityError, match="not waived"), transaction.atomic():
        Finding.objects.create(
            assessment=waived,
            requirement=waived.requirement,
            evidence=waived.evidence,
            source="check",
            code="anything",
            found_at=clock.now(),
        )


def test_a_waiver_settles_findings_and_withdraws_the_appeal(application, ada, ben):
    waiting = make.with_certificate(application)
    decide(
        assessment=waiting,
        evidence_id=waiting.evidence_id,
        outcome="refuse",
        findings=[WRONG],
        actor=ada.actor,
        at=clock.now(),
    )
    raised = appeal(
        application=application,
        key="IDN-001",
        findings=[waiting.findings.get().pk],
        statement="It is ours.",
        actor=SYSTEM,
        at=clock.now(),
    )
    approve(ask(application, ada), ben)
    raised.refresh_from_db()
    assert (raised.outcome, waiting.findings.open().count()) == ("withdrawn", 0)


def test_a_revoked_waiver_leaves_the_grace(application, ada, ben):
    waiver = approve(ask(application, ada), ben)
    end_waiver(waiver=waiver, actor=ada.actor, at=clock.now())
    found = application.assessments.get(key="IDN-001")
    assert (found.state, found.grace_until > clock.now()) == ("lapsed", True)
    with pytest.raises(WaiverNotOpen):
        end_waiver(waiver=waiver, actor=ada.actor, at=clock.now())
    with pytest.raises(WaiverNotOpen):
        approve(waiver, ben)


def test_a_declined_waiver_changes_nothing(application, ada, ben):
    asked = ask(application, ada)
    with pytest.raises(WaiverPending):
        ask(application, ben)
    assert end_waiver(waiver=asked, actor=ben.actor, at=clock.now()).ended_as == "declined"
    assert state(application) == "missing"
    assert ask(application, ben).ended_at is None


def test_a_newer_waiver_takes_the_place_of_the_older(application, ada, ben):
    first = approve(ask(application, ada), ben)
    second = approve(ask(application, ada, for_=2 * MONTH), ben)
    first.refresh_from_db()
    assert first.ended_as == "replaced"
    assert application.assessments.get(key="IDN-001").good_until == second.expires_at


def test_waivers_are_asked_for_approved_and_revoked_by_rest(seat, stranger, ada, ben):
    application = make.application(make.registered_partner(organisation_=seat.organisation))
    address = f"applications/{application.pk}/requirements/IDN-001/waivers"
    body = {"reason": "The register is closed.", "expires_at": (clock.now() + MONTH).isoformat()}
    problem(Api(seat.user).post(address, body), 403, "staff-only")
    problem(Api(ada).post(address, {**body, "reason": ""}), 422)
    asked = Api(ada).post(address, body)
    assert asked.status_code == 201
    where = asked["Location"].removeprefix("/api/v1/")
    problem(Api(seat.user).get(where), 404)  # what was not approved is the desk's own business
    problem(Api(ada).post(f"{where}/approval"), 409, "second-approver-needed")
    (pending,) = Api(ben).get("vetting/waivers").json()["results"]
    assert (pending["id"], pending["yours"]) == (asked.json()["id"], False)
    assert Api(ben).post(f"{where}/approval").json()["approved_at"] is not None
    assert Api(seat.user).get(where).json()["reason"] == body["reason"]
    assert len(Api(seat.user).get(address).json()["results"]) == 1
    problem(stranger.get(where), 404)
    assert Api(ben).client.delete(f"/api/v1/{where}").json()["ended_as"] == "revoked"
