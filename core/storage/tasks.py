"""Celery's entries to house-keeping."""

from celery import shared_task

from core import clock
from core.storage.tidying import tidy_uploads


@shared_task(name="core.storage.tasks.tidy")
def tidy() -> None:
    """Remove what expired uploads have left."""
    tidy_uploads(at=clock.now())
