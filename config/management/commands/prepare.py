"""Brings an empty or older database up to what this code expects; any number of times."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection, transaction
from pgmq.install import get_embedded_install_sql

# Two machines may be deployed at once: one prepares, the other waits.
LOCK = 4_210_918_350


class Command(BaseCommand):
    help = (
        "Migrate, make the cache table, install the task queues and renew the search table."
        " Safe to run again and from several machines."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            call_command("migrate", verbosity=options["verbosity"], interactive=False)
            call_command("createcachetable", verbosity=options["verbosity"])
            if settings.CELERY_BROKER_URL.startswith("pgmq"):
                self.install_queues()
            call_command("reindex_search", if_outdated=True)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    def install_queues(self) -> None:
        """Install pgmq's tables and functions; its script is not safe to run twice."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT to_regnamespace('pgmq') IS NOT NULL")
            if not cursor.fetchone()[0]:
                cursor.execute(get_embedded_install_sql())
                cursor.execute("SELECT pgmq.create(%s)", [settings.CELERY_TASK_DEFAULT_QUEUE])
