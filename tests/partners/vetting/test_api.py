from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.accounts.models import Membership
from core.accounts.roles import Role, StaffRole
from core.actors import SYSTEM
from core.events.postman import deliver_due
from partners.vetting.actions import submit_evidence
from partners.vetting.models import Application, Evidence
from partners.vetting.offered import DeclarationOffered
from tests.factories import partners as make
from tests.partners.conftest import Api, problem

pytestmark = pytest.mark.django_db

FINDING = {
    "code": "document_too_old",
    "observed": "Issued in 2019.",
    "expected": "Issued within twelve months.",
    "fix": "Order a new extract.",
}
DECLARED = {"kind": "declaration", "confirmed": True, **make.SIGNATURE}


def board(api, application):
    return api.get(f"applications/{application.pk}/requirements").json()


def entry(api, application, key):
    return next(e for e in board(api, application)["entries"] if e["key"] == key)


def submit(api, application, key, body, **headers):
    return api.post(f"applications/{application.pk}/requirements/{key}/evidence", body, **headers)


def decide(api, application, key, **body):
    return api.post(f"applications/{application.pk}/requirements/{key}/decision", body)


def test_from_application_to_vetted(api, reviewer, partner):
    make.starting_programme()
    created = api.post("applications", {"partner": str(partner.pk), "programme": "partner"})
    assert created.status_code == 201
    application = Application.objects.get(pk=created.json()["id"])
    make.confirmed(partner)
    assert submit(api, application, "LEG-001", DECLARED).json()["status"] == "satisfied"
    terms = {"kind": "terms", "version": "2026-01", **make.SIGNATURE}
    assert submit(api, application, "LEG-002", terms).json()["status"] == "satisfied"
    upload = make.stored_upload(partner.organisation)
    waiting = submit(api, application, "IDN-001", {"kind": "file", "upload": str(upload.pk)})
    assert (waiting.status_code, waiting.json()["status"]) == (201, "needs_review")
    (due,) = reviewer.get("vetting/queue").json()["results"]
    assert (due["key"], due["partner_name"]) == ("IDN-001", "Atelier Nord")
    refused = reviewer.client.post(
        due["links"]["decision"],
        {"outcome": "refuse", "evidence": due["evidence"], "findings": [FINDING]},
        content_type="application/json",
    )
    assert refused.json()["status"] == "action_required"
    now = entry(api, application, "IDN-001")
    assert (now["awaiting_action_from"], now["next_step"]) == ("partner", FINDING["fix"])
    (finding,) = now["findings"]
    assert (finding["key"], finding["revision"], finding["observed"]) == ("IDN-001", 1, FINDING["observed"])
    upload = make.stored_upload(partner.organisation)
    again = submit(api, application, "IDN-001", {"kind": "file", "upload": str(upload.pk)}).json()
    assert again["evidence"]["round"] == 2
    accepted = decide(reviewer, application, "IDN-001", outcome="accept", evidence=again["evidence"]["id"])
    assert accepted.json()["status"] == "satisfied"
    deliver_due(at=clock.now())
    final = board(api, application)
    assert (final["state"], final["capabilities"]["list_public"]) == ("vetted", "active")
    assert final["summary"] == {
        "next_deadline": None,
        "next_deadline_status": None,
        "awaiting": {"partner": 0, "platform": 0},
        "message": "Everything required is met: you may publish.",
    }
    types = [f["type"] for f in api.get(f"applications/{application.pk}/history").json()["results"]]
    assert types[0] == "vetting.application_opened"
    assert types[-1] == "vetting.partner_vetted"


