"""Watches one embedded server: starts it, revives it when it is killed, stops it when its last user is gone.

Runs as a process of its own (`python -m config.embedded.supervisor VAR on|off`), started by `client.ensure()`.
"""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from config.embedded import locks
from config.embedded.address import Place
from config.embedded.cluster import Cluster, stop
from config.embedded.failures import EmbeddedServerError

LOOK_EVERY = 0.2
# Commands that follow each other find the server still warm.
GRACE_SECONDS = 2.0
LONGEST_PAUSE = 10.0


def say(text: str) -> None:
    """Write one line into the server's log, which is this process's standard error."""
    sys.stderr.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} supervisor: {text}\n")
    sys.stderr.flush()


class Supervisor:
    """One pass from the first user to the last."""

    def __init__(self, place: Place, *, fsync: bool) -> None:
        self.place = place
        self.fsync = fsync
        self.told_to_stop = False
        self.told_to_hurry = False
        self.idle_since: float | None = None

    def run(self) -> None:
        """Serve until nobody is left, then leave nothing behind."""
        self._listen_to_signals()
        cluster = Cluster(self.place, fsync=self.fsync, say=say)
        cluster.create()
        server = cluster.start()
        say(f"server {server.pid} runs with {cluster.binaries.folder}")
        pause = 0.0
        try:
            while not self._must_stop():
                if self._nobody_for_long() and self._stopped_under_lock(server):
                    break
                if server.poll() is None:
                    time.sleep(LOOK_EVERY)
                    continue
                say(f"server ended ({server.returncode}); starting it again in {pause:.1f} s")
                time.sleep(pause)
                pause = min(max(pause * 2, 0.5), LONGEST_PAUSE)
                server = self._revive(cluster, server)
        finally:
            self._stop(server)

    def _revive(self, cluster: Cluster, dead: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        try:
            return cluster.start()
        except EmbeddedServerError as problem:
            say(str(problem))
            return dead

    def _stopped_under_lock(self, server: subprocess.Popen[bytes]) -> bool:
        """Stop unless somebody came in the meantime: who joins holds the same lock."""
        with locks.alone(self.place.start_lock):
            if not locks.is_free(self.place.users_lock):
                return False
            self._stop(server)
            return True

    def _stop(self, server: subprocess.Popen[bytes]) -> None:
        if server.poll() is None:
            stop(server)
            say("server stopped")
        if self.place.socket_dir.exists():
            for left_over in self.place.socket_dir.iterdir():
                left_over.unlink(missing_ok=True)
            self.place.socket_dir.rmdir()

    def _must_stop(self) -> bool:
        return self.told_to_stop or not self.place.users_lock.exists()

    def _nobody_for_long(self) -> bool:
        if not locks.is_free(self.place.users_lock):
            self.idle_since = None
            return False
        self.idle_since = self.idle_since or time.monotonic()
        return self.told_to_hurry or time.monotonic() - self.idle_since >= GRACE_SECONDS

    def _listen_to_signals(self) -> None:
        def on_signal(number: int, _frame: FrameType | None) -> None:
            if number == signal.SIGUSR1:
                self.told_to_hurry = True
            else:
                self.told_to_stop = True

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
            signal.signal(number, on_signal)


def main() -> int:
    """Become the only supervisor of this place, or leave to the one there is."""
    place = Place(Path(sys.argv[1]))
    alive = locks.open_lock(place.supervisor_lock)
    if not locks.try_exclusive(alive):
        return 0
    os.ftruncate(alive, 0)
    os.write(alive, str(os.getpid()).encode())
    try:
        Supervisor(place, fsync=sys.argv[2] == "on").run()
    except EmbeddedServerError as problem:
        say(f"gave up: {problem}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
