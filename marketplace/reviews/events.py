"""What happens to reviews.

What a customer's person does carries no partner, and what a partner's person does no customer: each would read the
other's name in its history.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class ReviewWritten(Event):
    """An organisation reviewed what it holds or held, for the first time or after it had taken its review back."""

    review_id: UUID
    organisation_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class ReviewChanged(Event):
    """A review says something else now; `number` is that of the edition."""

    review_id: UUID
    organisation_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class ReviewWithdrawn(Event):
    """An organisation took its review back."""

    review_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReplyWritten(Event):
    """The partner answered a review, or changed its answer; `number` is that of the edition."""

    reply_id: UUID
    review_id: UUID
    partner_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class ReviewReported(Event):
    """Somebody said that a review, or the reply to it, should not stand there."""

    report_id: UUID
    review_id: UUID
    about: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReviewHidden(Event):
    """Staff hid a review, or the reply to it; everybody reads the reason in its place."""

    review_id: UUID
    organisation_id: UUID
    partner_id: UUID
    about: str
    reason: str
    hidden_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReviewRestored(Event):
    """Staff let a review, or the reply to it, be read again; `reason` says why."""

    review_id: UUID
    organisation_id: UUID
    partner_id: UUID
    about: str
    reason: str
    restored_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReportsDismissed(Event):
    """Staff looked at what was reported and let it stand."""

    review_id: UUID
    about: str
    reports: int