def test_every_entry_names_an_actor_and_a_next_step_in_every_state(api, reviewer, application):
    def check():
        shown = board(api, application)
        for e in shown["entries"]:
            assert e["awaiting_action_from"] in ("partner", "platform", "none")
            assert (e["awaiting_action_from"] == "none") == (e["status"] in ("satisfied", "not_applicable"))
            assert e["next_step"].strip()
            assert api.client.get(e["links"]["requirement"]).json()["revision"] == e["revision"]
            assert ("submit" in e["links"]) == (e["status"] not in ("satisfied", "not_applicable"))
        assert {e["status"] for e in shown["entries"]} <= {
            "missing", "needs_review", "satisfied", "action_required", "not_applicable",
        }  # fmt: skip
        turns = [e["awaiting_action_from"] for e in shown["entries"] if "list_public" in e["blocks"]]
        assert shown["summary"]["awaiting"] == {
            "partner": turns.count("partner"),
            "platform": turns.count("platform"),
        }

    check()
    submit(api, application, "LEG-001", {**DECLARED, "confirmed": False})
    make.with_certificate(application)
    check()
    waiting = entry(api, application, "IDN-001")["evidence"]["id"]
    decide(reviewer, application, "IDN-001", outcome="refuse", evidence=waiting, findings=[FINDING])
    check()


def test_the_board_speaks_the_readers_language(seat, application):
    titles = {e["title"] for e in board(Api(seat.user), application)["entries"]}
    french = {e["title"] for e in board(Api(seat.user, **{"accept-language": "fr"}), application)["entries"]}
    assert "VAT id" in titles
    assert "Numéro de TVA" in french


@pytest.mark.parametrize(
    ("key", "body", "code"),
    [
        ("LEG-001", {}, "validation-failed"),
        ("LEG-001", {"kind": "astrology"}, "validation-failed"),
        ("LEG-001", {"kind": ["declaration"]}, "validation-failed"),
        ("LEG-001", {"kind": "contact_email"}, "validation-failed"),
        ("LEG-001", {**DECLARED, "confirmed": "yes"}, "validation-failed"),
        ("LEG-001", {**DECLARED, "person": "a\0b"}, "validation-failed"),
        ("LEG-001", {**DECLARED, "person": "x" * 151}, "validation-failed"),
        ("LEG-001", {**DECLARED, "state": "satisfied"}, "validation-failed"),
        ("LEG-001", {"kind": "vat_id", "vat_id": "FR40303265045"}, "evidence-not-accepted"),
        ("IDN-001", {"kind": "file", "upload": str(uuid4())}, "validation-failed"),
        ("IDN-001", {"kind": "file", "upload": 7}, "validation-failed"),
        ("IDN-003", DECLARED, "evidence-not-accepted"),
    ],
)
def test_evidence_that_cannot_be_accepted_changes_nothing(api, application, key, body, code):
    before = Evidence.objects.count()
    problem(submit(api, application, key, body), 422, code)
    assert Evidence.objects.count() == before


def test_another_organisations_upload_looks_like_none(api, application):
    foreign = make.stored_upload(make.organisation())
    body = {"kind": "file", "upload": str(foreign.pk)}
    unknown = {"kind": "file", "upload": str(uuid4())}
    assert problem(submit(api, application, "IDN-001", body), 422) == problem(
        submit(api, application, "IDN-001", unknown), 422
    )


def test_what_belongs_to_others_is_not_there(stranger, application):
    evidence = make.with_certificate(application).evidence_id
    for path in (
        f"applications/{application.pk}",
        f"applications/{application.pk}/requirements",
        f"applications/{application.pk}/history",
        f"evidence/{evidence}",
        f"evidence/{evidence}/download",
    ):
        problem(stranger.get(path), 404)
    problem(submit(stranger, application, "LEG-001", DECLARED), 404)
    problem(stranger.post("applications", {"partner": str(application.partner_id), "programme": "partner"}), 422)
    assert stranger.get("applications").json()["results"] == []


def test_staff_of_other_roles_see_no_application_and_no_evidence(application):
    evidence = make.with_certificate(application).evidence_id
    finance = Api(make.reviewer(StaffRole.FINANCE))
    problem(finance.get(f"applications/{application.pk}"), 404)
    problem(finance.get(f"evidence/{evidence}/download"), 404)
    problem(finance.get("vetting/queue"), 403, "staff-only")


def test_a_viewer_reads_the_board_and_submits_nothing(viewer, application):
    assert board(viewer, application)["entries"]
    problem(submit(viewer, application, "LEG-001", DECLARED), 403, "role-insufficient")


