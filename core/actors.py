"""Who did something, as a plain value that a fact can keep for ever."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, program or part of the system that caused a change.

    `label` is what people read later; it holds no e-mail address, so a history can be shown to others.
    """

    kind: Literal["user", "client", "staff", "system"]
    id: UUID | None
    label: str


SYSTEM = Actor("system", None, "Guichet")
