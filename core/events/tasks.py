"""Celery's entries to the postman."""

import structlog
from celery import shared_task

from core import clock
from core.events import postman

log = structlog.get_logger(__name__)


@shared_task(name="core.events.tasks.deliver")
def deliver(delivery_id: int) -> None:
    """Deliver one fact to one handler."""
    postman.deliver(delivery_id, at=clock.now())


@shared_task(name="core.events.tasks.sweep")
def sweep() -> None:
    """Publish again what a crash, a full broker or a failed attempt has left lying."""
    ring(postman.claim_due(at=clock.now()))


def ring(delivery_ids: list[int]) -> None:
    """Tell the broker of deliveries. It may fail: the rows are what counts, and the sweep finds them."""
    for delivery_id in delivery_ids:
        try:
            deliver.apply_async(args=(delivery_id,), retry=False)
        except Exception as error:  # noqa: BLE001 - whatever the broker fails with, the rows are safe
            log.warning("broker_unreachable", delivery=delivery_id, error=str(error))
            return
