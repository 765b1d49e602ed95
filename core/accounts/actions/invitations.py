"""Inviting people into an organisation, and answering."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from core.accounts.events import InvitationAccepted, InvitationRevoked, MemberInvited
from core.accounts.granting import check_may_grant, locked_members, person_behind
from core.accounts.invitations import LIFETIME, hash_of, token_of
from core.accounts.models import INVITATION_MOVES, Invitation, InvitationState, Membership, User
from core.accounts.roles import Role
from core.actors import Actor
from core.events.recording import record
from core.ids import uuid7
from core.refusals import Forbidden, Refusal

MOST_OPEN = 100


class AlreadyMember(Refusal):
    """The person is a member already."""

    code = "already-member"
    title = "The person is a member already"


class AlreadyInvited(Refusal):
    """An invitation to this address is still open."""

    code = "already-invited"
    title = "An invitation to this address is still open"


class TooManyInvitations(Refusal):
    """So many invitations are open that another one looks like unwanted mail."""

    code = "too-many-invitations"
    title = "Too many invitations are open"


class InvitationNotOpen(Refusal):
    """The invitation does not exist, was answered or taken back, or has expired."""

    code = "invitation-not-open"
    title = "This invitation cannot be accepted any more"


class OtherAddressee(Forbidden):
    """The invitation went to an address that the signed-in person has not confirmed as theirs."""

    code = "other-addressee"
    title = "The invitation is for another e-mail address"


@transaction.atomic
def invite_member(*, organisation_id: UUID, email: str, role: Role, actor: Actor, at: datetime) -> Invitation:
    """Invite whoever reads `email` to become a member in `role`; the e-mail goes out after commit.

    Raises GrantTooWide, AlreadyMember, AlreadyInvited and TooManyInvitations.
    """
    members = locked_members(organisation_id)
    check_may_grant(actor, members, role)
    user_ids = [member.user_id for member in members]
    if EmailAddress.objects.filter(email__iexact=email, verified=True, user_id__in=user_ids).exists():
        raise AlreadyMember("A member uses this address already. Change their role instead.")
    open_ones = Invitation.objects.pending().filter(organisation_id=organisation_id, email__iexact=email)
    open_ones.filter(expires_at__lte=at).update(state=InvitationState.LAPSED, answered_at=at)
    if open_ones.exists():
        raise AlreadyInvited("Revoke the open invitation first if you want to send another one.")
    if Invitation.objects.pending().filter(organisation_id=organisation_id).count() >= MOST_OPEN:
        raise TooManyInvitations(f"At most {MOST_OPEN} may be open. Revoke some, or wait for answers.")
    identifier = uuid7()
    invitation = Invitation.objects.create(
        id=identifier,
        organisation_id=organisation_id,
        email=email,
        role=role,
        token_hash=hash_of(token_of(identifier)),
        invited_by_id=person_behind(actor),
        created_at=at,
        expires_at=at + LIFETIME,
    )
    record(
        MemberInvited(invitation_id=identifier, organisation_id=invitation.organisation_id, role=role),
        actor=actor,
        at=at,
    )
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, user: User, actor: Actor, at: datetime) -> Membership:
    """Make `user` a member, if one of their confirmed addresses is the one the invitation went to.

    A wrong token and a used one get the same answer. Raises InvitationNotOpen, OtherAddressee and AlreadyMember.
    """
    invitation = Invitation.objects.pending().filter(token_hash=hash_of(token), expires_at__gt=at).first()
    if invitation is None:
        raise InvitationNotOpen("It was answered or revoked, or it has expired. Ask for a new one.")
    if not EmailAddress.objects.filter(user=user, verified=True, email__iexact=invitation.email).exists():
        raise OtherAddressee(
            "Sign in with the address the invitation was sent to, or add that address to your account and confirm it."
        )
    members = locked_members(invitation.organisation_id)
    if any(member.user_id == user.pk for member in members):
        raise AlreadyMember("You are a member of this organisation already.")
    INVITATION_MOVES.apply(Invitation.objects.filter(pk=invitation.pk), to=InvitationState.ACCEPTED, answered_at=at)
    membership = Membership.objects.create(
        organisation_id=invitation.organisation_id, user=user, role=invitation.role, created_at=at
    )
    record(
        InvitationAccepted(
            invitation_id=invitation.pk,
            organisation_id=invitation.organisation_id,
            user_id=user.pk,
            role=invitation.role,
        ),
        actor=actor,
        at=at,
    )
    return membership


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, actor: Actor, at: datetime) -> None:
    """Take back an open invitation. Raises IllegalMove once it was answered."""
    INVITATION_MOVES.apply(Invitation.objects.filter(pk=invitation.pk), to=InvitationState.REVOKED, answered_at=at)
    record(
        InvitationRevoked(invitation_id=invitation.pk, organisation_id=invitation.organisation_id),
        actor=actor,
        at=at,
    )
