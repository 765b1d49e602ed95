"""Celery's entries to subscriptions."""

import structlog
from celery import shared_task

from core import clock
from core.actors import SYSTEM
from marketplace.subscriptions import actions
from marketplace.subscriptions.models import Subscription

log = structlog.get_logger(__name__)


@shared_task(name="marketplace.subscriptions.tasks.end_due")
def end_due() -> None:
    """Close the cancelled subscriptions whose last day has passed; one that fails does not hold up the others."""
    at = clock.now()
    for subscription in Subscription.objects.to_end(at).order_by("pk"):
        try:
            actions.end_subscription(subscription=subscription, actor=SYSTEM, at=at)
        except Exception as error:
            log.warning("subscription_not_ended", subscription=str(subscription.pk), exc_info=error)
