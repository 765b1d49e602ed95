"""One import at a time, in several processes: publishers have nothing to do with each other."""

import multiprocessing
import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, connections

from catalog.importing.actions import Ground, Outcome, import_publisher
from catalog.importing.draft import Draft
from catalog.importing.publishers import Publisher
from core import clock
from core.actors import Actor
from core.events.recording import delivered_by_caller
from core.refusals import Refusal

IMPORT = Actor("system", None, "Import")
_LOCK = "catalog.importing"
# Publishers handed to a process at once: few enough for even work and steady progress.
_SHARE = 16


class AlreadyRunning(Refusal):
    """Two imports at once would race for the same partners."""

    code = "import-running"
    title = "An import is running already"


@dataclass
class Batch:
    """A publisher and what is to be imported of it."""

    publisher: Publisher
    drafts: list[Draft] = field(default_factory=list)


@contextmanager
def alone() -> Iterator[None]:
    """Hold the one right to import while the block runs. Raises AlreadyRunning.

    The database takes the right back when the connection that holds it ends, however it ends; it is used for nothing
    else. Children inherit its socket and leave it open: should their parent be killed, the right is free only when the
    last process that could still write has died.
    """
    guard = connection.copy()
    try:
        with guard.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [_LOCK])
            (held,) = cursor.fetchone()
        if not held:
            raise AlreadyRunning(
                "Wait until its last process has ended, then start this one again: it does what is left."
            )
        yield
    finally:
        guard.close()


def import_batches(batches: Sequence[Batch], ground: Ground, *, workers: int) -> Iterator[list[Outcome]]:
    """Import each publisher in a transaction of its own, and yield what became of their lines as they are done."""
    shares = [batches[start : start + _SHARE] for start in range(0, len(batches), _SHARE)]
    if workers <= 1 or len(shares) <= 1:
        yield from (_import_share(share, ground) for share in shares)
        return
    # A child must not find a connection that it would share with its parent.
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, fork, _end_with_parent, (os.getpid(),)) as pool:
        running = [pool.submit(_import_share, share, ground) for share in shares]
        try:
            yield from (done.result() for done in as_completed(running))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _end_with_parent(parent: int) -> None:
    """Let a child not outlive a killed parent."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.2)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _import_share(share: Sequence[Batch], ground: Ground) -> list[Outcome]:
    outcomes: list[Outcome] = []
    with connection.cursor() as cursor:
        # What a power cut takes of the last half second, the next run imports again; waiting for the disk after each
        # publisher would take most of the time.
        cursor.execute("SET synchronous_commit TO off")
    try:
        with delivered_by_caller():
            for batch in share:
                outcomes += import_publisher(
                    publisher=batch.publisher, drafts=batch.drafts, ground=ground, actor=IMPORT, at=clock.now()
                )
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")
    return outcomes
