"""Writing a fact into the transaction in which it happens."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from core import clock
from core.actors import Actor
from core.events.facts import Event, handlers_of
from core.events.models import Delivery, Fact
from core.events.tasks import ring
from core.ids import uuid7

_COLUMNS = ("id", "type", "subject", "refs", "data", "actor_kind", "actor_id", "actor_label", "at", "recorded_at")
_INSERT = f"INSERT INTO events_fact ({', '.join(_COLUMNS)}) VALUES "  # noqa: S608 - our own names, just above
_delivered_by_caller: ContextVar[bool] = ContextVar("delivered_by_caller", default=False)


@contextmanager
def delivered_by_caller() -> Iterator[None]:
    """Leave the broker alone for facts recorded in the block: whoever opens it calls `postman.deliver_due` after it.

    For commands that record thousands. Should it be killed in between, the sweep finds what is owed.
    """
    token = _delivered_by_caller.set(True)
    try:
        yield
    finally:
        _delivered_by_caller.reset(token)


def record(event: Event, *, actor: Actor, at: datetime) -> Fact:
    """Write the fact and one delivery for each subscriber into the running transaction.

    The broker is only told after commit; what a crash or a broken broker leaves lying is found by the sweep. Raises
    RuntimeError outside a transaction, because a fact without its change (or the reverse) would be a lie.
    """
    return record_all([event], actor=actor, at=at)[0]


def record_all(events: Sequence[Event], *, actor: Actor, at: datetime) -> list[Fact]:
    """Write several facts as `record` writes one, in the order given (or none); two statements at most."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{', '.join(event.type for event in events)} was recorded outside a transaction")
    if not events:
        return []
    facts = [_fact(event, actor, at) for event in events]
    _insert(facts)
    owed = [(fact, handler) for fact in facts for handler in handlers_of(fact.type)]
    if not owed:
        return facts
    deliveries = Delivery.objects.bulk_create(
        Delivery(fact=fact, handler=handler, next_attempt_at=at) for fact, handler in owed
    )
    if not _delivered_by_caller.get():
        transaction.on_commit(partial(ring, [delivery.pk for delivery in deliveries]), robust=True)
    return facts


def _fact(event: Event, actor: Actor, at: datetime) -> Fact:
    """Return the fact as it is once `_insert` has written it."""
    refs = event.refs
    row = {
        "id": uuid7(),
        "type": event.type,
        "subject": refs[0],
        "refs": refs,
        "data": event.payload(),
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_label": actor.label,
        "at": at,
        "recorded_at": clock.now(),
    }
    return Fact.from_db(connection.alias, list(row), list(row.values()))


def _insert(facts: Sequence[Fact]) -> None:
    """Write the rows in one statement. Every action passes here, and the ORM would take twice the time for it."""
    row = f"({', '.join(['%s'] * len(_COLUMNS))})"
    values: list[Any] = [
        Jsonb(fact.data) if column == "data" else getattr(fact, column) for fact in facts for column in _COLUMNS
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT + ", ".join([row] * len(facts)), values)
