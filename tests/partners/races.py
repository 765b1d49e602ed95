"""Two at once, each on a connection of its own."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep

from django.db import connection, connections, transaction


def both(*rivals):
    """Run the rivals at once, and return what each returned or raised."""
    with ThreadPoolExecutor(len(rivals)) as pool:
        futures = [pool.submit(_alone, rival) for rival in rivals]
        return [future.exception() or future.result() for future in futures]


@contextmanager
def while_locked(act, rival):
    """Run `act` in a transaction; before it commits, `rival` starts and waits for its locks. Yields rival's future."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            act()
            future: Future = pool.submit(_alone, rival)
            _await_waiting()
        yield future


def _alone(rival):
    try:
        return rival()
    finally:
        connections.close_all()


def _await_waiting():
    """Wait until somebody in this database waits for a lock."""
    until = monotonic() + 10
    while monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        sleep(0.01)
    raise AssertionError("the rival never had to wait: nothing protects the row")
