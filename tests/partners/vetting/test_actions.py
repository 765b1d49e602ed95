import pytest
from django.db import ProgrammingError, transaction

from core import clock
from core.accounts.models import Membership
from core.accounts.principals import principal_of_user
from core.accounts.roles import Role
from core.actors import SYSTEM
from core.events.postman import deliver_due
from core.events.queries import history
from core.refusals import Invalid, NotFound
from partners.organisations.actions import change_partner
from partners.vetting.actions import FindingInput, apply, decide, recheck, submit_evidence
from partners.vetting.capabilities import capability_of, require_capability
from partners.vetting.models import Evidence, Finding
from partners.vetting.offered import DeclarationOffered, FileOffered, TermsOffered, VatIdOffered
from partners.vetting.refusals import (
    AlreadyApplied,
    AlreadySatisfied,
    CapabilityMissing,
    EvidenceNotAccepted,
    EvidenceReplaced,
    NotAwaitingDecision,
    OwnOrganisation,
)
from partners.vetting.standing import Stage
from tests.factories import partners as make

pytestmark = pytest.mark.django_db

TOO_OLD = FindingInput(
    code="document_too_old",
    observed="Issued in 2019.",
    expected="Issued within twelve months.",
    fix="Order a new extract.",
)
SIGNED = DeclarationOffered(confirmed=True, **make.SIGNATURE)


def submit(application, key, evidence, actor=SYSTEM):
    return submit_evidence(application=application, key=key, evidence=evidence, actor=actor, at=clock.now())


def decided(assessment, outcome, *findings, evidence_id=None, actor=SYSTEM):
    return decide(
        assessment=assessment,
        evidence_id=evidence_id or assessment.evidence_id,
        outcome=outcome,
        findings=findings,
        actor=actor,
        at=clock.now(),
    )


def change(partner, **changes):
    partner.refresh_from_db()
    return change_partner(partner=partner, version=partner.version, actor=SYSTEM, at=clock.now(), **changes)


def states(application):
    return dict(application.assessments.values_list("key", "state"))


def state(application, key):
    return states(application)[key]


def types(application):
    return [fact.type.split(".")[1] for fact in history(f"application:{application.pk}")]


def test_applying_checks_at_once_what_the_profile_shows():
    application = make.application()
    found = states(application)
    assert {key for key, state in found.items() if state == "satisfied"} == {"IDN-002"}
    # French, so no certificate of residence: the rule book asks for that elsewhere.
    assert {key for key, state in found.items() if state == "not_applicable"} == {"TAX-002"}
    assert set(found.values()) == {"satisfied", "missing", "not_applicable"}


def test_a_partner_applies_once():
    application = make.application()
    with pytest.raises(AlreadyApplied):
        apply(partner=application.partner, programme=application.programme, actor=SYSTEM, at=clock.now())


def test_an_application_keeps_the_revisions_of_its_day():
    application = make.application()
    assert {a.requirement.revision for a in application.assessments.select_related("requirement")} == {1}


def test_the_whole_way_ends_vetted_and_leaves_its_story():
    partner = make.confirmed(make.registered_partner())
    application = make.application(partner)
    assessment = make.ready_for_review(application)
    assert capability_of(partner, "list_public", at=clock.now()).status == "pending"
    make.accept(assessment)
    application.refresh_from_db()
    assert (application.state, application.vetted_at is not None) == ("vetted", True)
    require_capability(partner, "list_public", at=clock.now())
    told = types(application)
    assert told[0] == "application_opened"
    assert told[-5:] == ["requirement_satisfied", *["capability_changed"] * 3, "partner_vetted"]
    assert told.count("evidence_submitted") == 5
    assert told.count("review_requested") == 1


def test_without_an_application_the_refusal_names_all_that_the_programme_asks():
    make.starting_programme()
    with pytest.raises(CapabilityMissing) as refused:
        require_capability(make.registered_partner(), "list_public", at=clock.now())
    missing = refused.value.extensions["missing"]
    assert [m["key"] for m in missing] == ["IDN-001", "IDN-002", "IDN-003", "LEG-001", "LEG-002"]
    assert "Apply to the programme" in refused.value.detail


def test_the_refusal_names_what_is_missing_and_whose_turn_it_is():
    application = make.application(make.confirmed(make.registered_partner()))
    make.with_certificate(application)
    with pytest.raises(CapabilityMissing) as refused:
        require_capability(application.partner, "list_public", at=clock.now())
    assert {m["key"]: m["awaiting_action_from"] for m in refused.value.extensions["missing"]} == {
        "IDN-001": "platform",
        "LEG-001": "partner",
        "LEG-002": "partner",
    }
    assert "IDN-001 Certificate of registration" in refused.value.detail


