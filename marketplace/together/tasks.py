"""Celery's entry to counting."""

from celery import shared_task

from marketplace.together import actions


@shared_task(name="marketplace.together.tasks.count_anew")
def count_anew() -> None:
    """Count what is taken together anew."""
    actions.count_anew()
