"""The operator enters partners into a programme of its own, and partners cannot."""

import pytest

from catalog.importing.actions.ground import PROGRAMME
from core import clock
from core.actors import SYSTEM
from core.events.postman import deliver_due
from core.events.queries import history
from partners.programmes import shipped
from partners.programmes.actions import publish_programme
from partners.vetting.actions import apply, enter
from partners.vetting.capabilities import capability_of
from partners.vetting.models import Application, Notice
from partners.vetting.offered import DeclarationOffered
from partners.vetting.refusals import AlreadyApplied, EvidenceNotAccepted, ProgrammeNotOpen
from tests.factories import partners as make

pytestmark = pytest.mark.django_db

DECLARED = DeclarationOffered(confirmed=True, person="Import", role="operator")


@pytest.fixture
def programme(db):
    return publish_programme(**shipped.read_file(PROGRAMME), actor=SYSTEM, at=clock.now())


def entered(partner, programme, declared=DECLARED, actor=SYSTEM):
    return enter(partner=partner, programme=programme, declared=declared, actor=actor, at=clock.now())


def test_a_partner_that_the_operator_enters_may_publish_and_its_history_says_why(partner, programme):
    application = entered(partner, programme)
    application.refresh_from_db()
    assert application.state == "vetted"
    assert capability_of(partner, "list_public", at=clock.now()).status == "active"
    facts = history(f"application:{application.pk}")
    assert [fact.type.split(".")[1] for fact in facts] == [
        "application_opened",
        "evidence_submitted",
        "requirement_satisfied",
        *["capability_changed"] * 3,
        "partner_vetted",
    ]
    assert {fact.actor_kind for fact in facts} == {"system"}


def test_who_is_entered_is_not_told_of_having_met_what_it_never_showed(partner, programme):
    entered(partner, programme)
    vetted = make.vetted_partner()
    deliver_due(at=clock.now())
    assert list(Notice.objects.filter(kind="vetted").values_list("partner", flat=True)) == [vetted.pk]


def test_a_declaration_that_the_check_refuses_lets_nobody_publish(partner, programme):
    application = entered(partner, programme, DeclarationOffered(confirmed=False, person="Import", role="operator"))
    assert application.assessments.get().state == "action_required"
    assert capability_of(partner, "list_public", at=clock.now()).status == "pending"


def test_a_partner_cannot_enter_itself(seat, partner, programme):
    with pytest.raises(ProgrammeNotOpen):
        apply(partner=partner, programme=programme, actor=seat.actor, at=clock.now())
    with pytest.raises(ProgrammeNotOpen):
        entered(partner, programme, actor=seat.actor)


def test_a_partner_is_entered_once(partner, programme):
    entered(partner, programme)
    with pytest.raises(AlreadyApplied):
        entered(partner, programme)


def test_a_declaration_is_not_enough_for_the_programme_for_partners(partner):
    with pytest.raises(EvidenceNotAccepted):
        entered(partner, make.starting_programme())
    assert not Application.objects.exists()