def test_members_do_not_decide(api, application):
    assessment = make.with_certificate(application)
    body = {"outcome": "accept", "evidence": str(assessment.evidence_id)}
    problem(decide(api, application, "IDN-001", **body), 403, "staff-only")


def test_a_reviewer_submits_nothing_for_others(reviewer, application):
    problem(submit(reviewer, application, "LEG-001", DECLARED), 403)


def test_a_reviewer_does_not_decide_on_the_own_organisation_nor_sees_it_in_the_queue(application):
    assessment = make.with_certificate(application)
    staff = make.reviewer()
    Membership.objects.create(
        organisation=application.partner.organisation, user=staff, role=Role.OWNER, created_at=clock.now()
    )
    body = {"outcome": "accept", "evidence": str(assessment.evidence_id)}
    problem(decide(Api(staff), application, "IDN-001", **body), 409, "own-organisation")
    assert Api(staff).get("vetting/queue").json()["results"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "perhaps"},
        {"evidence": "x"},
        {"outcome": "refuse"},
        {"findings": [FINDING]},
        {"outcome": "refuse", "findings": [{**FINDING, "fix": ""}]},
        {"outcome": "refuse", "findings": [{**FINDING, "code": "Too Old!"}]},
        {"outcome": "refuse", "findings": [{**FINDING, "requirement": "XXX-001"}]},
        {"outcome": "refuse", "findings": [FINDING] * 21},
        {"outcome": "refuse", "findings": "all wrong"},
        {"outcome": "refuse", "findings": [{**FINDING, "observed": "a\0b"}]},
    ],
)
def test_a_decision_that_cannot_be_read_decides_nothing(reviewer, application, change):
    assessment = make.with_certificate(application)
    body = {"outcome": "accept", "evidence": str(assessment.evidence_id), **change}
    problem(decide(reviewer, application, "IDN-001", **body), 422, "validation-failed")
    assessment.refresh_from_db()
    assert assessment.state == "needs_review"


def test_the_second_decision_and_one_on_older_evidence_are_conflicts(reviewer, application):
    first = make.with_certificate(application)
    second = make.with_certificate(application)
    old = {"outcome": "accept", "evidence": str(first.evidence_id)}
    document = problem(decide(reviewer, application, "IDN-001", **old), 409, "evidence-replaced")
    assert document["evidence"] == str(second.evidence_id)
    body = {"outcome": "accept", "evidence": str(second.evidence_id)}
    assert decide(reviewer, application, "IDN-001", **body).status_code == 200
    problem(decide(reviewer, application, "IDN-001", **body), 409, "not-awaiting-decision")


def test_members_and_reviewers_get_a_link_to_the_file(api, reviewer, application):
    evidence = make.with_certificate(application).evidence_id
    for reader in (api, reviewer):
        shown = reader.get(f"evidence/{evidence}").json()
        assert (shown["kind"], len(shown["sha256"])) == ("file", 64)
        link = reader.client.get(shown["download"])
        assert link["Cache-Control"] == "no-store"
        file = Client().get(link.json()["url"].replace("http://localhost:8000", ""))
        assert b"".join(file.streaming_content) == make.PDF
        assert file["Content-Disposition"].startswith("attachment")


def test_evidence_without_a_file_has_no_link(api, application):
    submit(api, application, "LEG-001", DECLARED)
    evidence = entry(api, application, "LEG-001")["evidence"]["id"]
    assert api.get(f"evidence/{evidence}").json()["data"] == {"confirmed": True, **make.SIGNATURE}
    problem(api.get(f"evidence/{evidence}/download"), 404)


def test_applying_twice_is_a_conflict_and_an_unknown_programme_is_named(api, partner, application):
    body = {"partner": str(partner.pk), "programme": "partner"}
    problem(api.post("applications", body), 409, "already-applied")
    problem(api.post("applications", {**body, "programme": "nothing"}), 422)
    problem(api.post("applications", {**body, "partner": 7}), 422)


