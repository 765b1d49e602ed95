"""What happens to customers."""

from dataclasses import dataclass
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class CustomerOpened(Event):
    """An organisation can be billed from now on."""

    customer_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class CustomerChanged(Event):
    """What the customer is billed as has changed; the facts name the fields and keep no personal data."""

    customer_id: UUID
    organisation_id: UUID
    fields: list[str]
