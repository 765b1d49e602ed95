"""How soon what is published is found: from the commit of the publication until a search for its word answers it."""

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from benchmarks import database, server
from benchmarks.catalogue import LISTINGS
from benchmarks.figures import Figure
from config.management.commands.prepare import Command

TIMES = 15
MOST_SECONDS = 30


def publishing(scale: float) -> Iterator[Figure]:
    """Publish a listing among 50,000 again and again, with the web server, the worker and its queue as they are run."""
    name = database.prepare(max(int(LISTINGS * scale), 200))
    folder = Path(settings.VAR_DIR)
    Command().install_queues()
    with server.running(folder, name, CELERY_BROKER_URL="pgmq://") as port, server.working(folder, name):
        server.fetch(port, "/api/v1/listings?q=nothing")
        environment = server.environment(name, CELERY_BROKER_URL="pgmq://")
        with subprocess.Popen(
            [sys.executable, "-m", "benchmarks.publisher"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        ) as publisher:
            publisher.stdout.readline()
            # The first one waits for the worker to start.
            _seconds_until_found(publisher, port)
            taken = sorted(_seconds_until_found(publisher, port) for _ in range(TIMES))
            publisher.stdin.close()
    yield Figure("publishing.found_p50_ms", taken[TIMES // 2] * 1000)
    yield Figure("publishing.found_most_ms", taken[-1] * 1000, "<=1000")


def _seconds_until_found(publisher: subprocess.Popen[str], port: int) -> float:
    # Only letters: a word of its own, which no other begins or resembles.
    word = "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(16))
    publisher.stdin.write(f"{word}\n")
    published = float(publisher.stdout.readline())
    while time.time() < published + MOST_SECONDS:
        answer = json.loads(server.fetch(port, f"/api/v1/listings?q={word}+"))
        if any(word in listing["summary"] for listing in answer["results"]):
            return time.time() - published
        time.sleep(0.005)
    raise SystemExit(f"what was published was not found within {MOST_SECONDS} seconds")
