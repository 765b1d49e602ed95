"""Celery's entries to rule books."""

import structlog
from celery import shared_task

from core import clock
from core.actors import SYSTEM
from partners.programmes.actions import bring_into_force_due
from partners.programmes.models import Programme

log = structlog.get_logger(__name__)


@shared_task(name="partners.programmes.tasks.bring_due_into_force")
def bring_due_into_force() -> None:
    """Bring every announced version into force whose day has come; one that fails does not hold up the others."""
    at = clock.now()
    due = Programme.objects.filter(versions__state="announced", versions__effective_at__lte=at).distinct()
    for programme in due.order_by("pk"):
        try:
            bring_into_force_due(programme=programme, actor=SYSTEM, at=at)
        except Exception as error:
            log.warning("rule_book_not_in_force", programme=programme.code, exc_info=error)
