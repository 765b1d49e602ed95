"""What happens to people, organisations and their programs. No fact holds an e-mail address or a person's name."""

from dataclasses import dataclass
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class PersonSignedUp(Event):
    """Somebody made an account."""

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class EmailAddressConfirmed(Event):
    """A person showed that an e-mail address is theirs."""

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A person set another password."""

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class SecondFactorAdded(Event):
    """A person added a second factor: "totp" or "recovery_codes"."""

    user_id: UUID
    factor: str


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(Event):
    """A person gave up a second factor."""

    user_id: UUID
    factor: str


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    """A person changed name or language; the fact names the fields only."""

    user_id: UUID
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class StaffAppointed(Event):
    """A person was given these roles on the marketplace's staff, in place of the earlier ones."""

    user_id: UUID
    roles: list[str]


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """A person had their personal data erased."""

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationFounded(Event):
    """An organisation came to the marketplace."""

    organisation_id: UUID
    name: str
    country: str


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Event):
    """An organisation changed its name or country."""

    organisation_id: UUID
    name: str
    country: str


@dataclass(frozen=True, kw_only=True)
class MemberInvited(Event):
    """Somebody was invited into an organisation."""

    invitation_id: UUID
    organisation_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event):
    """An invited person joined."""

    invitation_id: UUID
    organisation_id: UUID
    user_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(Event):
    """An invitation was taken back before it was answered."""

    invitation_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberRoleChanged(Event):
    """A member has another role now."""

    membership_id: UUID
    organisation_id: UUID
    user_id: UUID
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Event):
    """A member left, or was removed."""

    membership_id: UUID
    organisation_id: UUID
    user_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class ApiClientCreated(Event):
    """An organisation got a program that may act for it."""

    api_client_id: UUID
    organisation_id: UUID
    name: str
    scopes: list[str]


@dataclass(frozen=True, kw_only=True)
class ApiClientSecretRotated(Event):
    """A program got a new secret; the old one and all its tokens ended."""

    api_client_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApiClientRevoked(Event):
    """A program may not act any more."""

    api_client_id: UUID
    organisation_id: UUID
