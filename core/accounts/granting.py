"""Who may give or take what in an organisation, decided on rows that are locked.

The roles are read again under the lock: what a request knew of them when it began may have changed since.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from core.accounts.models import Membership
from core.accounts.roles import PERMISSIONS, Role
from core.actors import Actor
from core.refusals import Forbidden, Refusal


class GrantTooWide(Forbidden):
    """Nobody gives, or takes from, others more than they hold themselves."""

    code = "grant-too-wide"
    title = "You cannot grant more than you hold"


class LastOwner(Refusal):
    """An organisation always has an owner."""

    code = "last-owner"
    title = "The last owner cannot leave or be demoted"


def locked_members(organisation_id: UUID) -> list[Membership]:
    """Lock and return all memberships of the organisation, in the order of their keys, as everybody does."""
    rows = Membership.objects.filter(organisation_id=organisation_id).select_for_update(of=("self",)).order_by("pk")
    return list(rows)


def role_held(actor: Actor, members: Iterable[Membership]) -> Role | None:
    """Return the role of the actor among the members."""
    return next((Role(member.role) for member in members if member.user_id == actor.id), None)


def person_behind(actor: Actor) -> UUID | None:
    """Return the user's identifier if the actor is a person, for a row that remembers who it was."""
    return actor.id if actor.kind in ("user", "staff") else None


def check_may_grant(actor: Actor, members: Sequence[Membership], *roles: str) -> None:
    """Refuse to give or take any of the roles unless the actor holds at least as much, and owners only by owners.

    The system itself may grant everything. Raises GrantTooWide.
    """
    if actor.kind == "system":
        return
    held = role_held(actor, members)
    for role in map(Role, roles):
        if held is None or not PERMISSIONS[role] <= PERMISSIONS[held] or (role == Role.OWNER and held != Role.OWNER):
            raise GrantTooWide(
                f"Your role is “{held or 'none'}”; the role “{role}” holds more than that. Ask an owner to do it.",
                role=str(role),
            )


def check_may_grant_scopes(actor: Actor, members: Sequence[Membership], scopes: Iterable[str]) -> None:
    """Refuse scopes that the actor's own role does not hold. Raises GrantTooWide."""
    if actor.kind == "system":
        return
    held = role_held(actor, members)
    missing = sorted(set(scopes) - (PERMISSIONS[held] if held else frozenset()))
    if missing:
        raise GrantTooWide(
            f"Your role “{held or 'none'}” does not hold {', '.join(missing)}, so you cannot give it to a program."
            " Leave it out, or ask an owner or admin.",
            scopes=missing,
        )


def check_owner_remains(members: Sequence[Membership], leaving: Membership) -> None:
    """Refuse that the last owner stops being one. Raises LastOwner."""
    if leaving.role == Role.OWNER and not any(m.role == Role.OWNER and m.pk != leaving.pk for m in members):
        raise LastOwner("An organisation always has an owner. Make another member an owner first.")
