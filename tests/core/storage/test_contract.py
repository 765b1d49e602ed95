"""What every object store does, over a folder, moto and a real S3 service that checks signatures."""

import io
import time
from datetime import timedelta

import pytest
import requests

from core import clock
from core.storage.adapters.filesystem import FilesystemStore
from core.storage.adapters.s3 import S3Store
from core.storage.port import ObjectMissing, StoreUnavailable
from tests.core.storage.conftest import checking_store, every_store
from tests.core.storage.samples import PDF, asked

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = {400, 403, 404, 405, 409, 411, 415}


@pytest.fixture
def upload(organisation):
    return asked(organisation)


def link_to_put(store, upload, *, seconds=60):
    expires_at = clock.now() + timedelta(seconds=seconds)
    return store.presign_put(
        upload.incoming_key, content_type=upload.content_type, size=upload.size, expires_at=expires_at
    )


def link_to_get(store, key, *, seconds=60, filename="étude n° 1.pdf"):
    expires_at = clock.now() + timedelta(seconds=seconds)
    return store.presign_get(key, filename=filename, content_type="application/pdf", expires_at=expires_at)


def write(store, key, content=PDF):
    store.put(key, io.BytesIO(content), size=len(content), content_type="application/pdf")


def content_of(store, key):
    with store.open(key) as file:
        return b"".join(iter(lambda: file.read(7), b""))


@every_store
def test_what_was_put_by_link_is_there(store, upload):
    link = link_to_put(store, upload)
    assert link.method == "PUT"
    assert requests.put(link.url, PDF, headers=link.headers, timeout=10).status_code == 200
    assert store.size(upload.incoming_key) == len(PDF)
    assert content_of(store, upload.incoming_key) == PDF
    assert list(store.keys(upload.prefix)) == [upload.incoming_key]


@every_store
def test_a_link_downloads_the_bytes_under_the_name_that_was_asked(store, upload, settings):
    write(store, upload.incoming_key)
    answer = requests.get(link_to_get(store, upload.incoming_key), timeout=10)
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["Content-Type"] == "application/pdf"
    if not settings.S3_ENDPOINT_URL:
        # rclone ignores the response headers that a link asks for; S3 and moto do not.
        assert answer.headers["Content-Disposition"].startswith("attachment; filename")
        assert "%C3%A9tude%20n%C2%B0%201.pdf" in answer.headers["Content-Disposition"]


@every_store
def test_writing_listing_and_deleting(store, upload):
    write(store, f"{upload.prefix}a")
    write(store, f"{upload.prefix}b", b"other")
    write(store, f"uploads/{upload.pk}0/c")
    assert sorted(store.keys(upload.prefix)) == [f"{upload.prefix}a", f"{upload.prefix}b"]
    write(store, f"{upload.prefix}a", b"again")
    assert content_of(store, f"{upload.prefix}a") == b"again"
    store.delete(f"{upload.prefix}a")
    store.delete(f"{upload.prefix}a")
    assert list(store.keys(upload.prefix)) == [f"{upload.prefix}b"]


@every_store
def test_what_is_not_there_is_said_to_be_missing(store, upload):
    assert store.size(upload.incoming_key) is None
    assert list(store.keys(upload.prefix)) == []
    with pytest.raises(ObjectMissing), store.open(upload.incoming_key):
        pass
    assert requests.get(link_to_get(store, upload.incoming_key), timeout=10).status_code in REFUSED


@every_store
def test_it_says_that_it_is_ready(store):
    store.check()


@pytest.mark.parametrize("bucket", ["evidence", "another"])
def test_a_service_that_does_not_answer_is_not_ready(bucket, rclone):
    access = rclone | ({"endpoint_url": "http://127.0.0.1:9"} if bucket == "evidence" else {})
    with pytest.raises(StoreUnavailable):
        S3Store(bucket=bucket, region="us-east-1", **access).check()


def test_a_folder_that_cannot_be_written_is_not_ready(tmp_path):
    (tmp_path / "file").write_text("")
    store = FilesystemStore(root=tmp_path / "file" / "objects", base_url="")
    with pytest.raises(StoreUnavailable):
        store.check()
    with pytest.raises(StoreUnavailable):
        write(store, "uploads/a/b")


@checking_store
def test_a_body_of_another_size_is_refused(store, upload):
    link = link_to_put(store, upload)
    for body in (PDF + b" ", PDF[:-1], b""):
        headers = link.headers | {"Content-Length": str(len(body))}
        assert requests.put(link.url, body, headers=headers, timeout=10).status_code in REFUSED
    assert store.size(upload.incoming_key) is None


@checking_store
def test_a_body_of_unknown_length_is_refused(store, upload):
    link = link_to_put(store, upload)
    headers = {"Content-Type": upload.content_type}
    assert requests.put(link.url, iter([PDF]), headers=headers, timeout=10).status_code in REFUSED
    assert store.size(upload.incoming_key) is None


@checking_store
def test_a_body_of_another_type_is_refused(store, upload):
    link = link_to_put(store, upload)
    headers = link.headers | {"Content-Type": "text/html"}
    assert requests.put(link.url, PDF, headers=headers, timeout=10).status_code in REFUSED
    assert store.size(upload.incoming_key) is None


@checking_store
def test_an_expired_link_is_refused(store, upload):
    write(store, f"{upload.prefix}kept")
    put, get = link_to_put(store, upload, seconds=1), link_to_get(store, f"{upload.prefix}kept", seconds=1)
    still_good = link_to_get(store, f"{upload.prefix}kept")
    time.sleep(2.1)
    assert requests.get(still_good, timeout=10).status_code == 200
    assert requests.put(put.url, PDF, headers=put.headers, timeout=10).status_code in REFUSED
    assert requests.get(get, timeout=10).status_code in REFUSED
    assert store.size(upload.incoming_key) is None


@checking_store
def test_a_changed_link_is_refused(store, upload):
    link = link_to_put(store, upload)
    for changed in (link.url[:-4] + "0000", link.url.replace("X-Amz-Expires=60", "X-Amz-Expires=6000")[:-1] + "x"):
        assert requests.put(changed, PDF, headers=link.headers, timeout=10).status_code == 403
    assert store.size(upload.incoming_key) is None


@checking_store
def test_a_link_is_good_for_one_verb(store, upload):
    put, get = link_to_put(store, upload), link_to_get(store, upload.incoming_key)
    assert requests.put(get, PDF, headers=put.headers, timeout=10).status_code in REFUSED
    assert store.size(upload.incoming_key) is None
    write(store, upload.incoming_key)
    assert requests.get(put.url, timeout=10).status_code in REFUSED
    assert requests.delete(put.url, timeout=10).status_code in REFUSED
    assert store.size(upload.incoming_key) == len(PDF)


@checking_store
def test_a_link_is_good_for_one_object(store, upload):
    if isinstance(store, S3Store):
        link = link_to_put(store, upload)
        other = link.url.replace("/incoming?", "/" + "0" * 64 + "?")
        assert other != link.url
        assert requests.put(other, PDF, headers=link.headers, timeout=10).status_code == 403
    else:
        kept = store.presign_put(
            upload.key_of("0" * 64), content_type=upload.content_type, size=upload.size, expires_at=upload.expires_at
        )
        assert requests.put(kept.url, PDF, headers=kept.headers, timeout=10).status_code == 403
    assert list(store.keys(upload.prefix)) == []