def test_no_programme_at_all_grants_nothing():
    with pytest.raises(CapabilityMissing) as refused:
        require_capability(make.registered_partner(), "list_public", at=clock.now())
    assert refused.value.extensions["missing"] == []


def test_a_failed_check_answers_at_once_with_findings_and_the_next_round_mends_it():
    application = make.application()
    submit(application, "LEG-001", DeclarationOffered(confirmed=False, person="", role="director"))
    assert state(application, "LEG-001") == "action_required"
    assert set(Finding.objects.open().values_list("code", flat=True)) == {"statement_not_confirmed", "person_missing"}
    submit(application, "LEG-001", SIGNED)
    assert state(application, "LEG-001") == "satisfied"
    assert not Finding.objects.open().exists()
    assert list(Evidence.objects.filter(kind="declaration").values_list("round", flat=True).order_by("round")) == [1, 2]


def test_an_older_version_of_the_terms_is_refused():
    application = make.application()
    submit(application, "LEG-002", TermsOffered(version="2025-01", **make.SIGNATURE))
    assert Finding.objects.get().values == {"accepted": "2025-01", "required": "2026-01"}


def test_a_vat_id_given_as_evidence_goes_into_the_profile_and_is_checked():
    partner = make.registered_partner(vat_id="")
    application = make.application(partner)
    assert state(application, "IDN-002") == "missing"
    submit(application, "IDN-002", VatIdOffered(vat_id="FR 40 303 265 046"))
    assert state(application, "IDN-002") == "action_required"
    submit(application, "IDN-002", VatIdOffered(vat_id="FR 40 303 265 045"))
    partner.refresh_from_db()
    assert (partner.vat_id, state(application, "IDN-002")) == ("FR40303265045", "satisfied")


def test_a_vat_id_that_cannot_be_one_changes_nothing():
    partner = make.registered_partner(vat_id="")
    application = make.application(partner)
    with pytest.raises(Invalid):
        submit(application, "IDN-002", VatIdOffered(vat_id="???"))
    partner.refresh_from_db()
    assert (partner.vat_id, state(application, "IDN-002")) == ("", "missing")


def test_confirming_the_contact_satisfies_its_requirement_after_delivery():
    application = make.application()
    make.confirmed(application.partner)
    assert state(application, "IDN-003") == "missing"
    deliver_due(at=clock.now())
    assert state(application, "IDN-003") == "satisfied"


def test_another_contact_address_has_the_grace_to_be_confirmed_and_takes_the_standing_after_it():
    partner = make.vetted_partner()
    application = partner.applications.get()
    change(partner, contact_email="other@atelier.example")
    deliver_due(at=clock.now())
    assert state(application, "IDN-003") == "action_required"
    found = capability_of(partner, "list_public", at=clock.now())
    assert (found.status, found.reason, [mark.key for mark in found.missing]) == ("active", "in_grace", ["IDN-003"])
    application.refresh_from_db()
    assert (application.state, application.step) == ("vetted", Stage.IN_GRACE)
    assert "standing_stepped" in types(application)
    ends = found.missing[0].grace_until
    assert capability_of(partner, "list_public", at=ends).reason == "hidden"
    make.confirmed(partner)
    deliver_due(at=clock.now())
    application.refresh_from_db()
    assert (application.state, application.step) == ("vetted", Stage.MET)
    assert capability_of(partner, "list_public", at=clock.now()).reason == "met"


def test_another_vat_id_is_judged_again_and_another_website_is_not():
    partner = make.vetted_partner()
    application = partner.applications.get()
    rounds = Evidence.objects.count()
    change(partner, website="https://elsewhere.example")
    deliver_due(at=clock.now())
    assert Evidence.objects.count() == rounds
    change(partner, vat_id="DE136695976")
    deliver_due(at=clock.now())
    assert state(application, "IDN-002") == "action_required"
    assert Finding.objects.open().get().code == "vat_id_other_country"


def test_rechecking_what_has_not_changed_does_nothing():
    partner = make.vetted_partner()
    before = types(partner.applications.get())
    assert recheck(partner_id=partner.pk, actor=SYSTEM, at=clock.now()) == 0
    assert types(partner.applications.get()) == before


def test_a_refusal_names_its_findings_and_newer_evidence_is_reviewed_again():
    application = make.application()
    assessment = decided(make.with_certificate(application), "refuse", TOO_OLD)
    assert assessment.state == "action_required"
    finding = Finding.objects.get()
    assert (finding.requirement, finding.evidence_id) == (assessment.requirement, assessment.evidence_id)
    again = make.with_certificate(application)
    assert (again.state, again.round) == ("needs_review", 2)
    assert finding.resolved_at is None, "the reviewer of the next round still sees it"
    make.accept(again)
    finding.refresh_from_db()
    assert finding.resolved_at is not None


