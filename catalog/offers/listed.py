"""What others find of offers in the catalogue: only the room above knows, and says so here."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from uuid import UUID

Listed = Callable[[Collection[UUID], datetime], Mapping[UUID, frozenset[str]]]
_asked: list[Listed] = []


def tells_what_is_listed(asked: Listed) -> Listed:
    """Register a function that says which of some offers anybody finds at an instant, with the codes of their plans."""
    if asked not in _asked:
        _asked.append(asked)
    return asked


def listed(offer_ids: Collection[UUID], *, at: datetime) -> dict[UUID, frozenset[str]]:
    """Return those of the offers that anybody finds at `at`, each with the codes of the plans that are sold."""
    return {offer_id: codes for asked in _asked for offer_id, codes in asked(offer_ids, at).items()}
