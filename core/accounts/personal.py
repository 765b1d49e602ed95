"""What the rooms hold about a person: each tells it here, from a module of its own that is called `personal`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from core.accounts.models import User

Tells = Callable[[User], Iterable[Mapping[str, Any]]]
_told: dict[str, Tells] = {}


def tells_personal_data(section: str) -> Callable[[Tells], Tells]:
    """Register a function that returns what a room holds about a person, under the name it has in the export."""

    def register(tells: Tells) -> Tells:
        _told[section] = tells
        return tells

    return register


def told_by_rooms(user: User) -> dict[str, list[Mapping[str, Any]]]:
    """Return what every room holds about a person, by section."""
    return {section: list(tells(user)) for section, tells in sorted(_told.items())}
