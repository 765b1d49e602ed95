"""What happens to partner profiles."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class PartnerRegistered(Event):
    """An organisation opened a partner profile."""

    partner_id: UUID
    organisation_id: UUID
    display_name: str


@dataclass(frozen=True, kw_only=True)
class PartnerChanged(Event):
    """A profile has other values. `changes` maps each field to [before, after]; a contact address is not repeated."""

    partner_id: UUID
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ContactConfirmationRequested(Event):
    """Somebody asked for the mail that confirms the contact address."""

    partner_id: UUID
    contact_confirmation_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContactConfirmed(Event):
    """The contact address is read by somebody who wants to be the partner's contact."""

    partner_id: UUID
    contact_confirmation_id: UUID
