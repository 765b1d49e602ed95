from uuid import uuid4

import pytest

from core.accounts.roles import StaffRole
from partners.organisations.models import Partner
from partners.organisations.tokens import token_of
from tests.factories import partners as make
from tests.partners.conftest import Api, problem

pytestmark = pytest.mark.django_db

PROFILE = {
    "display_name": "Atelier Nord",
    "website": "https://atelier-nord.example",
    "contact_email": "partners@atelier-nord.example",
}


def test_a_member_registers_reads_changes_and_sees_the_story(api, seat):
    created = api.post("partners", {"organisation": str(seat.organisation.pk), **PROFILE})
    assert created.status_code == 201
    body = created.json()
    assert (body["slug"], body["vat_id"], body["contact_confirmed_at"]) == ("atelier-nord", "", None)
    shown = api.get(f"partners/{body['id']}")
    assert shown.json() == body
    assert created["Location"] == f"/api/v1/partners/{body['id']}"
    changed = api.patch(f"partners/{body['id']}", {"vat_id": "fr 40 303 265 045"}, if_match=shown["ETag"])
    assert changed.json()["vat_id"] == "FR40303265045"
    assert changed["ETag"] != shown["ETag"]
    assert api.get("partners").json() == {"results": [changed.json()], "next_cursor": None}
    story = api.get(f"partners/{body['id']}/history").json()["results"]
    assert [fact["type"] for fact in story] == ["organisations.partner_registered", "organisations.partner_changed"]


def test_the_contact_is_confirmed_by_whoever_has_the_token(api, partner):
    sent = api.post(f"partners/{partner.pk}/contact-confirmation")
    assert (sent.status_code, sent.json()["sent_to"]) == (202, partner.contact_email)
    problem(api.post(f"partners/{partner.pk}/contact-confirmation"), 409, "confirmation-mail-just-sent")
    token = token_of(partner.contact_confirmations.get().pk)
    confirmed = Api().post("contact-confirmations", {"token": token})
    assert confirmed.status_code == 200
    assert set(confirmed.json()) == {"display_name", "contact_confirmed_at"}
    problem(Api().post("contact-confirmations", {"token": token}), 409, "contact-confirmation-invalid")
    problem(api.post(f"partners/{partner.pk}/contact-confirmation"), 409, "contact-already-confirmed")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"display_name": "nul\0"}, "/display_name"),
        ({"display_name": 7}, "/display_name"),
        ({"display_name": "x" * 81}, "/display_name"),
        ({"display_name": "two\nlines"}, "/display_name"),
        ({"display_name": "\u202egnp.exe"}, "/display_name"),
        ({"display_name": "\u200b\u200b"}, "/display_name"),
        ({"website": "javascript:alert(1)"}, "/website"),
        ({"website": "ftp://atelier.example"}, "/website"),
        ({"website": "https://"}, "/website"),
        ({"contact_email": "nobody"}, "/contact_email"),
        ({"contact_email": "a@b.example\nBcc: c@d.example"}, "/contact_email"),
        ({"contact_email": True}, "/contact_email"),
        ({"vat_id": "FR!"}, "/vat_id"),
        ({"description": "bell\x07"}, "/description"),
        ({"description": "x" * 4001}, "/description"),
        ({"organisation": "x"}, "/organisation"),
        ({"organisation": str(uuid4())}, "/organisation"),
        ({"slug": "mine"}, "/slug"),
        ({"contact_confirmed_at": "2026-01-01T00:00:00Z"}, "/contact_confirmed_at"),
    ],
)
def test_values_that_cannot_be_accepted_are_named_and_nothing_is_written(api, seat, change, pointer):
    body = {"organisation": str(seat.organisation.pk), **PROFILE, **change}
    document = problem(api.post("partners", body), 422)
    assert pointer in [error["pointer"] for error in document["errors"]]
    assert not Partner.objects.exists()


@pytest.mark.parametrize("body", [[], "x", None, 1])
def test_a_body_that_is_no_object_is_a_problem(api, body):
    assert api.client.post("/api/v1/partners", body, content_type="application/json").status_code in (400, 422)


def test_an_organisation_of_others_cannot_be_registered(stranger, seat):
    foreign = problem(stranger.post("partners", {"organisation": str(seat.organisation.pk), **PROFILE}), 422)
    unknown = problem(stranger.post("partners", {"organisation": str(uuid4()), **PROFILE}), 422)
    assert foreign == unknown


def test_what_belongs_to_others_is_not_there(stranger, partner):
    nowhere = uuid4()
    for path in ("partners/{}", "partners/{}/history"):
        assert problem(stranger.get(path.format(partner.pk)), 404) == problem(stranger.get(path.format(nowhere)), 404)
    problem(stranger.patch(f"partners/{partner.pk}", {"website": "https://x.example"}), 404)
    problem(stranger.post(f"partners/{partner.pk}/contact-confirmation"), 404)
    assert stranger.get("partners").json()["results"] == []


def test_a_viewer_reads_and_does_not_write(viewer, partner):
    assert viewer.get(f"partners/{partner.pk}").status_code == 200
    problem(viewer.patch(f"partners/{partner.pk}", {}, if_match='"1"'), 403, "role-insufficient")
    problem(viewer.post(f"partners/{partner.pk}/contact-confirmation"), 403, "role-insufficient")


def test_staff_read_all_and_change_nothing(partner):
    support = Api(make.reviewer(StaffRole.SUPPORT))
    assert support.get(f"partners/{partner.pk}").status_code == 200
    problem(support.patch(f"partners/{partner.pk}", {}, if_match='"1"'), 403)


def test_nobody_known_is_asked_to_sign_in(partner):
    for answer in (Api().get("partners"), Api().post("partners", PROFILE), Api().get(f"partners/{partner.pk}")):
        problem(answer, 401)
        assert answer["WWW-Authenticate"]


def test_a_change_names_the_version_it_saw(api, partner):
    path, change = f"partners/{partner.pk}", {"website": "https://new.example"}
    problem(api.patch(path, change), 428)
    problem(api.patch(path, change, if_match='"99"'), 412)
    assert api.patch(path, change, if_match='"1"').status_code == 200
    problem(api.patch(path, change, if_match='"1"'), 412)


def test_registering_twice_with_one_key_registers_once(api, seat):
    body = {"organisation": str(seat.organisation.pk), **PROFILE}
    first = api.post("partners", body, idempotency_key="a")
    again = api.post("partners", body, idempotency_key="a")
    assert (again.status_code, again.json(), again["Idempotency-Replayed"]) == (201, first.json(), "true")
    problem(api.post("partners", body), 409, "already-a-partner")


def test_the_list_takes_one_query_beyond_the_person(api, seat, django_assert_max_num_queries):
    for _ in range(5):
        make.registered_partner()
    support = Api(make.reviewer(StaffRole.SUPPORT))
    support.get("partners")
    with django_assert_max_num_queries(5):  # session, person, memberships, second factors; then the page
        assert len(support.get("partners").json()["results"]) == 5
