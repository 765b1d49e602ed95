"""Celery's entries to search."""

from celery import shared_task

from catalog.search.actions import refresh
from catalog.search.queries import due
from core import clock

AT_ONCE = 200


@shared_task(name="catalog.search.tasks.follow_days")
def follow_days() -> int:
    """Let exactly those listings be found by their prices of today for which one began or ended. Returns how many."""
    at, done = clock.now(), 0
    while some := due(at.date(), most=AT_ONCE):
        refresh(listing_ids=some, at=at)
        done += len(some)
    return done
