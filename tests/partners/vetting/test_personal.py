"""What vetting knows of a person is told to that person, and forgotten when they ask for it."""

import pytest

from core import clock
from core.accounts.actions import erase_person
from core.accounts.queries import personal_data
from core.accounts.roles import Role
from core.events.postman import deliver_due
from partners.vetting.actions import forget_person, submit_evidence
from partners.vetting.models import Evidence
from partners.vetting.offered import DeclarationOffered, FileOffered
from tests.factories import partners as make

pytestmark = pytest.mark.django_db

SIGNED = DeclarationOffered(confirmed=True, person="Noor Haddad", role="managing director")


@pytest.fixture
def signer(seat):
    """Somebody who is not the last owner, so that they may leave."""
    return make.seat(Role.ADMIN, in_=seat.organisation)


def declare(application, seat, key="LEG-001", evidence=SIGNED):
    return submit_evidence(application=application, key=key, evidence=evidence, actor=seat.actor, at=clock.now())


def erase(seat):
    erase_person(user=seat.user, actor=seat.actor, at=clock.now())
    deliver_due(at=clock.now())


def test_the_export_has_what_the_person_submitted_and_signed(application, signer):
    declare(application, signer)
    upload = make.stored_upload(application.partner.organisation)
    declare(application, signer, "IDN-001", FileOffered(upload=upload))
    told = personal_data(signer.user)
    assert [(one["assessment__key"], one["kind"]) for one in told["evidence"]] == [
        ("LEG-001", "declaration"),
        ("IDN-001", "file"),
    ]
    assert told["evidence"][0]["data"]["person"] == "Noor Haddad"
    assert personal_data(make.seat().user)["evidence"] == []
    assert {"uploads", "waivers", "appeals_answered"} <= told.keys()


def test_a_signature_that_counts_stays_until_it_is_replaced_and_the_name_under_it_goes_at_once(
    application, signer, seat
):
    counts = declare(application, signer, evidence=SIGNED).evidence
    erase(signer)
    counts.refresh_from_db()
    assert (counts.submitted_by_label, counts.data["person"], counts.submitted_by_id) == (
        "",
        "Noor Haddad",
        signer.user.pk,
    )
    application.assessments.filter(key="LEG-001").update(state="lapsed")
    declare(application, seat)
    counts.refresh_from_db()
    assert (counts.data["person"], counts.data["role"]) == ("", "managing director")


def test_what_was_replaced_before_is_forgotten_at_once(application, signer, seat):
    old = declare(application, signer, evidence=DeclarationOffered(confirmed=False, person="N. H.", role="x")).evidence
    declare(application, seat)
    erase(signer)
    old.refresh_from_db()
    assert (old.submitted_by_label, old.data["person"]) == ("", "")


def test_nobody_else_is_forgotten_and_twice_is_as_once(application, signer, seat):
    declare(application, seat)
    declare(application, signer, "LEG-004")
    erase(signer)
    assert forget_person(person_id=signer.user.pk, actor=signer.actor, at=clock.now()) == 0
    assert Evidence.objects.get(assessment__key="LEG-001").submitted_by_label == seat.user.name
