"""Invitations: a token that is only in the e-mail, for the person who reads that address."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from core import clock
from core.accounts import actions
from core.accounts.actions.invitations import (
    AlreadyInvited,
    AlreadyMember,
    InvitationNotOpen,
    OtherAddressee,
    TooManyInvitations,
)
from core.accounts.granting import GrantTooWide
from core.accounts.invitations import LIFETIME, token_of
from core.accounts.models import Invitation, Membership
from core.accounts.roles import Role
from core.events import postman
from core.events.models import Fact


@pytest.fixture
def invite(organisation, ada):
    def make(email="bo@example.org", role="developer", by=ada, at=None):
        return actions.invite_member(
            organisation_id=organisation.pk, email=email, role=Role(role), actor=by.actor, at=at or clock.now()
        )

    return make


def accept(token, user, at=None):
    return actions.accept_invitation(token=token, user=user, actor=user.actor, at=at or clock.now())


def test_the_token_is_in_the_mail_and_nowhere_else(invite, organisation, bo):
    invitation = invite()
    postman.deliver_due(at=clock.now())
    [message] = mail.outbox
    assert message.to == ["bo@example.org"]
    token = re.search(r"/invitations/(\w+)/", message.body)[1]
    stored = str(Invitation.objects.values().get()) + str(list(Fact.objects.values()))
    assert token not in stored
    assert "bo@example.org" not in str(list(Fact.objects.values("data", "actor_label", "subject")))
    assert accept(token, bo).role == "developer"
    assert Invitation.objects.get().state == "accepted"
    assert invitation.organisation_id == organisation.pk


def test_a_token_works_once(invite, bo):
    token = token_of(invite().pk)
    accept(token, bo)
    with pytest.raises(InvitationNotOpen):
        accept(token, bo)


def test_somebody_else_cannot_use_it(invite, person):
    token = token_of(invite().pk)
    with pytest.raises(OtherAddressee):
        accept(token, person("Mallory"))
    assert Invitation.objects.get().state == "pending"


def test_an_unconfirmed_address_does_not_count(invite, person, ada):
    token = token_of(invite().pk)
    mallory = person("Mallory")
    EmailAddress.objects.create(user=mallory, email="bo@example.org", verified=False)
    with pytest.raises(OtherAddressee):
        accept(token, mallory)


def test_it_expires(invite, bo):
    token = token_of(invite().pk)
    with pytest.raises(InvitationNotOpen):
        accept(token, bo, at=clock.now() + LIFETIME + timedelta(seconds=1))


def test_an_expired_one_makes_room_for_another(invite):
    first = invite(at=clock.now() - LIFETIME - timedelta(days=1))
    second = invite()
    first.refresh_from_db()
    assert (first.state, second.state) == ("lapsed", "pending")


def test_a_revoked_one_is_worth_nothing(invite, bo, ada):
    invitation = invite()
    actions.revoke_invitation(invitation=invitation, actor=ada.actor, at=clock.now())
    with pytest.raises(InvitationNotOpen):
        accept(token_of(invitation.pk), bo)
    postman.deliver_due(at=clock.now())
    assert mail.outbox == []


def test_one_open_invitation_an_address(invite):
    invite()
    with pytest.raises(AlreadyInvited):
        invite(email="BO@example.org")


def test_members_are_not_invited(invite, join, bo):
    join(bo, "viewer")
    with pytest.raises(AlreadyMember):
        invite()


@pytest.mark.parametrize(("own", "wanted"), [("admin", "owner"), ("developer", "admin"), ("viewer", "developer")])
def test_nobody_invites_above_themselves(invite, join, person, own, wanted):
    cy = person("Cy")
    join(cy, own)
    with pytest.raises(GrantTooWide):
        invite(role=wanted, by=cy)


def test_an_organisation_sends_only_so_many(invite, monkeypatch):
    monkeypatch.setattr("core.accounts.actions.invitations.MOST_OPEN", 2)
    invite("a@example.org")
    invite("b@example.org")
    with pytest.raises(TooManyInvitations):
        invite("c@example.org")


def test_by_page(invite, bo, client, organisation):
    address = f"/invitations/{token_of(invite().pk)}/"
    assert client.get(address)["Location"].startswith("/accounts/login/?next=")
    client.force_login(bo, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Atelier Nord" in client.get(address).content.decode()
    client.post(address)
    assert Membership.objects.filter(user=bo, organisation=organisation).exists()
    assert client.get(address).status_code == 404


def test_by_api(organisation, ada, bo, api):
    invitations = f"organisations/{organisation.pk}/invitations"
    answer = api(ada).call("post", invitations, {"email": "bo@example.org", "role": "viewer"})
    assert answer.status_code == 201
    assert "token" not in answer.json()
    token = token_of(Invitation.objects.get().pk)
    assert api(bo).call("post", "invitations/accept", {"token": token}).status_code == 201
    refused = api(bo).call("post", "invitations/accept", {"token": token})
    assert (refused.status_code, refused.json()["code"]) == (409, "invitation-not-open")
    assert api(bo).call("get", invitations).status_code == 403
