"""Reading what was put: length, hash and content, into a local copy whose bytes are the ones that are kept."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

import structlog
from django.conf import settings

from core.storage.kinds import KINDS
from core.storage.kinds.content import HEAD, WrongContent, looks_like
from core.storage.models import Upload
from core.storage.port import ObjectMissing, ObjectStore
from core.storage.refusals import Infected, NotUploadedYet, ScannerDown, SizeDiffers, TypeDiffers
from core.storage.viruses import ScannerUnavailable, virus_in

log = structlog.get_logger(__name__)

_CHUNK = 1 << 18
_IN_MEMORY = 1 << 20


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that is what it was declared to be."""

    content: BinaryIO
    sha256: str


@contextmanager
def inspected(upload: Upload, store: ObjectStore) -> Iterator[Inspected]:
    """Copy what was put to a temporary file and check it there.

    Reads at most one byte more than was declared. Raises NotUploadedYet, SizeDiffers, TypeDiffers, Infected,
    ScannerDown, StoreUnavailable.
    """
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        content: BinaryIO = copy  # type: ignore[assignment]
        digest = _copy(upload, store, content)
        _check_content(upload, content)
        _check_harmless(upload, content)
        content.seek(0)
        yield Inspected(content, digest)


def _copy(upload: Upload, store: ObjectStore, copy: BinaryIO) -> str:
    digest, length = sha256(), 0
    try:
        with store.open(upload.incoming_key) as source:
            while length <= upload.size and (chunk := source.read(min(_CHUNK, upload.size + 1 - length))):
                digest.update(chunk)
                copy.write(chunk)
                length += len(chunk)
    except ObjectMissing:
        raise NotUploadedYet(
            "Nothing has been put at the upload's address. PUT the file there first, then complete the upload."
        ) from None
    if length != upload.size:
        found = f"more than {upload.size}" if length > upload.size else str(length)
        raise SizeDiffers(
            f"{upload.size} bytes were declared, but {found} came. PUT the whole file again, or ask for a new upload"
            " with the right size.",
            declared=upload.size,
        )
    return digest.hexdigest()


def _check_content(upload: Upload, content: BinaryIO) -> None:
    content.seek(0)
    seems = looks_like(content.read(HEAD))
    content.seek(0)
    try:
        KINDS[upload.content_type].check(content)
    except WrongContent as wrong:
        found = f" It looks like {seems}." if seems and seems != upload.content_type else ""
        raise TypeDiffers(
            f"“{upload.filename}” was declared as {upload.content_type}, but {wrong}.{found}"
            " PUT a file of the declared type, or ask for a new upload with the right type.",
            declared=upload.content_type,
            found=seems or None,
        ) from None


def _check_harmless(upload: Upload, content: BinaryIO) -> None:
    """Look for viruses last: a scanner is not trusted with what is no sane file of its type."""
    try:
        found = virus_in(content, clamd_url=settings.CLAMD_URL)
    except ScannerUnavailable as error:
        log.warning("scanner_unavailable", upload=str(upload.pk), error=str(error))
        raise ScannerDown(
            "The virus scanner gave no verdict, so the file is not taken yet. Nothing was lost: complete it again"
            " in a minute."
        ) from error
    if found:
        raise Infected(
            f"“{upload.filename}” holds “{found[:100]}”. Scan the machine it comes from, and upload a clean file.",
            found=found[:100],
        )
