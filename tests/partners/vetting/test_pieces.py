"""Evidence in several pieces, with days, for several requirements."""

import copy
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from core.actors import SYSTEM
from partners.programmes import shipped
from partners.programmes.actions import publish_programme
from partners.vetting.actions import FindingInput, apply, decide, submit_evidence
from partners.vetting.models import Assessment, Evidence
from partners.vetting.offered import FileOffered
from tests.factories import partners as make
from tests.partners.conftest import problem
from tests.partners.vetting.test_api import DECLARED, submit

pytestmark = pytest.mark.django_db

PDF_ONLY = {"kind": "file", "media_types": ["application/pdf"], "max_bytes": 2**20}
PIECES = {
    "report": {**PDF_ONLY, "max_age": "P12M", "label": {"en": "a test report", "fr": "un rapport d’essai"}},
    "certificate": {**PDF_ONLY, "max_age": "P12M", "label": {"en": "a certificate", "fr": "un certificat"}},
    "scope": {**PDF_ONLY, "label": {"en": "a statement of its scope", "fr": "une déclaration de son périmètre"}},
    "register": {
        "kind": "external_ref",
        "label": {"en": "an entry in a register", "fr": "une inscription"},
    },
    "run": {"kind": "conformance_run", "label": {"en": "a conformance run", "fr": "un essai de conformité"}},
}
ANY_OF = [["report"], ["certificate", "scope"], ["register"], ["run"]]
FINDING = FindingInput(code="wrong_scope", observed="Another scope.", expected="This product.", fix="Send ours.")


def today():
    return clock.now().date()


def day(offset):
    return (today() + timedelta(days=offset)).isoformat()


def asked(data, key, *, pieces=PIECES, any_of=ANY_OF, **changes):
    """A requirement of the starting programme, changed to one that takes several pieces."""
    template = next(r for r in data["requirements"] if r["key"] == "IDN-001")
    changed = {**copy.deepcopy(template), "key": key, "evidence": pieces, "any_of": any_of, "check": "", **changes}
    data["requirements"].append(changed)


@pytest.fixture
def several(partner):
    """An application to a programme of which SEC-901 and SEC-902 take several pieces."""
    data = shipped.read_file()
    asked(data, "SEC-901", valid_for="P1Y")
    asked(data, "SEC-902", pieces={"report": PDF_ONLY}, any_of=[], valid_for="")
    programme = publish_programme(**data, actor=SYSTEM, at=clock.now())
    return apply(partner=partner, programme=programme, actor=SYSTEM, at=clock.now())


@pytest.fixture
def upload(partner):
    return make.stored_upload(partner.organisation)


def file(upload, **more):
    return {"kind": "file", "upload": str(upload.pk), **more}


def standing(application, key="SEC-901"):
    return Assessment.objects.select_related("requirement", "evidence").get(application=application, key=key)


def test_nothing_moves_until_one_alternative_is_complete(api, several, upload):
    first = submit(api, several, "SEC-901", file(upload, name="certificate", issued_on=day(-10)))
    assert (first.status_code, first.json()["status"]) == (201, "missing")
    assert (first.json()["in_hand"], first.json()["still_needed"]) == (["certificate"], ["scope"])
    assert first.json()["next_step"] == "Still needed: a statement of its scope."
    shown = api.client.get(first["Location"]).json()
    assert (shown["name"], shown["revision"], shown["round"]) == ("certificate", 1, 1)
    second = submit(api, several, "SEC-901", file(upload, name="scope")).json()
    assert (second["status"], second["still_needed"]) == ("needs_review", [])
    assert sorted(second["in_hand"]) == ["certificate", "scope"]


def test_a_piece_among_several_is_named(api, several, upload):
    refusal = problem(submit(api, several, "SEC-901", file(upload)), 422, "evidence-not-named")
    assert refusal["names"] == ["report", "certificate", "scope"]
    problem(submit(api, several, "SEC-901", file(upload, name="letter")), 422, "evidence-not-accepted")
    problem(submit(api, several, "SEC-901", file(upload, name="register")), 422, "evidence-not-accepted")
    problem(submit(api, several, "SEC-901", DECLARED), 422, "evidence-not-accepted")
    assert not Evidence.objects.filter(assessment__application=several, kind="file").exists()


def test_a_piece_that_is_too_old_is_refused_when_it_comes_and_does_not_count(api, several, upload):
    body = file(upload, name="certificate", issued_on=day(-400))
    refused = submit(api, several, "SEC-901", body).json()
    assert (refused["status"], refused["in_hand"]) == ("action_required", [])
    (finding,) = refused["findings"]
    assert (finding["code"], finding["revision"]) == ("evidence_too_old", 1)
    assert day(-400) in finding["observed"]
    undated = submit(api, several, "SEC-901", file(upload, name="certificate")).json()
    assert [f["code"] for f in undated["findings"]] == ["issued_on_missing"]
    taken = submit(api, several, "SEC-901", file(upload, name="certificate", issued_on=day(-10))).json()
    assert (taken["status"], taken["still_needed"]) == ("action_required", ["scope"])
    done = submit(api, several, "SEC-901", file(upload, name="scope")).json()
    assert done["status"] == "needs_review"


