"""What each kind of Celery broker needs to be told so that no task is lost; pure, so that settings can use it."""

from collections.abc import Mapping
from typing import Any

from psycopg.conninfo import make_conninfo

# Longer than any task runs: a task that is still running must not be handed out a second time.
VISIBILITY_SECONDS = 1800
# Whoever rings the bell has a person waiting, and the sweep finds what was not rung: one attempt, and a few seconds.
IMPATIENT = {"max_retries": 0}
CONNECT_SECONDS = 2
ANSWER_SECONDS = 5


def settings_for(url: str, database: Mapping[str, Any]) -> dict[str, Any]:
    """Give the Celery settings that belong to this broker; `pgmq` keeps its queues in `database`."""
    kind = url.partition(":")[0].partition("+")[0]
    if kind == "pgmq":
        return _pgmq(database)
    return {"amqp": _amqp(), "amqps": _amqp(), "redis": _redis(), "rediss": _redis()}.get(kind, {})


def _pgmq(database: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "conn_string": conninfo(database),
            # The schema is plain SQL installed by `manage.py prepare`; CREATE EXTENSION would need a superuser's files.
            "init_extension": False,
            "visibility_timeout": VISIBILITY_SECONDS,
            # The database waits for work up to a second at a time, so a worker told to stop hears it soon.
            "wait_time_seconds": 1,
            "polling_interval": 0,
            "pool_size": 4,
            "pool_timeout": 5,
        },
        # Every further queue is polled in turn and would make the others wait.
        "CELERY_WORKER_ENABLE_REMOTE_CONTROL": False,
    }


def _amqp() -> dict[str, Any]:
    return {
        "CELERY_TASK_DEFAULT_QUEUE_TYPE": "quorum",
        "CELERY_BROKER_CONNECTION_TIMEOUT": CONNECT_SECONDS,
        "CELERY_BROKER_TRANSPORT_OPTIONS": IMPATIENT | {"confirm_publish": True},
    }


def _redis() -> dict[str, Any]:
    return {
        "CELERY_BROKER_TRANSPORT_OPTIONS": IMPATIENT
        | {
            "socket_connect_timeout": CONNECT_SECONDS,
            "socket_timeout": ANSWER_SECONDS,
            "visibility_timeout": VISIBILITY_SECONDS,
            # Without these two, what a killed worker held comes back only when another worker starts.
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
        },
    }


def conninfo(database: Mapping[str, Any]) -> str:
    """Give libpq's connection string for an entry of Django's `DATABASES`."""
    known = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    parts = {name: str(database[key]) for key, name in known.items() if database.get(key)}
    options = {name: value for name, value in database.get("OPTIONS", {}).items() if isinstance(value, str)}
    return make_conninfo("", **parts, **options)
