"""The principal: the person or program behind a request, and what it may do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from core.accounts.models import Membership, User
from core.accounts.roles import PERMISSIONS, Role, StaffRole, roles_with
from core.actors import Actor
from core.refusals import Forbidden

if TYPE_CHECKING:
    from rest_framework.request import Request


class ScopeMissing(Forbidden):
    """The program's token does not carry the scope this needs."""

    code = "insufficient-scope"
    title = "The token lacks a scope"


class RoleInsufficient(Forbidden):
    """The person is a member, but the role does not allow this."""

    code = "role-insufficient"
    title = "Your role does not allow this"


class StaffOnly(Forbidden):
    """Only staff of the marketplace in a certain role do this."""

    code = "staff-only"
    title = "Only staff of the marketplace may do this"


@dataclass(frozen=True)
class Principal:
    """Who is behind a request. Code asks the principal, never `request.user` alone.

    `memberships` maps each organisation it acts for to the role held there; a program (`kind` "client") is bound to
    one organisation, has no role, and holds the `scopes` of its token.
    """

    kind: Literal["anonymous", "user", "client"]
    actor: Actor
    user: User | None = None
    memberships: Mapping[UUID, Role | None] = field(default_factory=dict)
    staff_roles: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is known behind the request."""
        return self.kind == "anonymous"

    @property
    def is_staff(self) -> bool:
        """Whether this is a person on staff, in whatever role."""
        return bool(self.staff_roles)

    @cached_property
    def organisation_ids(self) -> frozenset[UUID]:
        """The organisations it acts for."""
        return frozenset(self.memberships)

    @property
    def id(self) -> str:
        """A stable name for limits and idempotency keys."""
        return f"{self.kind}:{self.actor.id}"

    def has_staff_role(self, role: str) -> bool:
        """Whether it is on staff in `role`; staff admins hold every role."""
        return role in self.staff_roles or StaffRole.ADMIN in self.staff_roles

    def has_any_staff_role(self, roles: Iterable[str]) -> bool:
        """Whether it is on staff in at least one of `roles`."""
        return any(self.has_staff_role(role) for role in roles)

    def may(self, permission: str, organisation_id: UUID) -> bool:
        """Whether it may do `permission` (such as "offers:write") for the organisation."""
        if organisation_id not in self.memberships:
            return False
        if self.kind == "client":
            return permission in self.scopes
        role = self.memberships[organisation_id]
        return role is not None and permission in PERMISSIONS[role]

    def require(self, permission: str, organisation_id: UUID) -> None:
        """Raise the refusal that fits, unless it may do `permission` for the organisation."""
        if self.may(permission, organisation_id):
            return
        if self.kind == "client":
            self.require_scope(permission)
        needed = ", ".join(roles_with(permission))
        held = self.memberships.get(organisation_id)
        raise RoleInsufficient(
            f"This needs the permission “{permission}”, which the roles {needed} hold; yours is “{held or 'none'}”."
            " Ask an owner or admin of your organisation.",
            permission=permission,
        )

    def require_scope(self, permission: str) -> None:
        """Raise ScopeMissing for a program whose token lacks `permission`; people have no scopes."""
        if self.kind == "client" and permission not in self.scopes:
            raise ScopeMissing(
                f"The token lacks the scope “{permission}”. Request a token with it, or have the client granted it.",
                scope=permission,
            )

    def require_staff(self, role: str) -> None:
        """Raise StaffOnly unless it is on staff in `role`."""
        if not self.has_staff_role(role):
            raise StaffOnly(f"Only staff of the marketplace in the role “{role}” may do this.", role=role)


ANONYMOUS = Principal(kind="anonymous", actor=Actor("user", None, "Anonymous"))


def has_needed_factor(user: User) -> bool:
    """Whether a person on staff has the second factor that the settings ask of staff."""
    if not user.staff_roles or not settings.STAFF_MFA_REQUIRED:
        return True
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def principal_of_user(user: User) -> Principal:
    """Build the principal of a signed-in person; membership changes take effect on the next request.

    Where staff need a second factor (`STAFF_MFA_REQUIRED`), staff roles count only for those who have one: signing in
    has then asked for it.
    """
    rows = Membership.objects.filter(user=user).values_list("organisation_id", "role")
    staff_roles = frozenset(user.staff_roles) if user.is_active and has_needed_factor(user) else frozenset()
    return Principal(
        kind="user",
        actor=user.actor,
        user=user,
        memberships={organisation: Role(role) for organisation, role in rows},
        staff_roles=staff_roles,
    )


def principal_of(request: "HttpRequest | Request") -> Principal:
    """Return the principal behind a request, of REST or of a page; computed once per request."""
    plain: HttpRequest = getattr(request, "_request", request)
    known: Principal | None = getattr(plain, "principal", None)
    if known is None:
        user = request.user
        known = principal_of_user(user) if isinstance(user, User) and user.is_active else ANONYMOUS
        plain.principal = known  # type: ignore[attr-defined]
    return known
