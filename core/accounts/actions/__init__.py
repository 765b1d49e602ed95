"""Everything that changes people, organisations, memberships and programs."""

from core.accounts.actions.clients import create_api_client, revoke_api_client, rotate_api_client_secret
from core.accounts.actions.invitations import accept_invitation, invite_member, revoke_invitation
from core.accounts.actions.members import change_role, remove_member
from core.accounts.actions.organisations import change_organisation, found_organisation
from core.accounts.actions.people import appoint_staff, change_profile, create_person, erase_person

__all__ = [
    "accept_invitation",
    "appoint_staff",
    "change_organisation",
    "change_profile",
    "change_role",
    "create_api_client",
    "create_person",
    "erase_person",
    "found_organisation",
    "invite_member",
    "remove_member",
    "revoke_api_client",
    "revoke_invitation",
    "rotate_api_client_secret",
]
