"""What happens to rule books. Requirements are named with their revision: `IDN-001@2`; those gone, with their last."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class RuleBookAnnounced(Event):
    """A version was announced: from `effective_at` it says what is asked."""

    programme_id: UUID
    rule_book_version_id: UUID
    code: str
    number: str
    announced_at: datetime
    effective_at: datetime
    emergency: bool
    new: list[str]
    stricter: list[str]
    eased: list[str]
    reworded: list[str]
    gone: list[str]


@dataclass(frozen=True, kw_only=True)
class RuleBookWithdrawn(Event):
    """A version that was announced will not come into force."""

    programme_id: UUID
    rule_book_version_id: UUID
    code: str
    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RuleBookInForce(Event):
    """A version came into force; the changes are those from the version before it (`before`, empty of the first)."""

    programme_id: UUID
    rule_book_version_id: UUID
    code: str
    number: str
    before: str
    new: list[str]
    stricter: list[str]
    eased: list[str]
    reworded: list[str]
    gone: list[str]
