"""Objects in one bucket of an S3 service, by boto3."""

import math
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.utils.http import content_disposition_header

from core import clock
from core.storage.port import ObjectMissing, PutLink, StoreUnavailable

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_MISSING = {"404", "NoSuchKey", "NotFound"}


class S3Store:
    """A bucket. Uploads go straight to it by signed links, in which the type and the length are signed too."""

    def __init__(
        self,
        *,
        bucket: str,
        endpoint_url: str | None,
        region: str,
        access_key_id: str | None,
        secret_access_key: str | None,
    ) -> None:
        self.bucket = bucket
        self._access = {
            "endpoint_url": endpoint_url,
            "region_name": region,
            "aws_access_key_id": access_key_id,
            "aws_secret_access_key": secret_access_key,
        }

    @cached_property
    def client(self) -> "S3Client":
        """The connection pool: made on first use, so that a forked server does not share sockets; it is thread-safe."""
        config = Config(
            signature_version="s3v4",
            connect_timeout=3,
            read_timeout=15,
            retries={"total_max_attempts": 2, "mode": "standard"},
            # A service of one's own rarely has virtual hosts, nor the checksums that newer clients add by default.
            s3={"addressing_style": "path" if self._access["endpoint_url"] else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return boto3.session.Session().client("s3", config=config, **cast("Any", self._access))

    def presign_put(self, key: str, *, content_type: str, size: int, expires_at: datetime) -> PutLink:
        """Return a link to the service, which refuses another type or length because both are signed."""
        url = self.client.generate_presigned_url(
            "put_object",
            Params={"Bucket": self.bucket, "Key": key, "ContentType": content_type, "ContentLength": size},
            ExpiresIn=_seconds_until(expires_at),
        )
        return PutLink(url, {"Content-Type": content_type, "Content-Length": str(size)}, expires_at)

    def presign_get(self, key: str, *, filename: str, content_type: str, expires_at: datetime) -> str:
        """Return a link to the service, which answers with the headers signed here."""
        return self.client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self.bucket,
                "Key": key,
                "ResponseContentType": content_type,
                "ResponseContentDisposition": content_disposition_header(True, filename) or "attachment",  # noqa: FBT003
            },
            ExpiresIn=_seconds_until(expires_at),
        )

    def put(self, key: str, source: BinaryIO, *, size: int, content_type: str) -> None:
        """Write the object in one request; S3 shows it only when it is complete."""
        with _answers():
            self.client.put_object(
                Bucket=self.bucket, Key=key, Body=source, ContentLength=size, ContentType=content_type
            )

    @contextmanager
    def _open(self, key: str) -> Iterator[BinaryIO]:
        with _answers(key), closing(self.client.get_object(Bucket=self.bucket, Key=key)["Body"]) as body:
            yield cast("BinaryIO", body)

    def open(self, key: str) -> AbstractContextManager[BinaryIO]:
        """Open the body of the answer."""
        return self._open(key)

    def size(self, key: str) -> int | None:
        """Ask by HEAD."""
        try:
            with _answers(key):
                return self.client.head_object(Bucket=self.bucket, Key=key)["ContentLength"]
        except ObjectMissing:
            return None

    def keys(self, prefix: str) -> Iterator[str]:
        """List, page by page."""
        with _answers():
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix):
                for found in page.get("Contents", []):
                    yield found["Key"]

    def delete(self, key: str) -> None:
        """Remove the object; S3 answers the same when it is gone."""
        with _answers():
            self.client.delete_object(Bucket=self.bucket, Key=key)

    def check(self) -> None:
        """Ask for the bucket by HEAD: reachable, there, and ours to use."""
        with _answers():
            self.client.head_bucket(Bucket=self.bucket)


def _seconds_until(expires_at: datetime) -> int:
    return max(1, math.ceil((expires_at - clock.now()).total_seconds()))


@contextmanager
def _answers(key: str | None = None) -> Iterator[None]:
    """Turn the client's errors into the port's; a missing object is expected only where a `key` is named."""
    try:
        yield
    except ClientError as error:
        if key is not None and error.response.get("Error", {}).get("Code") in _MISSING:
            raise ObjectMissing(key) from None
        raise StoreUnavailable(str(error)) from error
    except BotoCoreError as error:
        raise StoreUnavailable(str(error)) from error
