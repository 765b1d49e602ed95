"""Celery's entries to billing."""

import structlog
from celery import shared_task

from core import clock
from core.actors import SYSTEM
from marketplace.billing import actions
from marketplace.subscriptions.models import Subscription

log = structlog.get_logger(__name__)


@shared_task(name="marketplace.billing.tasks.bill_due")
def bill_due() -> None:
    """Bill every subscription that has something due; one that fails does not hold up the others, and is tried again.

    Each is a transaction of its own. What a killed run has left is found by the next one.
    """
    at = clock.now()
    for subscription in Subscription.objects.to_bill(at).order_by("pk").iterator(chunk_size=500):
        try:
            actions.bill_subscription(subscription=subscription, actor=SYSTEM, at=at)
        except Exception as error:
            log.warning("subscription_not_billed", subscription=str(subscription.pk), exc_info=error)
