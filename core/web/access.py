"""Who may call an operation at all: declared on the view, checked before it, written into OpenAPI, walked by a test."""

from dataclasses import dataclass

from core.accounts.principals import Principal
from core.accounts.roles import SCOPES
from core.refusals import Forbidden
from core.web.problems import NotSignedIn

SIGN_IN = "Sign in, or send a bearer token of an API client."


class PersonNeeded(Forbidden):
    """A program tried something that only people do."""

    code = "person-needed"
    title = "Only a person can do this"


@dataclass(frozen=True)
class Access:
    """Open to everybody, unless a subclass says otherwise."""

    def check(self, principal: Principal) -> None:
        """Raise the refusal that fits, unless the principal may call the operation."""

    @property
    def statuses(self) -> tuple[int, ...]:
        """The statuses with which it refuses."""
        return ()

    @property
    def scopes(self) -> tuple[str, ...] | None:
        """The scopes a program's token must carry; None where only people may call."""
        return ()


@dataclass(frozen=True)
class SignedIn(Access):
    """Open to every person and program that is known."""

    def check(self, principal: Principal) -> None:
        """Raise NotSignedIn."""
        if principal.is_anonymous:
            raise NotSignedIn(SIGN_IN)

    @property
    def statuses(self) -> tuple[int, ...]:
        """401."""
        return (401,)


@dataclass(frozen=True)
class PersonOnly(SignedIn):
    """Open to people; programs cannot do this."""

    @property
    def scopes(self) -> None:
        """None: no scope opens this."""
        return

    def check(self, principal: Principal) -> None:
        """Raise NotSignedIn or PersonNeeded."""
        super().check(principal)
        if principal.kind == "client":
            raise PersonNeeded("Only a person can do this; sign in instead of sending a client's token.")

    @property
    def statuses(self) -> tuple[int, ...]:
        """401 and 403."""
        return (401, 403)


@dataclass(frozen=True)
class Needs(SignedIn):
    """Needs a permission for the organisation concerned.

    A program must carry it as a scope, which is checked here; a person's role is checked with the thing at hand
    (`principal.require`), after the thing was found among those it may see.
    """

    permission: str

    def check(self, principal: Principal) -> None:
        """Raise NotSignedIn or ScopeMissing."""
        super().check(principal)
        principal.require_scope(self.permission)

    @property
    def statuses(self) -> tuple[int, ...]:
        """401 and 403."""
        return (401, 403)

    @property
    def scopes(self) -> tuple[str, ...] | None:
        """The permission, if there is a scope of this name: programs never manage people or programs."""
        return (self.permission,) if self.permission in SCOPES else None


@dataclass(frozen=True)
class Staff(SignedIn):
    """Only for staff of the marketplace in a role."""

    role: str

    def check(self, principal: Principal) -> None:
        """Raise NotSignedIn or StaffOnly."""
        super().check(principal)
        principal.require_staff(self.role)

    @property
    def statuses(self) -> tuple[int, ...]:
        """401 and 403."""
        return (401, 403)

    @property
    def scopes(self) -> None:
        """None: programs are never on staff."""
        return


PUBLIC = Access()
SIGNED_IN = SignedIn()
PERSON = PersonOnly()
