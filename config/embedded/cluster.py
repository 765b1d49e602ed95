"""Makes a cluster, starts its server and gives the application its role and database."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from config.embedded import binaries, identity, locks
from config.embedded.address import DATABASE, ROLE, SUPERUSER, Place
from config.embedded.failures import EmbeddedServerError

Say = Callable[[str], None]
STALE_SERVER_SECONDS = 20.0
START_SECONDS = 60.0
BUILTIN_LOCALES_SINCE = 17


class Cluster:
    """One data folder and the server process that works on it."""

    def __init__(self, place: Place, *, fsync: bool, say: Say) -> None:
        self.place, self.fsync, self.say = place, fsync, say
        self.binaries = binaries.find(_data_major(place.data))
        self.identity = identity.choose([Path(self.binaries.program("postgres")), place.home])

    def create(self) -> None:
        """Run initdb beside the final place and rename: a first start that is killed leaves nothing half-made."""
        for left_over in self.place.home.glob("new-*"):
            shutil.rmtree(left_over)
        if self.place.data.exists():
            return
        fresh = Path(tempfile.mkdtemp(prefix="new-", dir=self.place.home))
        self._own(fresh)
        command = [self.binaries.program("initdb"), "-D", str(fresh), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"]
        told = subprocess.run(
            command + self._locale() + ([] if self.fsync else ["--no-sync"]),
            preexec_fn=self.identity.assume,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd="/",
            env={**os.environ, "LC_ALL": "C"},
        )
        if told.returncode:
            raise EmbeddedServerError(f"initdb could not make the database folder {self.place.data}:\n{told.stdout}")
        fresh.rename(self.place.data)
        self.say(f"made a cluster of PostgreSQL {self.binaries.major}")

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server once every process of an earlier one is gone, and wait until it answers.

        Raises EmbeddedServerError when it does not.
        """
        self._own(self.place.data)
        self._make_socket_dir()
        held = locks.open_lock(self.place.server_lock)
        try:
            if not locks.wait_exclusive(held, STALE_SERVER_SECONDS):
                raise EmbeddedServerError(f"Processes of an earlier server still work on {self.place.data}. End them.")
            self._forget_dead_postmaster()
            os.set_inheritable(held, True)  # noqa: FBT003 - the standard library takes it by position
            server = subprocess.Popen(
                [self.binaries.program("postgres"), "-D", self.place.data, *self._settings()],
                preexec_fn=self._become_server,
                pass_fds=[held],
                stdin=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )
        finally:
            os.close(held)
        try:
            self._wait_until_it_answers(server)
            self._provision()
        except BaseException:
            stop(server)
            raise
        return server

    def _become_server(self) -> None:
        self.identity.assume()
        # The supervisor is the only one who knows when to stop it, so the server does not outlive it.
        identity.die_with_parent(signal.SIGINT)

    def _locale(self) -> list[str]:
        # Sorting and letters are then the same on every machine, whatever locales it has.
        builtin = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if self.binaries.major >= BUILTIN_LOCALES_SINCE
            else []
        )
        return ["--locale=C.UTF-8" if _has_c_utf8() else "--locale=C", *builtin]

    def _settings(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.place.socket_dir}"',
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
            # Parallel queries need /dev/shm, of which containers have 64 MB.
            "max_parallel_workers_per_gather": "0",
            "max_parallel_maintenance_workers": "0",
            "jit": "off",
            "fsync": "on" if self.fsync else "off",
        }
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _make_socket_dir(self) -> None:
        folder = self.place.socket_dir
        folder.mkdir(mode=0o700, exist_ok=True)
        known = folder.lstat()
        if folder.is_symlink() or known.st_uid not in (os.geteuid(), self.identity.owner):
            raise EmbeddedServerError(
                f"{folder} belongs to somebody else. Remove it, or set GUICHET_VAR to a shorter path."
            )
        folder.chmod(0o700)
        self._own(folder)

    def _own(self, folder: Path) -> None:
        owner = self.identity.owner
        if owner is None or folder.stat().st_uid == owner:
            return
        for path in [*folder.rglob("*"), folder]:
            os.lchown(path, owner, -1)

    def _forget_dead_postmaster(self) -> None:
        """Remove what a dead server left, since PostgreSQL takes a zombie or a pid used again for a live one.

        Raises EmbeddedServerError when somebody started a server on this data by hand.
        """
        pid_file = self.place.data / "postmaster.pid"
        if pid_file.exists():
            process = Path("/proc") / pid_file.read_text().split("\n", 1)[0]
            if self._is_our_server(process):
                raise EmbeddedServerError(f"Process {process.name} already works on {self.place.data}. End it first.")
            if process.exists():
                pid_file.unlink()
        for left_over in self.place.socket_dir.iterdir():
            left_over.unlink()

    def _is_our_server(self, process: Path) -> bool:
        try:
            is_zombie = (process / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
            return not is_zombie and (process / "cwd").readlink() == self.place.data.resolve()
        except OSError:
            return False

    def _wait_until_it_answers(self, server: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.place.url("postgres", SUPERUSER), connect_timeout=5).close()
            except psycopg.OperationalError as problem:
                if server.poll() is not None or time.monotonic() > until:
                    raise EmbeddedServerError(
                        f"PostgreSQL did not start ({problem}). See {self.place.log}."
                    ) from problem
                time.sleep(0.02)
            else:
                return

    def _provision(self) -> None:
        """Give the application a role that is no superuser, and a database that belongs to it."""
        role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
        with psycopg.connect(self.place.url("postgres", SUPERUSER), autocommit=True) as admin:
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                admin.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB NOSUPERUSER NOCREATEROLE").format(role))
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop the server: politely, then at once, then by force."""
    for number, seconds in ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        if server.poll() is not None:
            return
        server.send_signal(number)
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def _data_major(data: Path) -> int | None:
    version = data / "PG_VERSION"
    return int(version.read_text()) if version.exists() else None


def _has_c_utf8() -> bool:
    told = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False)
    return any(name.lower().replace("-", "") == "c.utf8" for name in told.stdout.split())
