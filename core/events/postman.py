"""Delivering facts to their handlers: at least once, each handler's writes exactly once."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from core.events.facts import event_type, handler_named, takes_many
from core.events.models import Delivery, DeliveryState

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 12
FIRST_BACKOFF = timedelta(seconds=5)
LONGEST_BACKOFF = timedelta(hours=6)
# How long a re-published delivery is left to the worker before the sweep publishes it again.
PUBLISHED_LEASE = timedelta(minutes=2)
BATCH, TOGETHER = 500, 100


def backoff(attempts: int) -> timedelta:
    """How long to wait after the `attempts`-th failure: doubling from 5 seconds to 6 hours."""
    return min(FIRST_BACKOFF * (1 << (attempts - 1)), LONGEST_BACKOFF)


def deliver(delivery_id: int, *, at: datetime) -> bool:
    """Run one delivery's handler, and mark it done in the same transaction. Returns whether it ran here.

    Two workers at once: the row lock lets one through, the other skips. Killed in between: both the handler's writes
    and the mark are rolled back, and the sweep finds it again. A failure backs off; after 12 it is dead and logged.
    """
    try:
        return _deliver([delivery_id], at=at) == 1
    except Exception as error:  # noqa: BLE001 - whatever a handler raises, the fact must stay owed
        _note_failure(delivery_id, error, at=at)
        return False


@transaction.atomic
def _deliver(delivery_ids: Sequence[int], *, at: datetime) -> int:
    """Run deliveries of one handler, and mark them done, all in one transaction. Returns how many ran here."""
    deliveries = list(
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("fact")
        .filter(pk__in=delivery_ids, state=DeliveryState.PENDING)
        .order_by("pk")
    )
    if not deliveries:
        return 0
    events = [event_type(delivery.fact.type).from_payload(delivery.fact.data) for delivery in deliveries]
    name = deliveries[0].handler
    if takes_many(name):
        handler_named(name)(events, at=at)
    else:
        for event in events:
            handler_named(name)(event, at=at)
    ran = Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries])
    return ran.update(state=DeliveryState.DONE, done_at=at, last_error="")


@transaction.atomic
def _note_failure(delivery_id: int, error: Exception, *, at: datetime) -> None:
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.state != DeliveryState.PENDING:
        return
    delivery.attempts += 1
    delivery.last_error = f"{type(error).__name__}: {error}"[:2000]
    delivery.next_attempt_at = at + backoff(delivery.attempts)
    if delivery.attempts >= MAX_ATTEMPTS:
        delivery.state = DeliveryState.DEAD
    delivery.save(update_fields=["attempts", "last_error", "next_attempt_at", "state"])
    log.warning("delivery_failed", delivery=delivery_id, handler=delivery.handler, state=delivery.state, exc_info=error)


@transaction.atomic
def claim_due(*, at: datetime, limit: int = 500) -> list[int]:
    """Return deliveries to publish again, leased for two minutes so that no second sweep publishes them too."""
    ids = list(
        Delivery.objects.due(at)
        .select_for_update(skip_locked=True)
        .order_by("next_attempt_at")
        .values_list("pk", flat=True)[:limit]
    )
    Delivery.objects.filter(pk__in=ids).update(next_attempt_at=at + PUBLISHED_LEASE)
    return ids


def deliver_due(*, at: datetime, after_each: Callable[[int], None] | None = None) -> int:
    """Deliver all that is due, here and now, with what the handlers announce in turn. Returns how many ran.

    For commands and tests that must not depend on a worker. Handlers that take many events get up to 100 at a time.
    """
    ran, last = 0, 0
    # Onwards by key: what another worker holds at the moment is left to it, and what a handler announces comes later.
    while due := _due_after(last, at):
        for ids in _batches(due):
            ran += _deliver_batch(ids, at=at)
            if after_each:
                after_each(ran)
        last = due[-1][0]
    return ran


def _due_after(last: int, at: datetime) -> list[tuple[int, str]]:
    due = Delivery.objects.due(at).filter(pk__gt=last).order_by("pk")
    return list(due.values_list("pk", "handler")[:BATCH])


def _batches(due: Sequence[tuple[int, str]]) -> Iterator[list[int]]:
    """Yield deliveries one by one, but those to a handler that takes many together, in the place of the first."""
    many: dict[str, list[int]] = {}
    for delivery_id, handler in due:
        if takes_many(handler):
            many.setdefault(handler, []).append(delivery_id)
    for delivery_id, handler in due:
        if not takes_many(handler):
            yield [delivery_id]
        elif handler in many:
            ids = many.pop(handler)
            yield from (ids[start : start + TOGETHER] for start in range(0, len(ids), TOGETHER))


def _deliver_batch(ids: list[int], *, at: datetime) -> int:
    if len(ids) > 1:
        try:
            return _deliver(ids, at=at)
        except Exception as error:  # noqa: BLE001 - which one it was shows when each is delivered alone
            log.warning("batch_failed", deliveries=len(ids), error=str(error))
    return sum(deliver(delivery_id, at=at) for delivery_id in ids)
