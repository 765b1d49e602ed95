import json

import pytest

from core.accounts.roles import Role, StaffRole
from core.ids import uuid7
from marketplace.customers.models import Customer
from tests.factories.customers import GERMAN_VAT_ID, customer
from tests.factories.partners import organisation

pytestmark = pytest.mark.django_db

CUSTOMERS = "/api/v1/customers"


def body(where, **changes):
    return {
        "organisation": str(where.pk),
        "name": "Boulangerie Martin SARL",
        "billing_email": "factures@martin.example",
        "currency": "EUR",
        "zone": "Europe/Paris",
        "country": "FR",
    } | changes


def send(client, method, path, data, **headers):
    content = data if isinstance(data, str | bytes) else json.dumps(data)
    return getattr(client, method)(path, content, content_type="application/json", headers=headers)


def pointers(response):
    assert response["Content-Type"] == "application/problem+json"
    return [error["pointer"] for error in response.json()["errors"]]


def test_an_owner_opens_a_customer_and_reads_it_back(signed_in):
    where = organisation()
    api = signed_in(Role.OWNER, organisation=where)
    opened = send(api, "post", CUSTOMERS, body(where, country="DE", vat_id="de 136 695 976", zone="Europe/Berlin"))
    assert opened.status_code == 201
    shown = api.get(opened["Location"])
    assert shown.json() == opened.json()
    assert shown.json()["vat_id"] == GERMAN_VAT_ID
    assert shown.json()["vat_id_verified_at"] is not None
    history = api.get(f"{opened['Location']}/history").json()["results"]
    assert [fact["type"] for fact in history] == ["customers.customer_opened"]


def test_an_organisation_is_one_customer(signed_in):
    where = organisation()
    api = signed_in(Role.OWNER, organisation=where)
    assert send(api, "post", CUSTOMERS, body(where)).status_code == 201
    second = send(api, "post", CUSTOMERS, body(where))
    assert (second.status_code, second.json()["code"]) == (409, "customer-exists")


def test_a_foreign_organisation_in_the_body_is_answered_like_one_that_does_not_exist(signed_in):
    api = signed_in(Role.OWNER)
    foreign = send(api, "post", CUSTOMERS, body(organisation()))
    missing = send(api, "post", CUSTOMERS, body(organisation()) | {"organisation": str(uuid7())})
    assert foreign.status_code == missing.status_code == 422
    assert foreign.json() == missing.json()
    assert not Customer.objects.exists()


@pytest.mark.parametrize(("role", "status"), [(Role.BILLING, 201), (Role.VIEWER, 403), (Role.DEVELOPER, 403)])
def test_who_may_open_one(signed_in, role, status):
    where = organisation()
    assert send(signed_in(role, organisation=where), "post", CUSTOMERS, body(where)).status_code == status


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"country": "XX"}, "/country"),
        ({"country": "UK"}, "/country"),
        ({"country": "fr"}, "/country"),
        ({"country": 7}, "/country"),
        ({"zone": "Mars/Olympus"}, "/zone"),
        ({"zone": "../etc/passwd"}, "/zone"),
        ({"currency": "ABC"}, "/currency"),
        ({"currency": "eur"}, "/currency"),
        ({"billing_email": "nobody"}, "/billing_email"),
        ({"billing_email": "a@b.example\nBcc: c@d.example"}, "/billing_email"),
        ({"name": "Two\nlines"}, "/name"),
        ({"name": "nul\u0000"}, "/name"),
        ({"name": ""}, "/name"),
        ({"name": "x" * 151}, "/name"),
        ({"vat_id": "FR00000000000"}, "/vat_id"),
        ({"vat_id": GERMAN_VAT_ID}, "/vat_id"),
        ({"vat_id_verified_at": "2026-01-01T00:00:00Z"}, "/vat_id_verified_at"),
        ({"organisation": "x"}, "/organisation"),
        ({"organisation": None}, "/organisation"),
    ],
)
def test_what_cannot_be_accepted_is_named_and_nothing_is_written(signed_in, changes, pointer):
    where = organisation()
    response = send(signed_in(Role.OWNER, organisation=where), "post", CUSTOMERS, body(where, **changes))
    assert response.status_code == 422
    assert set(pointers(response)) == {pointer}
    assert not Customer.objects.exists()


