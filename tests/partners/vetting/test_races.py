import copy
from itertools import pairwise

import pytest

from core import clock
from core.actors import SYSTEM
from core.events.models import Fact
from core.events.postman import deliver_due
from partners.organisations.actions import change_partner, confirm_contact, send_contact_confirmation
from partners.organisations.tokens import token_of
from partners.programmes import shipped
from partners.programmes.actions import publish_programme
from partners.programmes.models import RuleBookVersion
from partners.vetting.actions import (
    FindingInput,
    adopt_rule_book,
    appeal,
    apply,
    claim,
    decide,
    decide_appeal,
    submit_evidence,
)
from partners.vetting.capabilities import capability_of
from partners.vetting.models import Appeal, Application, Assessment, Claim
from partners.vetting.offered import DeclarationOffered, FileOffered, VatIdOffered
from partners.vetting.refusals import (
    AlreadyApplied,
    AlreadySatisfied,
    AppealNotOpen,
    EvidenceReplaced,
    NotAwaitingDecision,
    NothingToAppeal,
    RequirementChanged,
)
from tests.factories import partners as make
from tests.partners.races import both, while_locked

pytestmark = pytest.mark.django_db(transaction=True)

FINDING = FindingInput(
    code="wrong_entity", observed="Another name.", expected="The same name.", fix="Send the right one."
)


def decision(assessment, outcome="accept"):
    findings = [FINDING] if outcome == "refuse" else []
    return lambda: decide(
        assessment=assessment,
        evidence_id=assessment.evidence_id,
        outcome=outcome,
        findings=findings,
        actor=SYSTEM,
        at=clock.now(),
    )


def file_for(application, key="IDN-001"):
    upload = make.stored_upload(application.partner.organisation)
    return lambda: submit_evidence(
        application=application, key=key, evidence=FileOffered(upload=upload), actor=SYSTEM, at=clock.now()
    )


def facts(name):
    return Fact.objects.filter(type=f"vetting.{name}")


def test_of_two_reviewers_at_once_one_decides():
    assessment = make.with_certificate(make.application())
    before = facts("requirement_satisfied").count()
    with while_locked(decision(assessment), decision(assessment, "refuse")) as second:
        assert isinstance(second.exception(), NotAwaitingDecision)
    assessment.refresh_from_db()
    assert assessment.state == "satisfied"
    assert facts("requirement_satisfied").count() == before + 1
    assert not facts("requirement_refused").exists()
    assert not assessment.findings.exists()


def test_however_two_reviewers_meet_there_is_one_decision():
    for _ in range(5):
        assessment = make.with_certificate(make.application())
        results = both(decision(assessment), decision(assessment, "refuse"))
        assert sorted(isinstance(result, NotAwaitingDecision) for result in results) == [False, True]


def test_evidence_that_arrives_during_a_decision_is_not_decided_unseen():
    application = make.application()
    seen = make.with_certificate(application)
    with while_locked(file_for(application), decision(seen)) as late:
        assert isinstance(late.exception(), EvidenceReplaced)
    seen.refresh_from_db()
    assert (seen.state, seen.round) == ("needs_review", 2)


def test_evidence_that_arrives_after_the_acceptance_is_refused():
    application = make.application()
    assessment = make.with_certificate(application)
    with while_locked(decision(assessment), file_for(application)) as late:
        assert isinstance(late.exception(), AlreadySatisfied)
    assessment.refresh_from_db()
    assert (assessment.state, assessment.round) == ("satisfied", 1)


def test_two_last_decisions_at_once_vet_the_partner_once():
    data = copy.deepcopy(shipped.read_file())
    document = next(r for r in data["requirements"] if r["key"] == "IDN-001")
    data |= {"code": "papers", "tiers": [], "requirements": [document, {**document, "key": "IDN-009"}]}
    programme = publish_programme(**data, actor=SYSTEM, at=clock.now())
    partner = make.registered_partner()
    application = apply(partner=partner, programme=programme, actor=SYSTEM, at=clock.now())
    first, second = file_for(application)(), file_for(application, "IDN-009")()
    with while_locked(decision(first), decision(second)) as other:
        assert other.exception() is None
    application.refresh_from_db()
    assert application.state == "vetted"
    assert facts("partner_vetted").count() == 1
    assert capability_of(partner, "list_public", at=clock.now()).status == "active"


