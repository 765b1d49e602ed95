"""Clearing away what expired uploads left: bodies never completed, and bodies put again after completion.

Each step can be killed and repeated: the row is closed first, so that no completion can win any more; then the objects
go, and the row only when they are gone.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from core.states import IllegalMove
from core.storage.models import UPLOAD_MOVES, Upload, UploadState
from core.storage.objects import store
from core.storage.port import StoreUnavailable

log = structlog.get_logger(__name__)

# Longer than a request that began before the expiry can still be putting or completing.
GRACE = timedelta(hours=1)


def tidy_uploads(*, at: datetime, limit: int = 500) -> int:
    """Tidy uploads that expired an hour or more before `at`, at most `limit`. Returns how many.

    Stops when the object store does not answer; the next run goes on.
    """
    tidied = 0
    for upload in Upload.objects.untidy(at - GRACE).order_by("expires_at", "pk")[:limit]:
        try:
            tidied += _tidy(upload, at=at)
        except StoreUnavailable as error:
            log.warning("tidying_stopped", reason=str(error))
            break
    return tidied


def _tidy(upload: Upload, *, at: datetime) -> bool:
    rows = Upload.objects.filter(pk=upload.pk)
    keep = _close(upload)
    if keep is None:
        return False
    for key in list(store().keys(upload.prefix)):
        if key != keep:
            store().delete(key)
    with transaction.atomic():
        if keep:
            rows.update(tidied_at=at)
        else:
            rows.filter(state=UploadState.ABANDONED).delete()
    return True


def _close(upload: Upload) -> str | None:
    """Abandon an upload that was not stored. Returns the key to keep, "" for none, None when the row is gone."""
    rows = Upload.objects.filter(pk=upload.pk)
    with transaction.atomic():
        try:
            UPLOAD_MOVES.apply(rows, to=UploadState.ABANDONED)
        except IllegalMove:
            found = rows.first()
            if found is None:
                return None
            return found.key_of(found.sha256) if found.state == UploadState.STORED else ""
    return ""
