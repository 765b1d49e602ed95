"""What partners are told by rooms above, for the same list of notices: they know it, and say so here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.actors import Actor
from partners.organisations.models import Partner


@dataclass(frozen=True, slots=True)
class Told:
    """A notice for the list, in the reader's language; it leads to `path`, by the words `leads_to`."""

    id: UUID
    subject: str
    text: str
    given_at: datetime
    is_unread: bool
    path: str
    leads_to: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where further notices come from: the newest before an id, how many are new, and marking one or all as read."""

    newest: Callable[[Partner, UUID | None, int], list[Told]]
    unread: Callable[[UUID], int]
    read: Callable[[Partner, UUID | None, Actor, datetime], None]


_sources: list[Source] = []


def tells_partners(source: Source) -> Source:
    """Register a source of notices."""
    if source not in _sources:
        _sources.append(source)
    return source


def newest_told(partner: Partner, *, after: UUID | None, most: int) -> list[Told]:
    """Return what the rooms above have told a partner, the newest first, before the notice `after` if one is named."""
    return [told for source in _sources for told in source.newest(partner, after, most)]


def unread_told(partner_id: UUID) -> int:
    """Return how much of that nobody has read; one query for each source."""
    return sum(source.unread(partner_id) for source in _sources)


def read_told(partner: Partner, notice_id: UUID | None, *, actor: Actor, at: datetime) -> None:
    """Mark one notice, or all there are, as read."""
    for source in _sources:
        source.read(partner, notice_id, actor, at)
