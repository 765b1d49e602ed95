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
def running(folder: Path, database: str) -> Iterator[int]:
    """Start the server on a free port, and stop it and its workers afterwards. Yields the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "BENCH_DATABASE": database,
        "BENCH_CONSTANTS": str(folder),
        "PORT": str(port),
    }
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(commands.web(), env=environment, stdout=log, stderr=log)
        try:
            _wait(port, process, folder)
            yield port
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