def test_a_refusal_without_a_finding_and_an_acceptance_with_one_are_refused():
    assessment = make.with_certificate(make.application())
    with pytest.raises(Invalid):
        decided(assessment, "refuse")
    with pytest.raises(Invalid):
        decided(assessment, "accept", TOO_OLD)
    assessment.refresh_from_db()
    assert assessment.state == "needs_review"


def test_a_decision_is_about_the_evidence_that_was_looked_at():
    application = make.application()
    seen = make.with_certificate(application)
    make.with_certificate(application)
    with pytest.raises(EvidenceReplaced):
        decided(seen, "accept", evidence_id=seen.evidence_id)
    assert state(application, "IDN-001") == "needs_review"


def test_a_decision_that_is_not_due_is_refused():
    application = make.application()
    missing = application.assessments.get(requirement__key="IDN-001")
    with pytest.raises(EvidenceReplaced):
        decided(missing, "accept", evidence_id=application.pk)
    accepted = make.accept(make.with_certificate(application))
    with pytest.raises(NotAwaitingDecision, match="satisfied"):
        decided(accepted, "accept")


def test_what_a_check_has_refused_no_reviewer_can_accept():
    application = make.application()
    failed = submit(application, "LEG-001", DeclarationOffered(confirmed=False, **make.SIGNATURE))
    with pytest.raises(NotAwaitingDecision):
        decided(failed, "accept")


def test_nobody_decides_on_their_own_organisation():
    application = make.application()
    assessment = make.with_certificate(application)
    staff = make.reviewer()
    Membership.objects.create(
        organisation=application.partner.organisation, user=staff, role=Role.VIEWER, created_at=clock.now()
    )
    with pytest.raises(OwnOrganisation):
        decided(assessment, "accept", actor=principal_of_user(staff).actor)


def test_nobody_decides_on_evidence_they_submitted():
    application, staff = make.application(), make.reviewer()
    actor = principal_of_user(staff).actor
    upload = make.stored_upload(application.partner.organisation)
    assessment = submit(application, "IDN-001", FileOffered(upload=upload), actor)
    with pytest.raises(OwnOrganisation):
        decided(assessment, "accept", actor=actor)


@pytest.mark.parametrize(
    ("key", "evidence"),
    [("IDN-001", SIGNED), ("LEG-001", VatIdOffered(vat_id="FR40303265045")), ("IDN-003", SIGNED)],
)
def test_evidence_of_another_kind_is_refused_and_says_which_it_takes(key, evidence):
    application = make.application()
    with pytest.raises(EvidenceNotAccepted) as refused:
        submit(application, key, evidence)
    assert refused.value.extensions["accepts"] in ("file", "declaration", "contact_email")
    assert state(application, key) == "missing"


def test_a_satisfied_requirement_takes_no_more_evidence():
    application = make.application()
    submit(application, "LEG-001", SIGNED)
    with pytest.raises(AlreadySatisfied):
        submit(application, "LEG-001", SIGNED)


def test_a_requirement_of_no_programme_is_not_there():
    with pytest.raises(NotFound):
        submit(make.application(), "XXX-001", SIGNED)


def test_another_organisations_upload_is_no_evidence():
    application = make.application()
    with pytest.raises(EvidenceNotAccepted):
        submit(application, "IDN-001", FileOffered(upload=make.stored_upload(make.organisation())))


def test_a_file_of_a_type_the_requirement_does_not_take_is_refused():
    application = make.application()
    upload = make.stored_upload(application.partner.organisation, b"just words\n", "text/plain")
    with pytest.raises(EvidenceNotAccepted, match="PDF, PNG or JPEG"):
        submit(application, "IDN-001", FileOffered(upload=upload))


def test_evidence_keeps_the_hash_of_the_file():
    application = make.application()
    upload = make.stored_upload(application.partner.organisation)
    assert submit(application, "IDN-001", FileOffered(upload=upload)).evidence.sha256 == upload.sha256


@pytest.mark.parametrize("change_", [{"data": {}}, {"sha256": "0" * 64}, {"round": 9}])
def test_what_was_shown_is_final(change_):
    evidence = make.with_certificate(make.application()).evidence
    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(**change_)


def test_a_country_whose_numbers_the_check_does_not_know_goes_to_a_person():
    application = make.application(make.registered_partner(country="US", vat_id="123456789"))
    assert state(application, "IDN-002") == "needs_review"
