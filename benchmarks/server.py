"""The real web server, started for the time of a measurement."""

import contextlib
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from config.launch import commands

START_SECONDS = 60


@contextlib.contextmanager
def running(folder: Path, database: str, **further: str) -> Iterator[int]:
    """Start the server on a free port, and stop it and its workers afterwards. Yields the port."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = environment(database, BENCH_CONSTANTS=str(folder), PORT=str(port), **further)
    with _child(commands.web(), folder / "server.log", own) as process:
        _wait(port, process, folder)
        yield port


@contextlib.contextmanager
def working(folder: Path, database: str) -> Iterator[None]:
    """Start a worker over the queue in the database, and stop it afterwards."""
    with _child(commands.worker(), folder / "worker.log", environment(database, CELERY_BROKER_URL="pgmq://")):
        yield


def environment(database: str, **further: str) -> dict[str, str]:
    """Return the environment of a process that works on a measured database."""
    return os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "BENCH_DATABASE": database} | further


@contextlib.contextmanager
def _child(command: list[str], log_file: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with log_file.open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def fetch(port: int, address: str) -> bytes:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{address}", headers={"Accept-Language": "en"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


def _wait(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            fetch(port, "/healthz")
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"the server did not start:\n{(folder / 'server.log').read_text()[-2000:]}")
