"""The processes the launcher looks after: started, revived when they are killed, gone when it is gone."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from config.launch.steps import line

LONGEST_PAUSE = 30.0
# A child that ran this long had recovered; its next fall is a new one.
STEADY_SECONDS = 60.0
POLITE_SECONDS = 12.0


class Child:
    """One command, in a process group of its own so that Ctrl-C reaches the launcher only."""

    def __init__(self, name: str, command: list[str], *, cwd: Path, log: Path, env: dict[str, str]) -> None:
        self.name, self.command, self.cwd, self.log, self.env = name, command, cwd, log, env
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.start_again_at: float | None = None
        self.pause = 0.0

    def start(self) -> None:
        """Start it; what it says goes to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.cwd,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started_at, self.start_again_at = time.monotonic(), None

    def look_after(self) -> bool:
        """Start it again when it ended, at once the first time and with growing pauses after that; True when it did."""
        now = time.monotonic()
        if self.process is None or self.process.poll() is None:
            return False
        if self.start_again_at is None:
            if now - self.started_at > STEADY_SECONDS:
                self.pause = 0.0
            self.start_again_at = now + self.pause
            # Workers of a killed master may still hold the port or a task.
            self._signal(signal.SIGKILL)
            line(self.name, f"{_ending(self.process.returncode)}; starting it again in {self.pause:.0f} s ({self.log})")
            self.pause = min(max(self.pause * 2, 1.0), LONGEST_PAUSE)
        if now < self.start_again_at:
            return False
        self.start()
        return True

    def ask_to_stop(self) -> None:
        """Tell its leader to end in good order, workers included."""
        if self.process:
            self.process.terminate()

    def stop(self) -> None:
        """End it and everything it started: politely first, then by force."""
        if self.process is None:
            return
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(POLITE_SECONDS)
        self._signal(signal.SIGKILL)
        self.process.wait()

    @property
    def group(self) -> int | None:
        """The process group of everything it started."""
        return self.process.pid if self.process else None

    def _signal(self, number: int) -> None:
        if self.group is not None:
            signal_group(self.group, number)


class Undertaker:
    """A small process that outlives a killed launcher just long enough to end its children.

    It reads the groups to end from a pipe; the kernel closes the pipe when the launcher dies, however it dies.
    """

    def __init__(self) -> None:
        read, self._write = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._write)
            _bury(read)
        os.close(read)

    def know(self, children: list[Child]) -> None:
        """Tell which groups are alive now."""
        os.write(self._write, (" ".join(str(child.group) for child in children if child.group) + "\n").encode())

    def dismiss(self) -> None:
        """End it; there is nothing left to do."""
        os.write(self._write, b"\n")
        os.close(self._write)
        os.waitpid(self._process, 0)


def _bury(read: int) -> None:
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    told = b""
    while more := os.read(read, 4096):
        told = (told + more)[-4096:]
    groups = [int(group) for group in told.decode().rstrip("\n").rpartition("\n")[2].split()]
    for group in groups:
        with contextlib.suppress(ProcessLookupError):
            os.kill(group, signal.SIGTERM)
    until = time.monotonic() + POLITE_SECONDS
    while any(signal_group(group, 0) for group in groups) and time.monotonic() < until:
        time.sleep(0.05)
    for group in groups:
        signal_group(group, signal.SIGKILL)
    os._exit(0)


def signal_group(group: int, number: int) -> bool:
    """Send a signal to a process group; False when there is none any more."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _ending(code: int) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
