"""Facts that only these tests announce, and handlers whose doings they can see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.accounts.models import Organisation
from core.events.facts import Event, handles


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    """Somebody rang; one handler listens."""

    bell_id: UUID
    tower_id: UUID | None = None
    loudness: int = 1


@dataclass(frozen=True, kw_only=True)
class BellEchoed(Event):
    """What the first handler announces in turn; nobody listens."""

    bell_id: UUID


@dataclass(frozen=True, kw_only=True)
class BellCast(Event):
    """A field of every type that events have."""

    bell_id: UUID
    founder_id: UUID | None
    cast_on: date
    rung_at: datetime | None
    name: str
    weight: int
    cracked: bool
    notes: list[str]
    terms: dict[str, Any]


class Listener:
    """What the handler does when it is called: a test may replace it."""

    heard: list[BellRung] = []
    do: Callable[[BellRung, datetime], None] | None = None

    @classmethod
    def reset(cls) -> None:
        cls.heard, cls.do = [], None


@handles(BellRung)
def hear(event: BellRung, *, at: datetime) -> None:
    """Write a row, so that it can be seen whether the writes of a handler stay."""
    Organisation.objects.create(name=f"heard {event.bell_id}", country="FR", created_at=at)
    Listener.heard.append(event)
    if Listener.do:
        Listener.do(event, at)
