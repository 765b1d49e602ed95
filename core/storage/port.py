"""What the house needs of an object store; two adapters fill it (`core.storage.adapters`)."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol


class ObjectMissing(Exception):
    """There is no object under this key."""


class StoreUnavailable(Exception):
    """The object store did not answer, or answered that it cannot; worth another try later."""


@dataclass(frozen=True, slots=True)
class PutLink:
    """Where and how to PUT one file: exactly these headers, before it expires."""

    url: str
    headers: dict[str, str]
    expires_at: datetime
    method: str = "PUT"


class ObjectStore(Protocol):
    """A flat space of objects. Keys are made by us: lower-case words, digits and hyphens, parted by slashes."""

    def presign_put(self, key: str, *, content_type: str, size: int, expires_at: datetime) -> PutLink:
        """Return a link that accepts one body of exactly `size` bytes and `content_type`. Computed, no round trip."""

    def presign_get(self, key: str, *, filename: str, content_type: str, expires_at: datetime) -> str:
        """Return a link that downloads the object as an attachment called `filename`. Computed, no round trip."""

    def put(self, key: str, source: BinaryIO, *, size: int, content_type: str) -> None:
        """Write the whole of `source`, whose length is `size`; a reader sees all of it or none. StoreUnavailable."""

    def open(self, key: str) -> AbstractContextManager[BinaryIO]:
        """Open the object for reading as a stream. Raises ObjectMissing, StoreUnavailable."""

    def size(self, key: str) -> int | None:
        """Return the object's length in bytes, or None when there is none. Raises StoreUnavailable."""

    def keys(self, prefix: str) -> Iterator[str]:
        """Name the objects whose key starts with `prefix`, which ends in a slash. Raises StoreUnavailable."""

    def delete(self, key: str) -> None:
        """Remove the object; it may be gone already. Raises StoreUnavailable."""

    def check(self) -> None:
        """Make one cheap round trip that writing would need too. Raises StoreUnavailable."""
