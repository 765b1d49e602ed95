"""The object store in use: S3 when a bucket is set, else a folder."""

from functools import cache

from django.conf import settings

from core.storage.adapters.filesystem import FilesystemStore
from core.storage.adapters.s3 import S3Store
from core.storage.port import ObjectStore


@cache
def store() -> ObjectStore:
    """Return the object store that the settings choose; the same one each time."""
    if settings.S3_BUCKET:
        return S3Store(
            bucket=settings.S3_BUCKET,
            endpoint_url=settings.S3_ENDPOINT_URL or None,
            region=settings.S3_REGION,
            access_key_id=settings.S3_ACCESS_KEY_ID or None,
            secret_access_key=settings.S3_SECRET_ACCESS_KEY or None,
        )
    return FilesystemStore(root=settings.OBJECTS_DIR, base_url=settings.BASE_URL)


def ready() -> None:
    """Pass when files can be stored and read now: one cheap round trip, for `/readyz`. Raises StoreUnavailable."""
    store().check()
