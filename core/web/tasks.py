"""Celery's entries to house-keeping."""

from celery import shared_task

from core import clock
from core.web import idempotency
from core.web.health import WORKER
from core.web.models import Heartbeat


@shared_task(name="core.web.tasks.forget_idempotent_answers")
def forget_idempotent_answers() -> None:
    """Delete stored answers that no client will ask for again."""
    idempotency.forget_old()


@shared_task(name="core.web.tasks.beat_heart")
def beat_heart() -> None:
    """Show that beat, broker, worker and database work together: this row is what /readyz looks at."""
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"at": clock.now()})
