"""What one may know and have erased of oneself."""

import pytest
from allauth.account.models import EmailAddress

from core import clock
from core.accounts import actions
from core.accounts.models import Invitation, Membership, User
from core.accounts.roles import Role
from core.events.models import Fact


def test_me_tells_what_one_may_do_where(api, ada, organisation):
    me = api(ada).call("get", "me").json()
    assert (me["kind"], me["name"], me["staff_roles"]) == ("user", "Ada", [])
    [own] = me["organisations"]
    assert (own["name"], own["role"]) == ("Atelier Nord", "owner")
    assert "members:write" in own["permissions"]


def test_name_and_language_can_be_set_right(api, ada):
    answer = api(ada).call("put", "me", {"name": "Ada Martin", "language": "fr"})
    assert (answer.json()["name"], answer.json()["language"]) == ("Ada Martin", "fr")
    fact = Fact.objects.get(type="accounts.profile_changed")
    assert fact.data["fields"] == ["language", "name"]
    assert api(ada).call("put", "me", {"name": "x", "language": "xx"}).status_code == 422


def test_the_export_holds_everything_and_nobody_else(api, ada, bo, organisation, join):
    join(bo, "viewer")
    data = api(ada).call("get", "me/export").json()
    assert data["person"]["email"] == "ada@example.org"
    assert data["email_addresses"][0]["confirmed"] is True
    assert data["memberships"][0]["organisation_id"] == str(organisation.pk)
    assert {fact["type"] for fact in data["facts"]} >= {"accounts.person_signed_up", "accounts.organisation_founded"}
    assert "bo@example.org" not in str(data)


def test_erasing_leaves_the_deeds_without_the_person(api, ada, bo, organisation, join):
    join(bo, "owner")
    invitation = actions.invite_member(
        organisation_id=organisation.pk, email="cy@example.org", role=Role.VIEWER, actor=bo.actor, at=clock.now()
    )
    browser = api(bo)
    assert browser.call("post", "me/erasure", {"email": "ada@example.org"}).status_code == 422
    assert browser.call("post", "me/erasure", {"email": "Bo@example.org"}).status_code == 204
    assert browser.call("get", "me").status_code == 401
    erased = User.objects.get(pk=bo.pk)
    assert (erased.is_active, erased.name, erased.has_usable_password()) == (False, "", False)
    assert not EmailAddress.objects.filter(user=bo).exists()
    assert not Membership.objects.filter(user=bo).exists()
    told = Fact.objects.get(type="accounts.member_invited")
    assert (told.actor_id, told.actor_label) == (bo.pk, "")
    everything = str(list(Fact.objects.values())) + str(list(User.objects.values()))
    assert "bo@example.org" not in everything
    assert "'Bo'" not in everything
    assert invitation.invited_by_id == bo.pk


def test_invitations_to_an_erased_person_lapse(api, ada, bo, organisation):
    actions.invite_member(
        organisation_id=organisation.pk, email="bo@example.org", role=Role.VIEWER, actor=ada.actor, at=clock.now()
    )
    assert api(bo).call("post", "me/erasure", {"email": "bo@example.org"}).status_code == 204
    invitation = Invitation.objects.get()
    assert invitation.state == "lapsed"
    assert "bo@" not in invitation.email


def test_the_last_owner_hands_over_first(api, ada, organisation):
    refused = api(ada).call("post", "me/erasure", {"email": "ada@example.org"})
    assert (refused.status_code, refused.json()["code"]) == (409, "last-owner")
    assert User.objects.get(pk=ada.pk).name == "Ada"


@pytest.mark.parametrize(("method", "path"), [("get", "me/export"), ("post", "me/erasure"), ("put", "me")])
def test_programs_have_no_personal_data(api, new_client, ask_token, method, path):
    api_client, secret = new_client("organisation:read")
    program = api(token=ask_token(api_client.pk, secret).json()["access_token"])
    assert program.call(method, path, {}).status_code == 403
