"""Identifiers we mint: UUIDs of version 7, so that ordering by id is ordering by creation."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """Return a new UUIDv7 (RFC 9562), strictly increasing within this process.

    The 12 bits after the millisecond carry its fraction (RFC 9562, method 3), and a value that would not be
    greater than the previous one is moved just past it.
    """
    global _last  # noqa: PLW0603
    with _lock:
        milliseconds, rest = divmod(time.time_ns(), 1_000_000)
        stamp = (milliseconds << 12) | (rest * 4096 // 1_000_000)
        _last = stamp = max(stamp, _last + 1)
    random_bits = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=((stamp >> 12) << 80) | (0x7 << 76) | ((stamp & 0xFFF) << 64) | (0b10 << 62) | random_bits)
