"""The Celery application: a doorbell only. What must not be lost is a row in PostgreSQL."""

import os

from celery import Celery
from celery.signals import beat_init, celeryd_init, worker_ready

from config.embedded import client

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("guichet")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Web requests run in threads that never saw this module; they must not fall back to an application without a broker.
app.set_default()


@celeryd_init.connect
@beat_init.connect
def join_embedded_server(**_kwargs: object) -> None:
    """Hold a share in the embedded server as long as this worker or beat lives."""
    client.ensure()


@worker_ready.connect
def report_at_once(**_kwargs: object) -> None:
    """Let /readyz know of this worker without waiting for the next beat."""
    app.send_task("core.web.tasks.beat_heart", expires=10)
