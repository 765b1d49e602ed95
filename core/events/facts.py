"""Announcing a fact, and subscribing to it.

An event is a frozen dataclass in a room's `events.py`, named object + participle. Its first field is the subject, and
every field named `<kind>_id` puts the fact into the history of that thing::

    @dataclass(frozen=True, kw_only=True)
    class OfferSubmitted(Event):
        offer_id: UUID
        partner_id: UUID
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeVar, get_type_hints
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Event:
    """The base of every fact that a room announces."""

    type: ClassVar[str]

    def __init_subclass__(cls) -> None:
        room = cls.__module__.removesuffix(".events").rsplit(".", 1)[-1]
        cls.type = f"{room}.{_snake(cls.__name__)}"
        if _event_types.setdefault(cls.type, cls).__module__ != cls.__module__:
            raise TypeError(f"two events are called {cls.type}")
        _event_types[cls.type] = cls

    @property
    def refs(self) -> list[str]:
        """The things whose history this belongs to, the subject first, as `<kind>:<uuid>`."""
        return [
            f"{field.name.removesuffix('_id')}:{getattr(self, field.name)}"
            for field in fields(self)
            if field.name.endswith("_id") and getattr(self, field.name) is not None
        ]

    def payload(self) -> dict[str, Any]:
        """The fields as they are stored: JSON values."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_payload(cls, data: dict[str, Any]) -> Self:
        """Rebuild the event from a stored payload; identifiers, dates and instants get their types back."""
        hints = get_type_hints(cls)
        return cls(**{name: _revive(value, hints[name]) for name, value in data.items() if name in hints})


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _plain(value: Any) -> Any:  # noqa: ANN401
    return str(value) if isinstance(value, UUID) else value.isoformat() if isinstance(value, date) else value


def _revive(value: Any, hint: Any) -> Any:  # noqa: ANN401
    if value is None:
        return None
    if hint in (UUID, UUID | None):
        return UUID(value)
    if hint in (date, datetime, date | None, datetime | None):
        kind = datetime if hint in (datetime, datetime | None) else date
        return kind.fromisoformat(value)
    return value


E = TypeVar("E", bound=Event)
Handler = Callable[..., None]
_event_types: dict[str, type[Event]] = {}
_handlers: dict[str, dict[str, Handler]] = {}
_together: set[str] = set()


def event_type(name: str) -> type[Event]:
    """Return the event class whose facts have the type `name`. Raises KeyError."""
    return _event_types[name]


def handler_named(name: str) -> Handler:
    """Return the handler called `<module of the room>.<function>`. Raises KeyError."""
    for by_name in _handlers.values():
        if name in by_name:
            return by_name[name]
    raise KeyError(name)


def handlers_of(event_type_name: str) -> list[str]:
    """The names of the handlers subscribed to events of this type."""
    return list(_handlers.get(event_type_name, {}))


def takes_many(handler_name: str) -> bool:
    """Whether the handler is called with a list of events instead of one."""
    return handler_name in _together


def handles(event: type[E], *, together: bool = False) -> Callable[[Handler], Handler]:
    """Subscribe a function to an event: `def f(event, *, at)`, called after commit, at least once.

    It runs in one transaction together with the record that it has run, so its writes happen once; anything that
    leaves the database must be repeatable. With `together` it is `def f(events, *, at)` and gets a list: of one, or
    of many where a command has recorded many.
    """

    def register(handler: Handler) -> Handler:
        room = handler.__module__.removesuffix(".handlers")
        name = f"{room}.{handler.__name__}"
        _handlers.setdefault(event.type, {})[name] = handler
        if together:
            _together.add(name)
        return handler

    return register
