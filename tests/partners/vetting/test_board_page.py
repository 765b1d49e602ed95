"""The readiness board and its forms, as a partner meets them without scripts."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from core import clock
from core.accounts.models import Membership
from core.accounts.roles import Role
from core.events.queries import history
from partners.vetting.actions import FindingInput, decide
from partners.vetting.checks.domains import RECORD
from partners.vetting.models import Appeal, Application
from partners.vetting.subject import domain_token
from tests.factories import partners as make

pytestmark = pytest.mark.django_db
FINDING = {"code": "wrong_entity", "observed": "Another name.", "expected": "The same name.", "fix": "Send yours."}


def browser(user=None, language="en"):
    client = Client(headers={"accept-language": language})
    if user:
        client.force_login(user)
    return client


def text(answer):
    return answer.content.decode()


@pytest.fixture
def mine(seat):
    return browser(seat.user)


@pytest.fixture
def board(application):
    return f"/partner/applications/{application.pk}/"


def state_of(application, key):
    return application.assessments.get(requirement__key=key).state


def pdf(content=make.PDF, name="extract.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def paths(application):
    board = f"/partner/applications/{application.pk}/"
    organisation = f"/partner/{application.partner.organisation_id}/"
    return [board, f"{board}history/", f"{board}IDN-001/", organisation, f"{organisation}profile/"]


def test_a_visitor_is_asked_to_sign_in(application):
    for path in [*paths(application), "/partner/"]:
        assert browser().get(path)["Location"].startswith("/accounts/login/?next=")


def test_another_organisation_finds_nothing_there(application, board):
    stranger = browser(make.seat().user)
    for path in paths(application):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"{board}LEG-001/", {"confirmed": "on"}).status_code == 404
    assert stranger.post(f"/partner/{application.partner.organisation_id}/contact-confirmation/").status_code == 404


def test_a_viewer_looks_and_changes_nothing(seat, application, board):
    viewer = browser(make.seat(Role.VIEWER, in_=seat.organisation).user)
    page = viewer.get(f"{board}LEG-001/")
    assert page.status_code == 200
    assert "<form" not in text(page).split("<main")[1].split("</main")[0]
    assert viewer.post(f"{board}LEG-001/", {"confirmed": "on", **make.SIGNATURE}).status_code == 403
    assert state_of(application, "LEG-001") == "missing"


def test_from_an_organisation_to_the_board(mine, seat):
    programme = make.starting_programme()
    home = f"/partner/{seat.organisation.pk}/"
    assert mine.get("/partner/")["Location"] == home
    assert mine.get(home)["Location"] == f"{home}profile/"
    profile = {"display_name": "Atelier Nord", "website": "atelier.example", "contact_email": "a@atelier.example"}
    assert mine.post(f"{home}profile/", profile)["Location"] == home
    assert programme.name in text(mine.get(home))
    applied = mine.post(home, {"programme": programme.code})
    application = Application.objects.get(partner__organisation=seat.organisation)
    assert applied["Location"] == f"/partner/applications/{application.pk}/"
    assert application.partner.website == "https://atelier.example"
    assert mine.post(home, {"programme": programme.code})["Location"] == applied["Location"]
    assert mine.get(home)["Location"] == applied["Location"]


def test_who_belongs_to_several_organisations_chooses(mine, seat):
    other = make.organisation("Zweite Firma")
    Membership.objects.create(organisation=other, user=seat.user, role=Role.OWNER, created_at=other.created_at)
    page = text(mine.get("/partner/"))
    assert "Zweite Firma" in page
    assert seat.organisation.name in page


def test_a_profile_that_cannot_be_keeps_what_was_typed(mine, seat):
    make.registered_partner("Atelier Sud")
    typed = {"display_name": "Atelier Súd", "website": "https://a.example", "contact_email": "x@a.example"}
    answer = mine.post(f"/partner/{seat.organisation.pk}/profile/", typed)
    assert answer.status_code == 200
    assert "tell you apart" in text(answer)
    assert 'value="Atelier Súd"' in text(answer)


def test_a_change_of_the_profile_does_not_overwrite_a_colleagues_unseen(mine, seat, partner):
    typed = {
        "version": partner.version - 1,
        "display_name": "Atelier Est",
        "website": partner.website,
        "contact_email": partner.contact_email,
    }
    answer = mine.post(f"/partner/{seat.organisation.pk}/profile/", typed)
    assert answer.status_code == 200
    partner.refresh_from_db()
    assert partner.display_name == "Atelier Nord"
    seen = re.search(r'name="version" value="(\d+)"', text(answer)).group(1)
    assert mine.post(f"/partner/{seat.organisation.pk}/profile/", typed | {"version": seen}).status_code == 302
    partner.refresh_from_db()
    assert partner.display_name == "Atelier Est"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_board_says_what_to_do_in_the_readers_language(seat, application, board, language):
    page = text(browser(seat.user, language).get(board))
    for assessment in application.assessments.select_related("requirement"):
        assert escape(assessment.requirement.words[language]["title"]) in page
    assert {"en": "What to do next", "fr": "À faire maintenant"}[language] in page


def test_the_board_needs_few_queries(mine, board, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        mine.get(board)


def test_a_requirement_page_explains_and_takes_the_file(mine, application, board):
    page = text(mine.get(f"{board}IDN-001/"))
    said = application.assessments.get(requirement__key="IDN-001").requirement.said
    for name in ("text", "why", "good", "bad"):
        assert said[name].split(".")[0].replace("'", "&#x27;") in page
    assert mine.post(f"{board}IDN-001/", {"file": pdf()}).status_code == 302
    assessment = application.assessments.select_related("evidence__upload").get(requirement__key="IDN-001")
    assert assessment.state == "needs_review"
    assert assessment.evidence.upload.filename == "extract.pdf"
    assert assessment.evidence.sha256 in text(mine.get(f"{board}IDN-001/"))


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (lambda: pdf(b"not a pdf at all"), "not what its name says"),
        (lambda: pdf(b""), "empty"),
        (lambda: pdf(name="extract.exe"), None),
        (lambda: pdf(make.PDF + b" " * 10_500_000), "at most 10 MB"),
        (lambda: "", "required"),
    ],
)
def test_a_file_that_will_not_do_is_said_on_the_page(mine, application, board, file, said):
    answer = mine.post(f"{board}IDN-001/", {"file": file()})
    if said is None:  # a PDF by what the browser says, whatever its name: it is kept under a name that is a PDF's
        assert answer.status_code == 302
        return
    assert answer.status_code == 200
    assert said in text(answer)
    assert state_of(application, "IDN-001") == "missing"


def test_a_form_far_larger_than_any_file_is_not_read(mine, board, settings):
    settings.UPLOAD_MAX_BYTES = 100
    assert mine.post(f"{board}IDN-001/", {"file": pdf(b"x" * 1000)}).status_code == 400


def test_a_file_is_only_ever_downloaded_and_only_by_those_who_may(mine, application):
    evidence = make.with_certificate(application).evidence
    sent = mine.get(f"/evidence/{evidence.pk}/file/")
    assert sent.status_code == 302
    assert mine.get(sent["Location"])["Content-Disposition"].startswith("attachment")
    assert browser(make.seat().user).get(f"/evidence/{evidence.pk}/file/").status_code == 404


def test_a_declaration_is_met_at_once_and_half_a_one_keeps_what_was_typed(mine, application, board):
    half = mine.post(f"{board}LEG-001/", {"person": "Ada Martin"})
    assert half.status_code == 200
    assert 'value="Ada Martin"' in text(half)
    assert state_of(application, "LEG-001") == "missing"
    whole = mine.post(f"{board}LEG-001/", {"confirmed": "on", **make.SIGNATURE}, follow=True)
    assert "this requirement is met" in text(whole)
    assert state_of(application, "LEG-001") == "satisfied"
    again = mine.post(f"{board}LEG-001/", {"confirmed": "on", **make.SIGNATURE})
    assert again.status_code == 200


def test_the_terms_are_accepted_in_the_version_that_was_read(mine, application, board):
    version = re.search(r'name="version" value="([^"]+)"', text(mine.get(f"{board}LEG-002/"))).group(1)
    mine.post(f"{board}LEG-002/", {"version": version, "agreed": "on", **make.SIGNATURE})
    assert state_of(application, "LEG-002") == "satisfied"


def test_a_vat_id_that_cannot_be_is_said_and_another_is_checked(seat):
    partner = make.registered_partner(organisation_=seat.organisation, vat_id="")
    application = make.application(partner)
    mine, path = browser(seat.user), f"/partner/applications/{application.pk}/IDN-002/"
    wrong = mine.post(path, {"vat_id": "§§"})
    assert wrong.status_code == 200
    assert 'value="§§"' in text(wrong)
    mistyped = mine.post(path, {"vat_id": "FR41303265045"}, follow=True)
    assert "something has to be mended" in text(mistyped)
    assert "check digits" in text(mistyped)
    mine.post(path, {"vat_id": make.VAT_ID})
    assert state_of(application, "IDN-002") == "satisfied"


def test_the_confirmation_mail_is_asked_for_from_the_page(mine, seat, application, board):
    form = re.search(r'action="(/partner/[^"]+/contact-confirmation/)"', text(mine.get(f"{board}IDN-003/"))).group(1)
    sent = mine.post(form, {"next": f"{board}IDN-003/"})
    assert sent["Location"] == f"{board}IDN-003/"
    assert application.partner.contact_confirmations.count() == 1
    assert "less than a minute ago" in text(mine.post(form, {"next": "https://evil.example/"}, follow=True))
    assert application.partner.contact_confirmations.count() == 1


def test_a_refusal_is_told_with_what_mends_it_and_by_nobodys_name(mine, application, board):
    reviewer = make.reviewer()
    assessment = make.with_certificate(application)
    desk = browser(reviewer)
    desk.post(
        f"/api/v1/applications/{application.pk}/requirements/IDN-001/decision",
        {"outcome": "refuse", "evidence": str(assessment.evidence_id), "findings": [FINDING]},
        content_type="application/json",
    )
    page = text(mine.get(f"{board}IDN-001/"))
    for name in ("observed", "expected", "fix"):
        assert FINDING[name] in page
    assert reviewer.name not in page
    assert reviewer.name not in text(mine.get(f"{board}history/"))
    assert "The marketplace" in page
    assert history(f"assessment:{assessment.pk}").exists()


def test_pages_carry_nothing_inline(mine, application):
    for path in paths(application):
        page = text(mine.get(path))
        assert "style=" not in page
        assert not re.search(r"<script(?![^>]*src=)|\son[a-z]+=", page)


def refused(application):
    """IDN-001, refused by a reviewer."""
    assessment = make.with_certificate(application)
    decide(
        assessment=assessment,
        evidence_id=assessment.evidence_id,
        outcome="refuse",
        findings=[FindingInput(**FINDING)],
        actor=make.reviewer().actor,
        at=clock.now(),
    )
    return assessment


def test_an_appeal_is_raised_on_the_page_and_its_answer_read_there(mine, application, board):
    finding = refused(application).findings.get()
    page, typed = f"{board}IDN-001/", {"findings": str(finding.pk), "statement": "The register writes capitals."}
    assert str(finding.pk) in text(mine.get(page))
    half = text(mine.post(f"{page}appeal/", typed | {"findings": ""}))
    assert "The register writes capitals." in half
    assert state_of(application, "IDN-001") == "action_required"
    told = text(mine.post(f"{page}appeal/", typed, follow=True))
    assert "Your appeal is with us" in told
    assert "The register writes capitals." in told
    assert state_of(application, "IDN-001") == "under_appeal"
    assert "no refusal to appeal against any more" in text(mine.post(f"{page}appeal/", typed))
    appeal = Appeal.objects.get()
    desk = browser(make.reviewer())
    desk.post(f"/desk/appeals/{appeal.pk}/", {"outcome": "overturned", "answer": "The names are the same."})
    assert "The names are the same." in text(mine.get(page))
    assert state_of(application, "IDN-001") == "satisfied"


def test_nobody_else_appeals(seat, application, board):
    finding = refused(application).findings.get()
    typed = {"findings": str(finding.pk), "statement": "No."}
    viewer = browser(make.seat(Role.VIEWER, in_=seat.organisation).user)
    assert viewer.post(f"{board}IDN-001/appeal/", typed).status_code == 403
    assert browser(make.seat().user).post(f"{board}IDN-001/appeal/", typed).status_code == 404
    assert not Appeal.objects.exists()


def test_what_proves_the_domain_is_shown_to_those_who_may_put_it_in_place(mine, seat, application, board):
    page = f"{board}IDN-004/"
    record = RECORD + domain_token(application.partner_id)
    assert record in text(mine.get(page))
    assert record not in text(browser(make.seat(Role.VIEWER, in_=seat.organisation).user).get(page))
    assert record not in text(browser(make.reviewer()).get(page))
