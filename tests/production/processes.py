"""What starting a foreign server takes: an unprivileged account, a free port, a wait, and an end."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from config.embedded.identity import Identity, choose, die_with_parent

START_SECONDS = 60.0


class MissingError(Exception):
    """A part of the production shape is not installed here; the text says what to install."""


class DidNotStartError(Exception):
    """A part is installed and does not come up; the text holds the end of its log."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def unprivileged(folder: Path, program: str) -> Identity:
    """Make the folder and give the account that servers run as; root is too much, and some refuse it."""
    folder.mkdir(parents=True)
    identity = choose([folder, Path(program)])
    if identity.owner is not None:
        os.chown(folder, identity.owner, -1)
    return identity


class Server:
    """One foreign server, ended with everything it started when the block is left or this process dies."""

    def __init__(self, command: list[str], folder: Path, identity: Identity, **env: str) -> None:
        self.log = folder / "output.log"
        self.env = {**os.environ, "HOME": str(folder), **env}

        def become() -> None:
            identity.assume()
            die_with_parent(signal.SIGTERM)

        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env=self.env,
                preexec_fn=become,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until(self, answers: Callable[[], bool]) -> None:
        until = time.monotonic() + START_SECONDS
        while not answers():
            if self.process.poll() is not None or time.monotonic() > until:
                said = self.log.read_text(errors="replace")[-3000:]
                self.stop()
                raise DidNotStartError(f"{self.process.args[0]} did not come up:\n{said}")
            time.sleep(0.1)

    def stop(self, number: int = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
