"""A partner's documents: what each is shown for, its redacted copy, and who gets which."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction

from core import clock
from core.accounts.roles import Role, StaffRole
from core.actors import SYSTEM
from core.events.queries import history
from partners.vetting.actions import attach_redacted_copy, decide
from partners.vetting.models import RedactedCopy
from tests.factories import partners as make
from tests.partners.conftest import Api, problem
from tests.partners.vetting.test_desk_page import browser, text

pytestmark = pytest.mark.django_db
BLACKENED = make.PDF + b"% blackened\n"


@pytest.fixture
def shown(application):
    """The evidence of IDN-001, waiting for a reviewer."""
    return make.with_certificate(application).evidence


def attach(evidence, content=BLACKENED, organisation=None):
    copy = make.stored_upload(organisation or evidence.assessment.application.partner.organisation, content)
    return attach_redacted_copy(evidence=evidence, copy=copy, actor=SYSTEM, at=clock.now())


def listed(api, partner):
    return api.get(f"partners/{partner.pk}/documents").json()["results"]


def test_a_document_says_what_it_is_shown_for_and_whether_that_counts(api, partner, shown):
    (document,) = listed(api, partner)
    (use,) = document["covers"]
    assert (document["id"], document["sha256"]) == (str(shown.upload_id), shown.sha256)
    assert (use["key"], use["status"], use["counts"]) == ("IDN-001", "needs_review", True)
    make.with_certificate(shown.assessment.application)
    newer, older = listed(api, partner)
    assert [one["covers"][0]["counts"] for one in (newer, older)] == [True, False]


def test_a_redacted_copy_changes_nothing_of_what_is_judged(shown):
    made = attach(shown)
    reviewer = make.reviewer()
    decided = decide(
        assessment=shown.assessment, evidence_id=shown.pk, outcome="accept", actor=reviewer.actor, at=clock.now()
    )
    assert decided.state == "satisfied"
    shown.refresh_from_db()
    assert shown.sha256 != made.copy.sha256
    assert [fact.type for fact in history(f"evidence:{shown.pk}")].count("vetting.redacted_copy_attached") == 1
    with pytest.raises(ProgrammingError), transaction.atomic():
        RedactedCopy.objects.update(attached_at=clock.now())


def test_the_newest_copy_counts(api, partner, shown):
    attach(shown)
    newer = attach(shown, BLACKENED + b"%\n")
    assert listed(api, partner)[0]["redacted_copy"]["id"] == str(newer.pk)


def test_members_and_reviewers_get_the_document_and_others_on_staff_the_copy_only(api, partner, shown):
    made = attach(shown)
    for role in (StaffRole.VETTING, StaffRole.ADMIN):
        assert listed(Api(make.reviewer(role)), partner)[0]["sha256"] == shown.sha256
    support = Api(make.reviewer(StaffRole.SUPPORT))
    (document,) = listed(support, partner)
    assert (document["sha256"], document["filename"]) == (None, None)
    assert document["redacted_copy"]["sha256"] == made.copy.sha256
    assert support.get(f"redacted-copies/{made.pk}/download").json()["url"]
    problem(support.get(f"evidence/{shown.pk}/download"), 404)
    other = make.with_certificate(make.application(make.registered_partner()))
    assert listed(support, other.application.partner) == [], "without a copy there is nothing for them"


def test_strangers_get_nothing(stranger, partner, shown):
    made = attach(shown)
    problem(stranger.get(f"partners/{partner.pk}/documents"), 404)
    problem(stranger.get(f"redacted-copies/{made.pk}/download"), 404)
    body = {"upload": str(make.stored_upload(partner.organisation, BLACKENED + b"%").pk)}
    problem(stranger.post(f"evidence/{shown.pk}/redacted-copy", body), 404)


def test_what_is_no_redacted_copy_is_refused_and_says_why(api, partner, shown, seat):
    def refused(upload, status, code):
        return problem(api.post(f"evidence/{shown.pk}/redacted-copy", {"upload": str(upload.pk)}), status, code)

    refused(make.stored_upload(partner.organisation), 409, "not-redacted")  # the same bytes
    refused(shown.upload, 409, "not-redacted")
    refused(make.stored_upload(make.organisation(), BLACKENED), 422, "validation-failed")  # as if it were not there
    assert (
        api.post(
            f"evidence/{shown.pk}/redacted-copy",
            {"upload": str(make.stored_upload(partner.organisation, BLACKENED).pk)},
        ).status_code
        == 201
    )
    declared = next(iter(partner.applications.get().assessments.filter(key="IDN-002")))
    assert declared.evidence is None or declared.evidence.upload is None
    assert RedactedCopy.objects.count() == 1


def test_the_page_shows_documents_and_takes_copies_by_a_plain_form(seat, partner, shown):
    page = f"/partner/{seat.organisation.pk}/documents/"
    member = browser(seat.user)
    assert "IDN-001" in text(member.get(page))
    form = {
        "do": "copy",
        "evidence": str(shown.pk),
        "file": SimpleUploadedFile("copy.pdf", BLACKENED, "application/pdf"),
    }
    answered = text(member.post(page, form, follow=True))
    assert "The redacted copy was added" in answered
    assert "Replace the redacted copy" in answered
    form["file"] = SimpleUploadedFile("copy.pdf", make.PDF, "application/pdf")
    assert "is a copy already" in text(member.post(page, form, follow=True))
    assert "choose the file" in text(member.post(page, {"do": "copy", "evidence": str(shown.pk)}, follow=True))
    viewer = browser(make.seat(Role.VIEWER, in_=seat.organisation).user)
    assert viewer.post(page, {"do": "copy", "evidence": str(shown.pk)}).status_code == 403


def test_a_document_is_shown_for_another_requirement_from_its_page(seat, partner, shown):
    page = f"/partner/{seat.organisation.pk}/documents/"
    member = browser(seat.user)
    target = partner.applications.get().assessments.exclude(key="IDN-001").filter(state="missing")
    takes_files = [one for one in target if one.requirement.accepts["kind"] == "file"]
    assert takes_files
    chosen = takes_files[0]
    form = {"do": "use", "evidence": str(shown.pk), "for": str(chosen.pk)}
    assert f"It is shown for {chosen.requirement.key} now" in text(member.post(page, form, follow=True))
    chosen.refresh_from_db()
    assert chosen.evidence.sha256 == shown.sha256
    stranger = make.with_certificate(make.application())
    assert member.post(page, form | {"for": str(stranger.pk)}).status_code == 404
    assert member.post(page, form | {"evidence": str(stranger.evidence_id)}).status_code == 404


def test_list_and_page_need_few_queries(api, seat, partner, shown, django_assert_max_num_queries):
    for number in range(4):
        shown = make.with_certificate(shown.assessment.application).evidence
        attach(shown, BLACKENED + b"%" * number)
    listed(api, partner)
    with django_assert_max_num_queries(10):
        assert len(listed(api, partner)) == 5
    member = browser(seat.user)
    with django_assert_max_num_queries(13):
        member.get(f"/partner/{seat.organisation.pk}/documents/")
