"""How a process joins the embedded server, and leaves it."""

import os
import signal
import subprocess
import sys
import time

import psycopg

from config.embedded import address, locks
from config.embedded.address import CHECKOUT, Place
from config.embedded.failures import EmbeddedServerError

START_SECONDS = 90.0
STOP_SECONDS = 25.0
LOOKS_BEFORE_LEAVING = 4
LARGEST_LOG = 5_000_000


class Membership:
    """This process's share in the server of one place, held until it ends or leaves."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.held: int | None = None

    def join(self) -> None:
        """Make sure the server answers and stays while this process lives; any number of times.

        Raises EmbeddedServerError when it cannot be started.
        """
        try:
            self.place.home.mkdir(parents=True, exist_ok=True)
            with locks.alone(self.place.start_lock):
                if self.held is None:
                    self.held = locks.open_lock(self.place.users_lock)
                    locks.shared(self.held)
                if not self._answers():
                    self._start()
        except PermissionError as problem:
            raise EmbeddedServerError(
                f"{problem.filename or self.place.home} belongs to another user. Run as that user, remove the folder, "
                "or set GUICHET_VAR to a folder of your own."
            ) from problem

    def leave(self, *, wait: bool = False) -> None:
        """Give the share back; with `wait`, return when the server is gone or others still use it."""
        if self.held is not None:
            os.close(self.held)
            self.held = None
        until = time.monotonic() + STOP_SECONDS
        seen_others = 0
        while wait and time.monotonic() < until and not locks.is_free(self.place.supervisor_lock):
            # Once may be the supervisor, which looks by taking the lock for a moment.
            seen_others = 0 if locks.is_free(self.place.users_lock) else seen_others + 1
            if seen_others > LOOKS_BEFORE_LEAVING:
                return
            self._hurry()
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.place.url(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _start(self) -> None:
        """Wait for the server, and start a supervisor when there is none."""
        until = time.monotonic() + START_SECONDS
        supervisor: subprocess.Popen[bytes] | None = None
        log_before = 0
        while not self._answers():
            if time.monotonic() > until:
                raise EmbeddedServerError(f"PostgreSQL did not start in {START_SECONDS:.0f} s. See {self.place.log}.")
            if supervisor and supervisor.poll():
                raise EmbeddedServerError(self._what_was_said(log_before))
            if locks.is_free(self.place.supervisor_lock) and (supervisor is None or supervisor.poll() is not None):
                supervisor, log_before = self._spawn_supervisor()
            time.sleep(0.02)

    def _spawn_supervisor(self) -> tuple[subprocess.Popen[bytes], int]:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        log = os.open(self.place.log, flags, 0o600)
        if os.fstat(log).st_size > LARGEST_LOG:
            os.ftruncate(log, 0)
        size = os.fstat(log).st_size
        try:
            supervisor = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "config.embedded.supervisor",
                    self.place.var,
                    os.environ.get("GUICHET_FSYNC", "on"),
                ],
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        finally:
            os.close(log)
        return supervisor, size

    def _what_was_said(self, since: int) -> str:
        said = self.place.log.read_bytes()[since:].decode(errors="replace")
        return said.rpartition("gave up: ")[2].strip() or f"PostgreSQL did not start. See {self.place.log}."

    def _hurry(self) -> None:
        try:
            os.kill(int(self.place.supervisor_lock.read_text()), signal.SIGUSR1)
        except (ProcessLookupError, ValueError, PermissionError):
            return


_memberships: dict[Place, Membership] = {}


def ensure() -> None:
    """Make sure this process has its database: nothing to do when `DATABASE_URL` names one.

    Raises EmbeddedServerError with a sentence that says what to do.
    """
    if address.in_use():
        place = address.current()
        _memberships.setdefault(place, Membership(place)).join()


def leave() -> None:
    """Leave the embedded server and wait until it is gone, unless others use it."""
    while _memberships:
        _memberships.popitem()[1].leave(wait=True)
