"""Celery's entries to bundles."""

import structlog
from celery import shared_task

from catalog.bundles import actions
from catalog.bundles.models import Bundle
from core import clock
from core.actors import SYSTEM

log = structlog.get_logger(__name__)


@shared_task(name="catalog.bundles.tasks.end_run_out")
def end_run_out() -> None:
    """Withdraw the bundles whose notice is over, each by itself; one that fails does not hold up the others."""
    at = clock.now()
    for bundle in Bundle.objects.run_out(at).order_by("pk"):
        try:
            actions.end_run_out(bundle=bundle, actor=SYSTEM, at=at)
        except Exception as error:
            log.warning("bundle_not_ended", bundle=str(bundle.pk), exc_info=error)
