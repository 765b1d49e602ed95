"""Objects as files in one folder, reached by signed links to our own views (`core.storage.pages`)."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import uuid4

from core.storage.adapters.tokens import Grant, sign
from core.storage.port import ObjectMissing, PutLink, StoreUnavailable

_KEY = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")
_CHUNK = 1 << 18


class ShortBody(Exception):
    """The body ended before the size that was promised; nothing of it is kept."""


class Readable(Protocol):
    """Whatever gives bytes: a file, or the body of a request."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, and none at the end."""


@dataclass(frozen=True)
class FilesystemStore:
    """A folder. A write goes to a temporary file, is synced, and renamed into place: it is all there or not at all."""

    root: Path
    base_url: str

    def presign_put(self, key: str, *, content_type: str, size: int, expires_at: datetime) -> PutLink:
        """Return a link to our own view."""
        grant = Grant("PUT", key, content_type, int(expires_at.timestamp()), size=size)
        headers = {"Content-Type": content_type, "Content-Length": str(size)}
        return PutLink(self._url(grant), headers, expires_at)

    def presign_get(self, key: str, *, filename: str, content_type: str, expires_at: datetime) -> str:
        """Return a link to our own view."""
        return self._url(Grant("GET", key, content_type, int(expires_at.timestamp()), filename=filename))

    def put(self, key: str, source: Readable, *, size: int, content_type: str) -> None:
        """Write the object; never reads more than `size` bytes, and keeps nothing of a body that is shorter."""
        path = self._path(key)
        incomplete = path.with_name(f"incomplete-{uuid4().hex}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                with incomplete.open("xb") as file:
                    _copy(source, file, size)
                    file.flush()
                    os.fsync(file.fileno())
                incomplete.rename(path)
            except BaseException:
                incomplete.unlink(missing_ok=True)
                raise
            _sync_folder(path.parent)
        except OSError as error:
            raise StoreUnavailable(f"{self.root}: {error}") from error

    @contextmanager
    def _open(self, key: str) -> Iterator[BinaryIO]:
        try:
            file = self._path(key).open("rb")
        except FileNotFoundError:
            raise ObjectMissing(key) from None
        except OSError as error:
            raise StoreUnavailable(f"{self.root}: {error}") from error
        with file:
            yield file

    def open(self, key: str) -> AbstractContextManager[BinaryIO]:
        """Open the file."""
        return self._open(key)

    def size(self, key: str) -> int | None:
        """Return the file's length."""
        try:
            return self._path(key).stat().st_size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreUnavailable(f"{self.root}: {error}") from error

    def keys(self, prefix: str) -> Iterator[str]:
        """Walk the folder that the prefix names; what a killed write left behind is named too, so it can be deleted."""
        for path in sorted(self._path(prefix.rstrip("/")).rglob("*")):
            if path.is_file():
                yield path.relative_to(self.root).as_posix()

    def delete(self, key: str) -> None:
        """Remove the file, and its folder when nothing else is in it."""
        path = self._path(key)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"{self.root}: {error}") from error
        with suppress(OSError):
            path.parent.rmdir()

    def check(self) -> None:
        """Write and remove a file of no bytes."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.root) as file:
                file.write(b"ready")
        except OSError as error:
            raise StoreUnavailable(f"{self.root}: {error}") from error

    def _url(self, grant: Grant) -> str:
        return f"{self.base_url}/objects/{sign(grant)}"

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a key: {key!r}")
        return self.root / key


def _copy(source: Readable, file: BinaryIO, size: int) -> None:
    left = size
    while left:
        try:
            chunk = source.read(min(_CHUNK, left))
        except OSError as error:
            raise ShortBody(f"the sender went away after {size - left} of {size} bytes") from error
        if not chunk:
            raise ShortBody(f"{size - left} of {size} bytes came")
        file.write(chunk)
        left -= len(chunk)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