def test_applications_are_filtered_by_partner_and_state(reviewer, application):
    other = make.application()
    assert len(reviewer.get("applications").json()["results"]) == 2
    (found,) = reviewer.get(f"applications?partner={other.partner_id}").json()["results"]
    assert found["id"] == str(other.pk)
    assert reviewer.get("applications?state=vetted").json()["results"] == []
    problem(reviewer.get("applications?state=x"), 422)
    problem(reviewer.get("applications?partner=x"), 422)


def test_the_queue_is_oldest_first_and_comes_in_pages(reviewer):
    waiting = [make.with_certificate(make.application()) for _ in range(3)]
    make.with_certificate(waiting[0].application)  # newer evidence goes to the end
    expected = [str(waiting[i].application_id) for i in (1, 2, 0)]
    seen, cursor = [], ""
    while cursor is not None:
        page = reviewer.get(f"vetting/queue?page_size=1{cursor and '&cursor=' + cursor}").json()
        seen += [item["application"] for item in page["results"]]
        cursor = page["next_cursor"]
    assert seen == expected
    problem(reviewer.get("vetting/queue?cursor=x"), 422)
    problem(reviewer.get("vetting/queue?page_size=0"), 422)


def test_lists_take_as_many_queries_for_five_as_for_one(reviewer, django_assert_num_queries):
    make.with_certificate(make.application())
    reviewer.get("vetting/queue")
    counts = {}
    for paths in ("vetting/queue", "applications"):
        with CaptureQueriesContext(connection) as one:
            reviewer.get(paths)
        counts[paths] = len(one)
    for _ in range(4):
        make.with_certificate(make.application())
    for path, count in counts.items():
        with django_assert_num_queries(count):
            assert len(reviewer.get(path).json()["results"]) == 5
        assert count <= 8  # of the queue: session, person, factors, memberships; rows, turns, places, claims, paces


def test_the_board_takes_three_queries_however_long_it_is(api, application, django_assert_max_num_queries):
    submit_evidence(
        application=application,
        key="LEG-001",
        evidence=DeclarationOffered(confirmed=False, person="", role=""),
        actor=SYSTEM,
        at=clock.now(),
    )
    with django_assert_max_num_queries(7):  # session, person, memberships, factors; application, entries, findings
        board(api, application)


def test_one_key_submits_once(api, application):
    first = submit(api, application, "LEG-001", DECLARED, idempotency_key="k")
    again = submit(api, application, "LEG-001", DECLARED, idempotency_key="k")
    assert again["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    problem(submit(api, application, "LEG-001", DECLARED), 409, "requirement-already-satisfied")


def test_a_partner_who_may_not_publish_reads_why_on_the_board(api, application):
    assert board(api, application)["capabilities"]["list_public"] == "pending"
    assert board(api, application)["summary"]["message"] == "4 things to do before you may publish."


def test_a_partner_sees_all_that_it_is_asked_in_one_answer(api, stranger, application):
    found = api.get(f"partners/{application.partner_id}/requirements").json()
    (shown,) = found["boards"]
    assert shown["application"] == str(application.pk)
    assert found["capabilities"]["list_public"]["status"] == "pending"
    assert {"IDN-001", "LEG-001"} <= set(found["capabilities"]["list_public"]["missing"])
    assert found["capabilities"]["list_public"]["next"] is None
    problem(stranger.get(f"partners/{application.partner_id}/requirements"), 404)


def test_the_tier_is_shown_with_the_distance_to_the_next(api, stranger, application):
    (found,) = api.get(f"partners/{application.partner_id}/tier").json()["programmes"]
    assert found["tier"] == {"code": "registered", "name": "registered"}
    assert found["next"]["code"] == "verified"
    assert [one["key"] for one in found["next"]["lacking"]] == ["IDN-001", "IDN-003", "TAX-001"]
    assert {badge["badge"]: badge["held"] for badge in found["badges"]} == {"secure": False, "well-supported": False}
    problem(stranger.get(f"partners/{application.partner_id}/tier"), 404)
