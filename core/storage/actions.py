"""Asking for an upload, completing it, reading it, and clearing away what was never completed.

The life of the bytes: a link puts them at the upload's incoming key, as often as wanted until it expires. Completion
copies them once, checks the copy, and writes that copy under a key named by its hash, where no link ever puts. So what
was checked is what is kept, and nothing that happens at the incoming key afterwards can change it.
"""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from core.accounts.models import Organisation, User
from core.actors import Actor
from core.events.recording import record
from core.states import IllegalMove
from core.storage.events import UploadStored
from core.storage.inspection import inspected
from core.storage.kinds import KINDS
from core.storage.models import UPLOAD_MOVES, Purpose, Upload, UploadState
from core.storage.names import clean_filename
from core.storage.objects import store
from core.storage.port import PutLink, StoreUnavailable
from core.storage.refusals import (
    FileEmpty,
    FileTooLarge,
    KindNotAccepted,
    NotStored,
    StorageUnavailable,
    TooManyOpenUploads,
    UploadExpired,
)

ACCEPTED: dict[str, tuple[str, ...]] = {
    Purpose.EVIDENCE: tuple(KINDS),
    Purpose.MEDIA: ("image/png", "image/jpeg"),
}
DOWNLOAD_EXPIRES = timedelta(minutes=5)
_MB = 2**20


@transaction.atomic
def request_upload(
    *,
    organisation: Organisation,
    purpose: str,
    filename: str,
    content_type: str,
    size: int,
    uploaded_by: User | None,
    actor: Actor,
    at: datetime,
) -> Upload:
    """Make room for one file of `size` bytes. Raises KindNotAccepted, FileEmpty, FileTooLarge, TooManyOpenUploads."""
    accepted = ACCEPTED[purpose]
    if content_type not in accepted:
        names = ", ".join(KINDS[kind].name for kind in accepted)
        raise KindNotAccepted(
            f"Files of the type “{content_type[:100]}” are not accepted as {purpose}. Accepted are: {names}."
            " Convert the file, or declare its real type.",
            accepted=list(accepted),
        )
    if size <= 0:
        raise FileEmpty("A file of no bytes proves nothing. Choose a file that has content.")
    if size > settings.UPLOAD_MAX_BYTES:
        raise FileTooLarge(
            f"The file has {size / _MB:,.1f} MB, and at most {settings.UPLOAD_MAX_BYTES / _MB:,.0f} MB are accepted."
            " Make it smaller, or send it in parts.",
            limit=settings.UPLOAD_MAX_BYTES,
        )
    # Two at once may exceed the limit by a few: it guards the disk, not a right.
    if Upload.objects.filter(organisation=organisation).open_at(at).count() >= settings.UPLOADS_OPEN_MAX:
        raise TooManyOpenUploads(
            f"{settings.UPLOADS_OPEN_MAX} uploads of this organisation wait for their file. Complete them, or wait"
            " until they expire.",
            limit=settings.UPLOADS_OPEN_MAX,
        )
    return Upload.objects.create(
        organisation=organisation,
        uploaded_by=uploaded_by,
        purpose=purpose,
        filename=clean_filename(filename, KINDS[content_type].extensions),
        content_type=content_type,
        size=size,
        created_at=at,
        expires_at=at + timedelta(seconds=settings.UPLOAD_EXPIRES_SECONDS),
    )


def put_link(*, upload: Upload) -> PutLink:
    """Return where to PUT the file, for as long as the upload can be completed."""
    return store().presign_put(
        upload.incoming_key, content_type=upload.content_type, size=upload.size, expires_at=upload.expires_at
    )


def complete_upload(*, upload: Upload, actor: Actor, at: datetime) -> Upload:
    """Check what was put against what was declared, and keep it. Completing a stored upload changes nothing.

    Reads the file over the network, so it must not be called inside a transaction; two at once both check, and the
    first to finish decides. After a refusal the file can be put again until the upload expires. Raises NotUploadedYet,
    SizeDiffers, TypeDiffers, Infected, ScannerDown, UploadExpired, StorageUnavailable.
    """
    if upload.state == UploadState.STORED:
        return upload
    if upload.state == UploadState.ABANDONED or at >= upload.expires_at:
        raise UploadExpired("The time to upload this file is over, and what was put is removed. Ask for a new upload.")
    try:
        with inspected(upload, store()) as file:
            key = upload.key_of(file.sha256)
            store().put(key, file.content, size=upload.size, content_type=upload.content_type)
        kept = _keep(upload=upload, sha256=file.sha256, actor=actor, at=at)
        if kept.sha256 != file.sha256:
            store().delete(key)
    except StoreUnavailable as error:
        raise StorageUnavailable(
            "The file storage does not answer. Nothing was lost; try again in a minute."
        ) from error
    return kept


@transaction.atomic(durable=True)
def _keep(*, upload: Upload, sha256: str, actor: Actor, at: datetime) -> Upload:
    """Move the upload to stored, unless another completion was first, which then decides. Raises UploadExpired."""
    rows = Upload.objects.filter(pk=upload.pk)
    try:
        UPLOAD_MOVES.apply(rows, to=UploadState.STORED, sha256=sha256, stored_at=at)
    except IllegalMove:
        kept = rows.stored().first()
        if kept is None:
            raise UploadExpired("The upload expired while it was being checked. Ask for a new upload.") from None
        return kept
    record(
        UploadStored(
            upload_id=upload.pk,
            organisation_id=upload.organisation_id,
            purpose=upload.purpose,
            filename=upload.filename,
            content_type=upload.content_type,
            size=upload.size,
            sha256=sha256,
        ),
        actor=actor,
        at=at,
    )
    return rows.get()


def download_link(*, upload: Upload, at: datetime, expires_in: timedelta = DOWNLOAD_EXPIRES) -> str:
    """Return a link that downloads the stored file as an attachment until `at` + `expires_in`. Raises NotStored.

    Whoever has the link has the file: ask who may see it first.
    """
    return store().presign_get(
        _stored_key(upload),
        filename=upload.filename,
        content_type=upload.content_type,
        expires_at=at + expires_in,
    )


def open_stored(*, upload: Upload) -> AbstractContextManager[BinaryIO]:
    """Open the stored file as a stream, for a check. Raises NotStored; ObjectMissing and StoreUnavailable on entry."""
    return store().open(_stored_key(upload))


def _stored_key(upload: Upload) -> str:
    if upload.state != UploadState.STORED:
        raise NotStored("The file was not completed, so there is nothing to read. Complete the upload first.")
    return upload.key_of(upload.sha256)
