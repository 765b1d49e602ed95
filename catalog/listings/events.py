"""Facts about listings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class ListingSubmitted(Event):
    """A partner asked for a version of an offer to be published."""

    offer_id: UUID
    listing_version_id: UUID
    partner_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class ListingPublished(Event):
    """A version went live, in place of the one before it if there was one."""

    listing_id: UUID
    listing_version_id: UUID
    partner_id: UUID
    offer_id: UUID


@dataclass(frozen=True, kw_only=True)
class ListingScheduled(Event):
    """Staff approved a version, which goes live at an instant that is still to come."""

    offer_id: UUID
    listing_version_id: UUID
    partner_id: UUID
    goes_live_at: datetime


@dataclass(frozen=True, kw_only=True)
class ListingRetired(Event):
    """A listing is not sold any more; its page stays, and those who hold its plans keep them."""

    listing_id: UUID
    partner_id: UUID
    offer_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class ListingReturned(Event):
    """A retired listing is for sale again."""

    listing_id: UUID
    partner_id: UUID
    offer_id: UUID


@dataclass(frozen=True, kw_only=True)
class ListingChangesRequested(Event):
    """Staff sent a version back, with what has to change."""

    offer_id: UUID
    listing_version_id: UUID
    partner_id: UUID
    findings: list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class SubmissionWithdrawn(Event):
    """A version was taken back before it was decided."""

    offer_id: UUID
    listing_version_id: UUID
    partner_id: UUID


@dataclass(frozen=True, kw_only=True)
class ListingWithdrawn(Event):
    """A listing is not for sale any more; those who hold its plans keep them."""

    listing_id: UUID
    partner_id: UUID
    offer_id: UUID
    listing_version_id: UUID
    reason: str
