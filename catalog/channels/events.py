"""Facts about channels."""

from dataclasses import dataclass
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class ChannelFounded(Event):
    """Staff founded a storefront."""

    channel_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class ChannelChanged(Event):
    """A storefront is another one now; `fields` names in what."""

    channel_id: UUID
    code: str
    fields: list[str]
