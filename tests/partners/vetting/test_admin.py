import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.accounts.models import Membership
from core.accounts.roles import Role, StaffRole
from core.events.queries import history
from tests.factories import partners as make

pytestmark = pytest.mark.django_db

FINDING = {
    "code": "wrong_entity",
    "observed": "Another name.",
    "expected": "The same name.",
    "fix": "Send the right one.",
}


def staff(role=StaffRole.VETTING):
    user = make.reviewer(role)
    client = Client()
    client.force_login(user)
    return client, user


@pytest.fixture
def assessment():
    return make.with_certificate(make.application())


def address(assessment):
    return reverse("admin:vetting_assessment_decision", args=[assessment.pk])


def test_the_page_shows_requirement_evidence_and_calibration_note(assessment):
    page = staff()[0].get(address(assessment)).content.decode()
    for shown in ("Certificate of registration", "Compare legal name", "certificate.pdf", assessment.evidence.sha256):
        assert shown in page


def test_a_reviewer_accepts_in_the_admin_through_the_same_action(assessment):
    client, user = staff()
    answer = client.post(address(assessment), {"outcome": "accept", "evidence": assessment.evidence_id})
    assert answer.status_code == 302
    assessment.refresh_from_db()
    assert assessment.state == "satisfied"
    fact = history(f"assessment:{assessment.pk}").last()
    assert (fact.type, fact.actor_id) == ("vetting.requirement_satisfied", user.pk)


def test_a_reviewer_refuses_with_a_finding(assessment):
    body = {"outcome": "refuse", "evidence": assessment.evidence_id, **FINDING}
    assert staff()[0].post(address(assessment), body).status_code == 302
    assert assessment.findings.get().fix == FINDING["fix"]


def test_an_incomplete_finding_is_asked_for_and_nothing_is_decided(assessment):
    body = {"outcome": "refuse", "evidence": assessment.evidence_id, **FINDING, "fix": "", "code": "NOT A CODE"}
    page = staff()[0].post(address(assessment), body)
    assert page.status_code == 200
    assert "Needed for a refusal" in page.content.decode()
    assessment.refresh_from_db()
    assert assessment.state == "needs_review"


def test_newer_evidence_is_not_decided_unseen(assessment):
    seen = assessment.evidence_id
    make.with_certificate(assessment.application)
    page = staff()[0].post(address(assessment), {"outcome": "accept", "evidence": seen}, follow=True)
    assert "newest" in page.content.decode()
    assessment.refresh_from_db()
    assert assessment.state == "needs_review"


def test_the_own_organisation_is_left_to_another(assessment):
    client, user = staff()
    Membership.objects.create(
        organisation=assessment.application.partner.organisation, user=user, role=Role.OWNER, created_at=clock.now()
    )
    assert "another reviewer decides" in client.get(address(assessment)).content.decode()
    client.post(address(assessment), {"outcome": "accept", "evidence": assessment.evidence_id})
    assessment.refresh_from_db()
    assert assessment.state == "needs_review"


@pytest.mark.parametrize("role", [StaffRole.FINANCE, StaffRole.SUPPORT])
def test_other_staff_see_nothing_of_it(assessment, role):
    client, _ = staff(role)
    assert client.get(address(assessment)).status_code == 403
    assert client.post(address(assessment), {"outcome": "accept"}).status_code == 403
    assert client.get(reverse("admin:vetting_assessment_changelist")).status_code == 403


@pytest.mark.parametrize(
    "name",
    ["vetting_assessment", "vetting_application", "partner_organisations_partner", "programmes_programme",
     "programmes_requirement"],
)  # fmt: skip
def test_every_list_and_every_row_opens(assessment, name):
    client, _ = staff()
    page = client.get(reverse(f"admin:{name}_changelist"))
    assert page.status_code == 200
    for row in page.context["cl"].result_list:
        assert client.get(reverse(f"admin:{name}_change", args=[row.pk])).status_code == 200
        break
    else:
        pytest.fail("the list is empty")
