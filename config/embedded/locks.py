"""File locks: the kernel frees them when a process dies, however it dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def open_lock(path: Path) -> int:
    """Open a lock file without locking it; each call can hold a lock of its own."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def try_exclusive(descriptor: int) -> bool:
    """Take the lock alone if nobody else holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def shared(descriptor: int) -> None:
    """Take the lock together with others, waiting while somebody holds it alone."""
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def release(descriptor: int) -> None:
    """Give the lock back and keep the file open."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)


def is_free(path: Path) -> bool:
    """Tell whether nobody holds the lock at this moment."""
    if not path.exists():
        return True
    descriptor = open_lock(path)
    try:
        return try_exclusive(descriptor)
    finally:
        os.close(descriptor)


def wait_exclusive(descriptor: int, seconds: float) -> bool:
    """Take the lock alone, waiting at most so many seconds; False when it stayed taken."""
    until = time.monotonic() + seconds
    while not try_exclusive(descriptor):
        if time.monotonic() >= until:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock of this file alone, waiting for it as long as it takes."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