def test_after_a_refusal_one_piece_may_come_again_alone(several, upload):
    for name in ("certificate", "scope"):
        assessment = offer(several, upload, name, issued_on=today())
    refuse_and(assessment)
    assert standing(several).state == "action_required"
    again = offer(several, make.stored_upload(several.partner.organisation), "scope")
    assert (again.state, sorted(again.in_hand)) == ("needs_review", ["certificate", "scope"])


def offer(application, upload, name, key="SEC-901", at=None, **days):
    return submit_evidence(
        application=application,
        key=key,
        name=name,
        evidence=FileOffered(upload=upload, **days),
        actor=SYSTEM,
        at=at or clock.now(),
    )


def refuse_and(assessment):
    return decide(
        assessment=assessment,
        evidence_id=assessment.evidence_id,
        outcome="refuse",
        findings=[FINDING],
        actor=SYSTEM,
        at=clock.now(),
    )


@pytest.mark.parametrize(
    ("issued", "expires", "good_for"),
    [(0, None, 365), (-100, None, 265), (-100, 30, 31), (-364, None, 1), (0, 4000, 365)],
)
def test_an_answer_counts_until_the_first_of_its_ends(several, upload, issued, expires, good_for):
    assessment = offer(
        several,
        upload,
        "report",
        issued_on=today() + timedelta(days=issued),
        expires_on=today() + timedelta(days=expires) if expires else None,
    )
    make.accept(assessment)
    found = standing(several)
    assert (found.state, found.in_hand) == ("satisfied", [])
    assert abs((found.good_until.date() - today()).days - good_for) <= 1


@pytest.mark.parametrize(
    "days",
    [
        {"issued_on": day(1)},
        {"issued_on": "1900-01-01"},
        {"issued_on": "9999-12-31"},
        {"expires_on": "9999-12-31"},
        {"expires_on": day(-1)},
        {"issued_on": day(0), "expires_on": day(-1)},
        {"issued_on": "2026-02-30"},
        {"issued_on": "20260101"},
        {"issued_on": "٢٠٢٦-٠١-٠١"},
        {"issued_on": 20260101},
        {"issued_on": None},
        {"issued_on": "2026-01-01T00:00:00Z"},
        {"issued_on": "0000-00-00"},
    ],
)
def test_days_that_cannot_be_are_refused(api, several, upload, days):
    problem(submit(api, several, "SEC-902", file(upload, **days)), 422, "validation-failed")
    assert not Evidence.objects.filter(assessment__key="SEC-902").exists()


def test_a_reference_to_a_register_is_evidence_with_days_of_its_own(api, several):
    body = {"kind": "external_ref", "register": "Registre national", "reference": "B 123", "expires_on": day(20)}
    shown = submit(api, several, "SEC-901", body).json()
    assert shown["status"] == "needs_review"
    kept = api.get(f"evidence/{shown['evidence']['id']}").json()
    assert kept["data"] == {"register": "Registre national", "reference": "B 123", "expires_on": day(20)}


@pytest.mark.parametrize(
    "change",
    [
        {"reference": ""},
        {"reference": "x" * 121},
        {"reference": "a\nb"},
        {"register": 7},
        {"url": "http://plain.example/"},
        {"url": "javascript:alert(1)"},
        {"trusted": True},
    ],
)
def test_a_reference_that_is_not_one_is_refused(api, several, change):
    body = {"kind": "external_ref", "register": "Registre", "reference": "B 123", **change}
    problem(submit(api, several, "SEC-901", body), 422, "validation-failed")


def run(application, **changes):
    version = application.programme.versions.public().get()
    return {
        "kind": "conformance_run",
        "rule_book": {"version": version.number, "sha256": version.sha256},
        "ran_at": clock.now().isoformat(),
        "results": [{"key": "SEC-901", "outcome": "pass"}],
        **changes,
    }


