"""The processes of a running house, as command lines; `make run` and the journeys start the same ones."""

import os
import sys


def web() -> list[str]:
    """Give the command of the web server."""
    return [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]


def worker() -> list[str]:
    """Give the command of one Celery worker with beat in it."""
    processes = os.environ.get("WORKER_PROCESSES", "2")
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [sys.executable, "-m", "celery", "-A", "config", "worker", "-B", "-c", processes, "-l", "info", *quiet]
