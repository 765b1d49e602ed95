"""Files that come with a page's form, for those who cannot or do not PUT them by a link."""

from datetime import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from core.accounts.models import Organisation, User
from core.actors import Actor
from core.storage.actions import complete_upload, request_upload
from core.storage.kinds import KINDS
from core.storage.models import Upload
from core.storage.objects import store
from core.storage.port import StoreUnavailable
from core.storage.refusals import StorageUnavailable

# A file that is a little too large gets a sentence on the page; of one that is far too large not a byte is read.
_FAR_TOO_LARGE = 4


class BoundedForm(TemporaryFileUploadHandler):
    """Turns away a form that is far larger than any file that is accepted; keeps others in a temporary file."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ANN401
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Raise RequestDataTooBig before anything is read."""
        if content_length > _FAR_TOO_LARGE * settings.UPLOAD_MAX_BYTES:
            raise RequestDataTooBig("The form is far larger than any file that is accepted.")


def content_type_of(file: UploadedFile) -> str:
    """Return the media type a file's name says, else the one the browser said. What it is, is checked later."""
    name = (file.name or "").lower()
    said = (kind.content_type for kind in KINDS.values() if name.endswith(kind.extensions))
    return next(said, file.content_type or "")


def keep_file(
    *, organisation: Organisation, purpose: str, file: UploadedFile, uploaded_by: User, actor: Actor, at: datetime
) -> Upload:
    """Keep a file that came with a form: it is asked for, put and completed as one that comes by a link.

    Writes over the network, so it must not be called inside a transaction. Raises what `request_upload` and
    `complete_upload` raise.
    """
    upload = request_upload(
        organisation=organisation,
        purpose=purpose,
        filename=file.name or "",
        content_type=content_type_of(file),
        size=file.size or 0,
        uploaded_by=uploaded_by,
        actor=actor,
        at=at,
    )
    content: BinaryIO = file.file  # type: ignore[assignment]
    try:
        store().put(upload.incoming_key, content, size=upload.size, content_type=upload.content_type)
    except StoreUnavailable as error:
        raise StorageUnavailable(
            "The file storage does not answer. Nothing was lost; try again in a minute."
        ) from error
    return complete_upload(upload=upload, actor=actor, at=at)
