"""Changing what members are, and parting from them."""

from datetime import datetime

from django.db import transaction

from core.accounts.events import MemberRemoved, MemberRoleChanged
from core.accounts.granting import check_may_grant, check_owner_remains, locked_members
from core.accounts.models import Membership
from core.accounts.roles import Role
from core.actors import Actor
from core.events.recording import record
from core.refusals import NotFound


def _own_row(membership: Membership, members: list[Membership]) -> Membership:
    """Return the membership as it is under the lock. Raises NotFound if it has gone."""
    found = next((member for member in members if member.pk == membership.pk), None)
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def change_role(*, membership: Membership, role: Role, actor: Actor, at: datetime) -> Membership:
    """Give a member another role.

    All memberships of the organisation are locked, so of two demotions of the last two owners at once one is refused.
    Raises GrantTooWide, LastOwner and NotFound.
    """
    members = locked_members(membership.organisation_id)
    member = _own_row(membership, members)
    if member.role == role:
        return member
    check_may_grant(actor, members, member.role, role)
    check_owner_remains(members, member)
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    record(
        MemberRoleChanged(
            membership_id=member.pk,
            organisation_id=member.organisation_id,
            user_id=member.user_id,
            before=before,
            after=role,
        ),
        actor=actor,
        at=at,
    )
    return member


@transaction.atomic
def remove_member(*, membership: Membership, actor: Actor, at: datetime) -> None:
    """End a membership; everybody may end their own. Raises GrantTooWide, LastOwner and NotFound."""
    members = locked_members(membership.organisation_id)
    member = _own_row(membership, members)
    if member.user_id != actor.id:
        check_may_grant(actor, members, member.role)
    check_owner_remains(members, member)
    identifier = member.pk
    member.delete()
    record(
        MemberRemoved(
            membership_id=identifier,
            organisation_id=member.organisation_id,
            user_id=member.user_id,
            role=member.role,
        ),
        actor=actor,
        at=at,
    )
