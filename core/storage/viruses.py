"""Is there a virus in it? The industry's test signature is always recognised, the rest by clamd where one is named."""

import socket
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, BinaryIO
from urllib.parse import urlsplit

# In two parts, so that this file itself is none (eicar.org, "anti malware testfile").
_TEST_SIGNATURE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_CHUNK = 1 << 18
_SECONDS = 60.0
_LONGEST_ANSWER = 4_096
_CLEAN, _FOUND = "stream: OK", " FOUND"


class ScannerUnavailable(Exception):
    """The scanner that the operator named gave no verdict; worth another try later."""


def virus_in(content: BinaryIO, *, clamd_url: str) -> str:
    """Return the name of what was found, or "". Reads the file from its start, and what is packed in it.

    Raises ScannerUnavailable. The caller has checked that what is packed is of a sane size.
    """
    if _has_test_signature(content):
        return "EICAR test file"
    return _ask_clamd(content, clamd_url) if clamd_url else ""


def _has_test_signature(content: BinaryIO) -> bool:
    content.seek(0)
    if any(_TEST_SIGNATURE in piece for piece in _overlapping(content)):
        return True
    if not zipfile.is_zipfile(content):
        return False
    content.seek(0)
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(content) as archive:
        for member in archive.infolist():
            with archive.open(member) as file:
                if any(_TEST_SIGNATURE in piece for piece in _overlapping(file)):
                    return True
    return False


def _overlapping(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the content so that every signature is whole in one piece."""
    rest = b""
    while chunk := file.read(_CHUNK):
        yield rest + chunk
        rest = (rest + chunk)[1 - len(_TEST_SIGNATURE) :]


def _ask_clamd(content: BinaryIO, url: str) -> str:
    """Send the content by clamd's INSTREAM command (clamd(8)): pieces, each after its length, and an empty one."""
    try:
        with _connected(url) as connection:
            until = time.monotonic() + _SECONDS
            # clamd hangs up on what exceeds its own limit, and its answer says so.
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(connection, content, until)
            answer = _answer(connection, until)
    except (OSError, ValueError) as error:
        raise ScannerUnavailable(str(error)) from error
    if answer == _CLEAN:
        return ""
    if answer.endswith(_FOUND):
        return answer.removeprefix("stream: ").removesuffix(_FOUND)
    raise ScannerUnavailable(answer or "it hung up without an answer")


def _connected(url: str) -> socket.socket:
    """Connect to "tcp://host:3310" or "unix:///run/clamav/clamd.ctl"."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_SECONDS)
        connection.connect(parts.path)
        return connection
    if parts.scheme != "tcp" or not parts.hostname:
        raise ValueError(f"CLAMD_URL is “{url}”; write tcp://host:3310 or unix:///path/to/socket")
    return socket.create_connection((parts.hostname, parts.port or 3310), timeout=_SECONDS)


def _send(connection: socket.socket, content: BinaryIO, until: float) -> None:
    content.seek(0)
    connection.sendall(b"zINSTREAM\0")
    while chunk := content.read(_CHUNK):
        connection.settimeout(max(until - time.monotonic(), 0.001))
        connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
    connection.sendall(bytes(4))


def _answer(connection: socket.socket, until: float) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        connection.settimeout(max(until - time.monotonic(), 0.001))
        piece = connection.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