def test_a_profile_that_changes_while_evidence_is_taken_in_is_judged_as_it_ends():
    application = make.application()
    partner = application.partner

    def change():
        change_partner(partner=partner, version=partner.version, vat_id="FR40303265046", actor=SYSTEM, at=clock.now())

    def declare():
        signed = DeclarationOffered(confirmed=True, **make.SIGNATURE)
        submit_evidence(application=application, key="LEG-001", evidence=signed, actor=SYSTEM, at=clock.now())

    assert both(change, declare) == [None, None]
    deliver_due(at=clock.now())
    states = dict(application.assessments.values_list("key", "state"))
    assert (states["IDN-002"], states["LEG-001"]) == ("action_required", "satisfied")


def test_two_applications_at_once_are_one():
    partner, programme = make.registered_partner(), make.starting_programme()

    def rival():
        return apply(partner=partner, programme=programme, actor=SYSTEM, at=clock.now())

    results = both(rival, rival)
    assert sorted(type(result).__name__ for result in results) == ["AlreadyApplied", "Application"]
    assert Application.objects.get().assessments.count() == programme.requirements.current().count()
    assert any(isinstance(result, AlreadyApplied) for result in results)


def test_a_contact_that_is_confirmed_while_the_partner_applies_counts():
    partner, programme = make.registered_partner(), make.starting_programme()
    token = token_of(send_contact_confirmation(partner=partner, actor=SYSTEM, at=clock.now()).pk)
    with while_locked(
        lambda: apply(partner=partner, programme=programme, actor=SYSTEM, at=clock.now()),
        lambda: confirm_contact(token=token, actor=SYSTEM, at=clock.now()),
    ) as confirmed:
        assert confirmed.exception() is None
    deliver_due(at=clock.now())
    assert Application.objects.get().assessments.get(requirement__key="IDN-003").state == "satisfied"


def test_applying_elsewhere_and_changing_the_vat_id_do_not_block_each_other():
    data = copy.deepcopy(shipped.read_file())
    other = publish_programme(**{**data, "code": "other"}, actor=SYSTEM, at=clock.now())
    for number in range(5):
        partner = make.registered_partner(vat_id="")
        application = make.application(partner)

        def give(application=application):
            vat_id = VatIdOffered(vat_id=make.VAT_ID)
            submit_evidence(application=application, key="IDN-002", evidence=vat_id, actor=SYSTEM, at=clock.now())

        def apply_elsewhere(partner=partner):
            apply(partner=partner, programme=other, actor=SYSTEM, at=clock.now())

        assert both(give, apply_elsewhere) == [None, None], number
        deliver_due(at=clock.now())
        judged = Assessment.objects.filter(application__partner=partner, requirement__key="IDN-002")
        assert list(judged.values_list("state", flat=True)) == ["satisfied"] * 2


def test_a_programme_published_twice_at_once_has_each_requirement_once():
    results = both(make.starting_programme, make.starting_programme)
    assert results[0] == results[1]
    assert set(results[0].requirements.values_list("revision", flat=True)) == {1}
    assert Fact.objects.filter(type="programmes.rule_book_announced").count() == 1


def refused(application):
    decision(make.with_certificate(application), "refuse")()
    return application.assessments.get(key="IDN-001")


def appealing(assessment):
    findings = [finding.pk for finding in assessment.findings.open()]
    return lambda: appeal(
        application=assessment.application,
        key=assessment.key,
        findings=findings,
        statement="It is ours.",
        actor=SYSTEM,
        at=clock.now(),
    )


def answering(raised, outcome):
    return lambda: decide_appeal(appeal=raised, outcome=outcome, answer="So.", actor=SYSTEM, at=clock.now())


def one_turn(assessment):
    """Assert that one clock runs at most and that no two ran at once; return the side whose runs."""
    turns = list(assessment.turns.order_by("pk"))
    for before, after in pairwise(turns):
        assert before.ended_at <= after.began_at
    return [turn.side for turn in turns if turn.ended_at is None]


