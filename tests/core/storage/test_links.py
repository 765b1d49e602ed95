"""The views behind the filesystem store's signed links."""

import threading
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client

from core import clock
from core.actors import SYSTEM
from core.storage import actions
from core.storage.adapters.tokens import Grant, sign
from core.storage.models import Upload
from core.storage.objects import store
from tests.core.storage.samples import PDF, asked

pytestmark = pytest.mark.django_db
GIGABYTE = 2**30


class Endless:
    """A body that never ends, and knows how much of it was read."""

    def __init__(self, content=b""):
        self.content, self.taken = content, 0

    def read(self, size=-1):
        assert size >= 0, "nobody may ask for all of an endless body"
        self.taken += size
        return self.content[:size].ljust(size, b"x")

    readline = read


class Broken:
    """A sender who goes away in the middle."""

    def __init__(self, content):
        self.parts = [content]

    def read(self, size=-1):
        if self.parts:
            return self.parts.pop()
        raise ConnectionResetError

    readline = read


@pytest.fixture
def upload(organisation):
    return asked(organisation)


def put(upload, body=PDF, **environ):
    path = urlsplit(actions.put_link(upload=upload).url).path
    return Client(enforce_csrf_checks=True).generic("PUT", path, body, content_type="application/pdf", **environ)


def assert_problem(response, status, code):
    assert (response.status_code, response.json()["code"]) == (status, code), response.content
    assert response["Content-Type"] == "application/problem+json"


def test_a_body_goes_where_the_link_says(upload):
    assert put(upload).status_code == 200
    assert store().size(upload.incoming_key) == len(PDF)


def test_of_an_endless_body_only_what_was_declared_is_read(upload):
    body = Endless()
    response = put(upload, **{"wsgi.input": body, "CONTENT_LENGTH": str(upload.size)})
    assert response.status_code == 200
    assert body.taken == upload.size == store().size(upload.incoming_key)


@pytest.mark.parametrize("length", [GIGABYTE, len(PDF) + 1, len(PDF) - 1, 0, "9" * 5000])
def test_a_body_of_another_length_is_not_read_at_all(upload, length):
    body = Endless()
    assert_problem(put(upload, **{"wsgi.input": body, "CONTENT_LENGTH": str(length)}), 409, "size-differs")
    assert body.taken == 0
    assert list(store().keys(upload.prefix)) == []


@pytest.mark.parametrize("length", ["", "-1", "ten", "1e1", "٣"])
def test_a_body_without_a_length_is_not_read_at_all(upload, length):
    body = Endless()
    response = put(upload, **{"wsgi.input": body, "CONTENT_LENGTH": length})
    assert_problem(response, 411, "length-required")
    assert body.taken == 0


def test_of_a_body_that_breaks_off_nothing_stays(upload):
    assert_problem(put(upload, **{"wsgi.input": Broken(PDF[:10])}), 409, "size-differs")
    assert list(store().keys(upload.prefix)) == []


def test_a_later_body_replaces_an_earlier_one_until_it_is_stored(upload, objects_dir):
    put(upload, PDF.replace(b"1.7", b"1.4"))
    put(upload)
    kept = actions.complete_upload(upload=upload, actor=SYSTEM, at=clock.now())
    assert_problem(put(upload, PDF.replace(b"1.7", b"1.4")), 409, "upload-closed")
    with actions.open_stored(upload=kept) as file:
        assert file.read() == PDF
    assert not list(objects_dir.rglob("incomplete-*"))


def test_many_at_once_leave_one_whole_body(upload, objects_dir):
    grant = Grant("PUT", upload.incoming_key, "application/pdf", 2**40, size=1_000_000)
    bodies = [bytes([65 + n]) * grant.size for n in range(6)]
    start = threading.Barrier(len(bodies))

    def run(body):
        start.wait()
        store().put(grant.key, Endless(body), size=grant.size, content_type=grant.content_type)

    threads = [threading.Thread(target=run, args=[body]) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store().open(grant.key) as file:
        assert file.read() in bodies
    assert list(store().keys(upload.prefix)) == [grant.key]


def test_a_link_for_an_upload_that_is_gone_is_refused(upload):
    path = urlsplit(actions.put_link(upload=upload).url).path
    Upload.objects.all().delete()
    assert_problem(Client().put(path, PDF, content_type="application/pdf"), 403, "link-invalid")


@pytest.mark.parametrize("token", ["x", "a.b", "a:b:c", "%00", "ü", "..%5c..%5cetc", "A" * 5000])
@pytest.mark.parametrize("method", ["get", "put"])
def test_what_was_not_signed_by_us_is_refused(method, token):
    response = getattr(Client(), method)(f"/objects/{token}")
    assert response.status_code in (403, 404)


def test_a_signature_made_for_something_else_is_refused():
    foreign = signing.dumps({"verb": "GET", "key": "uploads/a/b"}, salt="another")
    incomplete = signing.dumps({"verb": "GET"}, salt="core.storage.objects")
    for token in (foreign, incomplete):
        assert_problem(Client().get(f"/objects/{token}"), 403, "link-invalid")


@pytest.mark.parametrize("method", ["post", "delete", "patch", "options", "head"])
def test_other_methods_are_refused(upload, method):
    path = urlsplit(actions.put_link(upload=upload).url).path
    assert getattr(Client(), method)(path).status_code == 405


def test_a_download_is_never_shown_by_a_browser(upload):
    put(upload)
    kept = actions.complete_upload(upload=upload, actor=SYSTEM, at=clock.now())
    response = Client().get(urlsplit(actions.download_link(upload=kept, at=clock.now())).path)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="register extract.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Length"] == str(len(PDF))


def test_a_download_link_expires(upload):
    put(upload)
    kept = actions.complete_upload(upload=upload, actor=SYSTEM, at=clock.now())
    old = actions.download_link(upload=kept, at=clock.now() - timedelta(minutes=6))
    assert_problem(Client().get(urlsplit(old).path), 403, "link-expired")


def test_with_s3_in_use_the_address_answers_nothing(settings):
    settings.S3_BUCKET, settings.S3_ENDPOINT_URL = "evidence", "http://127.0.0.1:9"
    store.cache_clear()
    token = sign(Grant("GET", "uploads/a/b", "application/pdf", 2**40))
    assert_problem(Client().get(f"/objects/{token}"), 404, "not-found")


@pytest.mark.parametrize("key", ["../x", "/etc/passwd", "uploads//x", "uploads/../x", "uploads/a\0", "", "A", "a/"])
def test_a_key_never_leaves_the_folder(key):
    with pytest.raises(ValueError, match="not a key"):
        store().size(key)
