"""`make run` as a person meets it: one launcher, real children, signals that people and machines send."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from config.embedded import locks
from config.embedded.address import CHECKOUT, Place
from tests.runtime.test_embedded import gone, wait_until
from tests.stack import free_port

pytestmark = pytest.mark.fault


class Launched:
    """A launcher and what it printed."""

    def __init__(self, var: Path) -> None:
        self.var, self.port = var, free_port()
        self.place = Place(var)
        kept = ("PATH", "HOME", "LANG", "GUICHET_FSYNC")
        env = {name: os.environ[name] for name in kept if name in os.environ}
        self.out = var.with_suffix(".out")
        with self.out.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.launch"],
                cwd=CHECKOUT,
                env={**env, "GUICHET_VAR": str(var), "PORT": str(self.port)},
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.out.read_text()

    def wait_open(self):
        wait_until(lambda: "Guichet is open" in self.said() or self.process.poll() is not None, 120)
        assert self.process.poll() is None, self.said()
        return self

    def pids(self) -> list[int]:
        """Every process that works on this folder or was started by this launcher."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if str(self.var).encode() in (process / "environ").read_bytes() + (process / "cmdline").read_bytes():
                    found.append(int(process.name))
        return [pid for pid in found if not gone(pid)]

    def children(self) -> list[int]:
        """The leaders of web server and worker."""
        tasks = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        lines = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in tasks}
        return [pid for pid, line in lines.items() if b"gunicorn" in line or b"celery" in line]

    def ready(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"http://localhost:{self.port}/readyz", timeout=5).status_code == 200
        return False


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One data folder for all launches: each after the first is a warm start."""
    return tmp_path_factory.mktemp("launch") / "var"


@pytest.fixture
def launched(folder):
    launched = Launched(folder)
    yield launched
    if launched.process.poll() is None:
        launched.process.kill()
        launched.process.wait()
    wait_until(lambda: launched.pids() == [], 30)


def test_it_opens_says_where_to_look_and_ctrl_c_leaves_nothing(launched):
    launched.wait_open()
    assert launched.ready()
    assert f"http://localhost:{launched.port}/readyz" in launched.said()
    os.kill(launched.process.pid, signal.SIGINT)
    assert launched.process.wait(30) == 0
    assert "nothing is left running" in launched.said()
    assert launched.pids() == []
    assert locks.is_free(launched.place.supervisor_lock)


def test_a_second_start_takes_seconds_a_killed_child_comes_back_and_a_killed_launcher_takes_all_along(launched):
    launched.wait_open()
    seconds = re.search(r"open, ([\d.]+) s after", launched.said())
    assert seconds
    assert float(seconds[1]) < 20
    children = launched.children()
    assert len(children) == 2
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: launched.said().count("runs again") == 2, 30)
    wait_until(launched.ready, 30)
    assert len(launched.pids()) > 3
    launched.process.kill()
    launched.process.wait()
    wait_until(lambda: launched.pids() == [], 30)


def test_a_taken_port_is_said_before_anything_is_started(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        env = {**os.environ, "GUICHET_VAR": str(tmp_path / "var"), "PORT": str(port)}
        env.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "config.launch"]
        begun = time.monotonic()
        told = subprocess.run(command, cwd=CHECKOUT, env=env, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert f"Port {port} cannot be used" in told.stderr
    assert f"PORT={port + 1} make run" in told.stderr
    assert not (tmp_path / "var").exists()
    assert time.monotonic() - begun < 10