def test_of_two_who_take_it_at_once_one_has_it():
    assessment = make.with_certificate(make.application())
    reviewers = [make.reviewer(), make.reviewer()]
    results = both(
        *(lambda who=who: claim(assessment=assessment, actor=who.actor, at=clock.now()) for who in reviewers)
    )
    assert sorted(type(result).__name__ for result in results) == ["Claim", "ClaimedByAnother"]
    assert Claim.objects.count() == 1
    assert facts("review_claimed").count() == 1


def test_what_is_taken_during_a_decision_is_not_held():
    assessment = make.with_certificate(make.application())
    who = make.reviewer()
    with while_locked(
        decision(assessment), lambda: claim(assessment=assessment, actor=who.actor, at=clock.now())
    ) as late:
        assert isinstance(late.exception(), NotAwaitingDecision)
    assert not Claim.objects.open().exists()
    assert one_turn(assessment) == []


def test_two_answers_to_an_appeal_at_once_are_one():
    assessment = refused(make.application())
    raised = appealing(assessment)()
    with while_locked(answering(raised, "upheld"), answering(raised, "overturned")) as second:
        assert isinstance(second.exception(), AppealNotOpen)
    assessment.refresh_from_db()
    assert (assessment.state, one_turn(assessment)) == ("action_required", ["partner"])
    assert facts("appeal_decided").count() == 1


def test_an_appeal_is_not_answered_once_newer_evidence_has_come():
    application = make.application()
    assessment = refused(application)
    raised = appealing(assessment)()
    with while_locked(file_for(application), answering(raised, "overturned")) as late:
        assert isinstance(late.exception(), AppealNotOpen)
    assessment.refresh_from_db()
    raised.refresh_from_db()
    assert (assessment.state, raised.outcome, one_turn(assessment)) == ("needs_review", "withdrawn", ["platform"])


def test_an_appeal_that_arrives_while_newer_evidence_is_decided_finds_no_refusal():
    application = make.application()
    appeal_first = appealing(refused(application))
    seen = file_for(application)()
    with while_locked(decision(seen), appeal_first) as late:
        assert isinstance(late.exception(), NothingToAppeal)
    seen.refresh_from_db()
    assert (seen.state, Appeal.objects.count(), one_turn(seen)) == ("satisfied", 0, [])


def test_two_appeals_at_once_are_one():
    assessment = refused(make.application())
    results = both(appealing(assessment), appealing(assessment))
    assert sorted(type(result).__name__ for result in results) == ["Appeal", "NothingToAppeal"]
    assert one_turn(assessment) == ["platform"]


def changed_rule_book():
    """The next version of the rule book, in force, in which IDN-001 says something else."""
    data = copy.deepcopy(shipped.read_file())
    document = next(r for r in data["requirements"] if r["key"] == "IDN-001")
    document["words"]["en"]["text"] += " Not a photograph of it."
    publish_programme(**data, actor=SYSTEM, at=clock.now())
    return RuleBookVersion.objects.get(state="in_force")


def adopting(version):
    return lambda: adopt_rule_book(version=version, stricter=[], actor=SYSTEM, at=clock.now())


def test_a_rule_book_that_changes_during_a_review_is_read_before_the_decision():
    assessment = make.with_certificate(make.application())
    version = changed_rule_book()
    with while_locked(adopting(version), decision(assessment, "refuse")) as late:
        assert isinstance(late.exception(), RequirementChanged)
    assessment = Assessment.objects.select_related("requirement").get(pk=assessment.pk)
    assert (assessment.state, assessment.requirement.revision) == ("needs_review", 2)
    decision(assessment, "refuse")()
    assert assessment.findings.get().requirement.revision == 2
    assert one_turn(assessment) == ["partner"]


def test_a_rule_book_that_changes_after_the_decision_leaves_the_finding_where_it_was_made():
    assessment = make.with_certificate(make.application())
    version = changed_rule_book()
    with while_locked(decision(assessment, "refuse"), adopting(version)) as later:
        assert later.exception() is None
    assessment = Assessment.objects.select_related("requirement").get(pk=assessment.pk)
    assert (assessment.state, assessment.requirement.revision) == ("action_required", 2)
    assert assessment.findings.get().requirement.revision == 1
    assert one_turn(assessment) == ["partner"]
