"""The real processes of the product on a free port, with a fresh database and real files, and handles to kill them.

Without `DATABASE_URL` the stack has an embedded server of its own, which may be killed too. With it (production shape,
`make test-production`) it makes a database of its own on that server and drops it afterwards.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
from psycopg.sql import SQL, Identifier

from config.embedded import locks
from config.embedded.address import CHECKOUT, Place
from config.embedded.client import Membership
from config.launch import commands
from config.launch.children import Child, Undertaker, signal_group

READY_SECONDS = 90.0
# Killed processes give their share of the embedded server back when the kernel has buried the last of them.
GONE_SECONDS = 20.0
# What tests/settings.py says about the test process itself is not for the processes of the stack.
OF_THE_TEST_PROCESS = ("GUICHET_VAR", "DJANGO_SETTINGS_MODULE", "MAKELEVEL", "PYTEST_CURRENT_TEST")


class Stack:
    """One running product: `base_url` to talk to, `web` and `worker` to kill, `sql()` to look behind the curtain."""

    def __init__(self, var: Path, **env: str) -> None:
        self.var = var
        self.port = free_port()
        self.base_url = f"http://localhost:{self.port}"
        self.env = {name: value for name, value in os.environ.items() if name not in OF_THE_TEST_PROCESS}
        if self.env.get("CELERY_BROKER_URL") == "memory://":
            del self.env["CELERY_BROKER_URL"]
        self.server_given = self.env.get("DATABASE_URL", "")
        self.place = Place(var)
        self.database_url = self._own_database_url()
        if self.server_given:
            self.env["DATABASE_URL"] = self.database_url
        # Journeys are quicker than people; the limit itself has tests of its own.
        self.env |= {"GUICHET_VAR": str(var), "PORT": str(self.port), "WRITE_RATE": "100000/min"} | env
        self.web = self._child("web", commands.web())
        self.worker = self._child("worker", commands.worker())
        self.membership = Membership(self.place)
        self.undertaker: Undertaker | None = None

    def start(self) -> "Stack":
        """Start everything and wait until /readyz says so."""
        self.var.mkdir(parents=True, exist_ok=True)
        self.undertaker = Undertaker()
        if self.server_given:
            self._on_given_server(SQL("CREATE DATABASE {}"))
        else:
            self.membership.join()
        self.manage("prepare", "-v0")
        self.start_web()
        self.start_worker()
        self.wait_ready()
        return self

    def stop(self) -> None:
        """Stop everything and leave nothing but the files."""
        for child in (self.web, self.worker):
            if child.process:
                _kill(child)
        if self.server_given:
            self._on_given_server(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"))
        self.membership.leave(wait=True)
        if self.undertaker:
            self.undertaker.dismiss()

    def manage(self, *arguments: str, check: bool = True, input: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a manage.py command against this stack; its output is in the result, and in the error when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=CHECKOUT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            input=input,
        )
        if check and done.returncode:
            raise AssertionError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
        return done

    def shell(self, code: str) -> str:
        """Run Python inside the project; gives what it printed."""
        return self.manage("shell", "--verbosity", "0", "-c", code).stdout

    def sql(self, query: str, *parameters: object) -> list[tuple]:
        """Ask the stack's database directly."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            cursor = connection.execute(query, parameters or None)
            return cursor.fetchall() if cursor.description else []

    def mails(self) -> list[str]:
        """Give every e-mail sent so far, oldest first, as the text that was sent."""
        # A message is written under a name that begins with a dot and renamed when it is whole.
        files = sorted((self.var / "mail").glob("[!.]*"), key=lambda path: (path.stat().st_mtime_ns, path.name))
        return [path.read_text(errors="replace") for path in files]

    def logs(self) -> str:
        """Give the end of what web server and worker said, for the message of a failing test."""
        return "\n".join(
            f"--- {child.log}\n" + "\n".join(child.log.read_text(errors="replace").splitlines()[-40:])
            for child in (self.web, self.worker)
            if child.log.exists()
        )

    def wait_ready(self, seconds: float = READY_SECONDS) -> None:
        """Wait until everything answers; fails with what is missing and the logs."""
        until, last = time.monotonic() + seconds, "no answer"
        while time.monotonic() < until:
            with contextlib.suppress(httpx.HTTPError):
                answer = httpx.get(f"{self.base_url}/readyz", timeout=5)
                if answer.status_code == httpx.codes.OK:
                    return
                last = answer.text
            time.sleep(0.1)
        raise AssertionError(f"The stack is not ready after {seconds:.0f} s: {last}\n{self.logs()}")

    def start_web(self) -> None:
        """Start the web server without waiting for it."""
        self._start(self.web)

    def start_worker(self) -> None:
        """Start the worker without waiting for it; the old one's heartbeat is forgotten, so wait_ready() is honest."""
        with contextlib.suppress(psycopg.Error):
            self.sql("DELETE FROM web_heartbeat")
        self._start(self.worker)

    def kill_web(self) -> None:
        """Kill the web server's processes with SIGKILL, all at once."""
        _kill(self.web)

    def kill_worker(self) -> None:
        """Kill the worker's processes with SIGKILL, all at once: what it was doing is lost with it."""
        _kill(self.worker)

    @property
    def can_kill_postgres(self) -> bool:
        """Whether the database server is the stack's own."""
        return not self.server_given

    def kill_postgres(self) -> None:
        """Kill the database's postmaster with SIGKILL; the supervisor brings it back, see wait_database()."""
        assert self.can_kill_postgres, "The database server was given by DATABASE_URL and is not the stack's to kill."
        postmaster = int((self.place.data / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(postmaster, signal.SIGKILL)

    def wait_database(self, seconds: float = 30.0) -> None:
        """Wait until the database answers again."""
        until = time.monotonic() + seconds
        while True:
            try:
                self.sql("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def _child(self, name: str, command: list[str]) -> Child:
        return Child(name, command, cwd=CHECKOUT, log=self.var / "log" / f"{name}.log", env=self.env)

    def _start(self, child: Child) -> None:
        child.start()
        assert self.undertaker
        self.undertaker.know([self.web, self.worker])

    def _own_database_url(self) -> str:
        if not self.server_given:
            return self.place.url()
        self.database = f"stack_{os.getpid()}_{self.port}"
        address, question, options = self.server_given.partition("?")
        return f"{address.rpartition('/')[0]}/{self.database}{question}{options}"

    def _on_given_server(self, statement: SQL) -> None:
        with psycopg.connect(self.server_given, autocommit=True) as connection:
            connection.execute(statement.format(Identifier(self.database)))


@contextlib.contextmanager
def running_stack(var: Path, **env: str) -> Iterator[Stack]:
    """Give a stack of its own to a test that needs other settings or wants to break it for good."""
    stack = Stack(var, **env)
    try:
        yield stack.start()
    finally:
        stack.stop()
    until = time.monotonic() + GONE_SECONDS
    while not (stack.server_given or locks.is_free(stack.place.supervisor_lock)):
        assert time.monotonic() < until, "The embedded server is still running."
        time.sleep(0.05)


def _kill(child: Child) -> None:
    assert child.process
    assert child.group
    # Its pool may outlive a leader that is gone already.
    signal_group(child.group, signal.SIGKILL)
    child.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