def test_a_change_needs_the_version_that_was_seen(signed_in):
    mine = customer()
    api, path = signed_in(Role.ADMIN, organisation=mine.organisation), f"{CUSTOMERS}/{mine.pk}"
    etag = api.get(path)["ETag"]
    assert send(api, "patch", path, {"city": "Lyon"}).status_code == 428
    changed = send(api, "patch", path, {"city": "Lyon"}, **{"If-Match": etag})
    assert (changed.status_code, changed.json()["city"], changed.json()["version"]) == (200, "Lyon", 2)
    assert changed["ETag"] != etag
    assert send(api, "patch", path, {"city": "Nice"}, **{"If-Match": etag}).status_code == 412
    assert Customer.objects.get().city == "Lyon"
    last = api.get(f"{path}/history").json()["results"][-1]
    assert (last["type"], last["data"]["fields"]) == ("customers.customer_changed", ["city"])


def test_a_move_drops_or_verifies_the_vat_id_anew(signed_in):
    mine = customer(country="DE", vat_id=GERMAN_VAT_ID)
    api, path = signed_in(Role.OWNER, organisation=mine.organisation), f"{CUSTOMERS}/{mine.pk}"

    def patch(data):
        return send(api, "patch", path, data, **{"If-Match": api.get(path)["ETag"]})

    assert pointers(patch({"country": "FR"})) == ["/vat_id"]
    moved = patch({"country": "FR", "vat_id": ""}).json()
    assert (moved["vat_id"], moved["vat_id_verified_at"]) == ("", None)


@pytest.mark.parametrize("field", ["currency", "organisation", "version", "id"])
def test_what_is_fixed_cannot_be_changed(signed_in, field):
    mine = customer()
    api, path = signed_in(Role.OWNER, organisation=mine.organisation), f"{CUSTOMERS}/{mine.pk}"
    response = send(api, "patch", path, {field: "USD"}, **{"If-Match": api.get(path)["ETag"]})
    assert (response.status_code, pointers(response)) == (422, [f"/{field}"])


def test_another_organisation_sees_nothing(signed_in):
    mine = customer()
    stranger = signed_in(Role.OWNER)
    assert stranger.get(CUSTOMERS).json()["results"] == []
    for suffix in ("", "/history"):
        assert stranger.get(f"{CUSTOMERS}/{mine.pk}{suffix}").status_code == 404
    assert send(stranger, "patch", f"{CUSTOMERS}/{mine.pk}", {"city": "x"}, **{"If-Match": '"1"'}).status_code == 404


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (StaffRole.FINANCE, 1),
        (StaffRole.SUPPORT, 1),
        (StaffRole.SALES, 1),
        (StaffRole.ADMIN, 1),
        (StaffRole.VETTING, 0),
        (StaffRole.CATALOGUE, 0),
    ],
)
def test_staff_see_customers_when_their_role_needs_it_and_change_none(signed_in, role, sees):
    mine = customer()
    api, path = signed_in(staff=role), f"{CUSTOMERS}/{mine.pk}"
    assert len(api.get(CUSTOMERS).json()["results"]) == sees
    assert api.get(path).status_code == (200 if sees else 404)
    assert send(api, "patch", path, {"city": "x"}, **{"If-Match": '"1"'}).status_code == (403 if sees else 404)


def test_nobody_signed_in_sees_nothing(client):
    assert client.get(CUSTOMERS).status_code == 401
    assert send(client, "post", CUSTOMERS, {}).status_code == 401
