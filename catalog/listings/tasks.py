"""Celery's entries to listings."""

import structlog
from celery import shared_task

from catalog.listings import actions
from catalog.listings.models import ListingVersion
from core import clock
from core.actors import SYSTEM
from core.refusals import Refusal

log = structlog.get_logger(__name__)


@shared_task(name="catalog.listings.tasks.put_due_live")
def put_due_live() -> None:
    """Put scheduled versions live whose instant has come; one that cannot go live yet does not hold up the others."""
    at = clock.now()
    for version in ListingVersion.objects.due(at).select_related("offer__partner").order_by("goes_live_at", "pk"):
        try:
            actions.go_live(version=version, actor=SYSTEM, at=at)
        except Refusal as refusal:
            log.info("version_not_live_yet", version=str(version.pk), code=refusal.code)
        except Exception as error:
            log.warning("version_not_live", version=str(version.pk), exc_info=error)