def test_a_run_at_the_partners_is_kept_as_a_claim_and_a_person_decides(api, partner):
    data = shipped.read_file()
    asked(
        data, "SEC-901", pieces={"run": {"kind": "conformance_run"}}, any_of=[], check="declaration",
        decided_by="check",
    )  # fmt: skip
    programme = publish_programme(**data, actor=SYSTEM, at=clock.now())
    application = apply(partner=partner, programme=programme, actor=SYSTEM, at=clock.now())
    shown = submit(api, application, "SEC-901", run(application)).json()
    assert shown["status"] == "needs_review"
    kept = api.get(f"evidence/{shown['evidence']['id']}").json()["data"]
    assert kept["results"] == [{"key": "SEC-901", "outcome": "pass", "findings": []}]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rule_book": {"version": "1.0.0", "sha256": "0" * 64}}, "rule-book-unknown"),
        ({"rule_book": {"version": "1.0.0", "sha256": "nothing"}}, "validation-failed"),
        ({"ran_at": "2999-01-01T00:00:00Z"}, "evidence-not-accepted"),
        ({"ran_at": "yesterday"}, "validation-failed"),
        ({"results": []}, "validation-failed"),
        ({"results": [{"key": "SEC-901", "outcome": "pass"}] * 201}, "validation-failed"),
        ({"results": [{"key": "SEC-901", "outcome": "superb"}]}, "validation-failed"),
        ({"results": [{"key": "<script>", "outcome": "pass"}]}, "validation-failed"),
        ({"results": "all passed"}, "validation-failed"),
    ],
)
def test_a_run_that_cannot_be_read_or_was_made_against_another_rule_book_is_refused(api, several, change, code):
    problem(submit(api, several, "SEC-901", run(several, **change)), 422, code)


def shared(api, application, evidence, *requirements):
    body = {"evidence": evidence, "requirements": list(requirements)}
    return api.post(f"applications/{application.pk}/evidence", body)


TWO = ({"key": "SEC-901", "name": "report"}, {"key": "SEC-902"})


def test_one_document_serves_several_requirements_in_one_call(api, several, upload):
    answer = shared(api, several, file(upload, issued_on=day(-3)), *TWO)
    assert answer.status_code == 201
    assert [(e["key"], e["status"]) for e in answer.json()] == [
        ("SEC-901", "needs_review"),
        ("SEC-902", "needs_review"),
    ]
    pieces = Evidence.objects.filter(upload=upload)
    assert {piece.sha256 for piece in pieces} == {upload.sha256}
    assert pieces.count() == 2


def test_it_serves_all_of_them_or_none(api, several, upload):
    for last, status in (({"key": "LEG-001"}, 422), ({"key": "XXX-999"}, 404)):
        problem(shared(api, several, file(upload, issued_on=day(-3)), *TWO, last), status)
    assert not Evidence.objects.filter(upload=upload).exists()
    problem(shared(api, several, DECLARED, {"key": "LEG-001"}), 422, "evidence-not-shared")
    problem(shared(api, several, file(upload), {"key": "SEC-902"}, {"key": "SEC-902"}), 422, "evidence-not-shared")
    problem(shared(api, several, file(upload)), 422, "validation-failed")
    problem(shared(api, several, file(upload), *[{"key": "SEC-902"}] * 21), 422, "validation-failed")
    problem(shared(api, several, "file", {"key": "SEC-902"}), 422, "validation-failed")


def test_what_was_submitted_serves_another_requirement_by_reference(api, several, upload):
    first = submit(api, several, "SEC-902", file(upload, issued_on=day(-3))).json()["evidence"]["id"]
    body = {"kind": "evidence", "evidence": first, "name": "report"}
    again = submit(api, several, "SEC-901", body).json()
    assert again["status"] == "needs_review"
    shown = api.get(f"evidence/{again['evidence']['id']}").json()
    assert (shown["sha256"], shown["data"]["issued_on"]) == (upload.sha256, day(-3))


def test_only_the_same_partner_refers_to_what_it_submitted(api, stranger, several, upload):
    foreign = make.with_certificate(make.application()).evidence_id
    body = {"kind": "evidence", "evidence": str(foreign), "name": "report"}
    unknown = {**body, "evidence": str(uuid4())}
    assert problem(submit(api, several, "SEC-901", body), 422) == problem(submit(api, several, "SEC-901", unknown), 422)
    problem(shared(stranger, several, file(upload), *TWO), 404)
    declared = submit(api, several, "LEG-001", DECLARED).json()["evidence"]["id"]
    again = {"kind": "evidence", "evidence": declared}
    problem(submit(api, several, "LEG-001", again), 422, "evidence-not-shared")


def test_the_days_are_read_as_days(several, upload):
    taken = offer(several, upload, "", key="SEC-902", issued_on=date(2026, 1, 31))
    assert taken.evidence.data["issued_on"] == "2026-01-31"


def test_the_page_asks_which_document_it_is_and_says_what_is_still_needed(api, several):
    path = f"/partner/applications/{several.pk}/SEC-901/"
    page = api.client.get(path).content.decode()
    assert "a statement of its scope" in page
    assert 'name="expires_on"' in page
    file = SimpleUploadedFile("certificate.pdf", make.PDF, content_type="application/pdf")
    sent = {"name": "certificate", "file": file, "issued_on": day(-10)}
    answer = api.client.post(path, sent, follow=True).content.decode()
    assert "Still needed: a statement of its scope." in answer
    assert standing(several).in_hand == ["certificate"]
