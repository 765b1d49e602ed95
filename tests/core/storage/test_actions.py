"""An upload from asking to keeping, over every store."""

import hashlib
import io
import os
import threading
from datetime import timedelta

import pytest
import requests
from django.db import IntegrityError, connections, transaction

from core import clock
from core.actors import SYSTEM, Actor
from core.events.models import Fact
from core.storage import actions, inspection
from core.storage.models import Upload, UploadState
from core.storage.objects import store as store_in_use
from core.storage.port import StoreUnavailable
from core.storage.refusals import (
    FileEmpty,
    FileTooLarge,
    KindNotAccepted,
    NotStored,
    NotUploadedYet,
    SizeDiffers,
    StorageUnavailable,
    TooManyOpenUploads,
    TypeDiffers,
    UploadExpired,
)
from tests.core.storage.conftest import every_store
from tests.core.storage.samples import DOCX_TYPE, PDF, asked, docx, png

ADA = Actor("user", None, "Ada")


def put(upload, content, *, size=None):
    """Put a body as if no link had checked its length."""
    store_in_use().put(
        upload.incoming_key, io.BytesIO(content), size=size or len(content), content_type=upload.content_type
    )


def complete(upload, at=None):
    return actions.complete_upload(upload=upload, actor=ADA, at=at or clock.now())


@every_store
def test_from_asking_to_downloading(store, organisation):
    upload = asked(organisation)
    link = actions.put_link(upload=upload)
    assert requests.put(link.url, PDF, headers=link.headers, timeout=10).status_code == 200
    kept = complete(upload)
    assert (kept.state, kept.sha256) == ("stored", hashlib.sha256(PDF).hexdigest())
    assert requests.get(actions.download_link(upload=kept, at=clock.now()), timeout=10).content == PDF
    with actions.open_stored(upload=kept) as file:
        assert file.read() == PDF
    fact = Fact.objects.about(f"upload:{upload.pk}").get()
    assert (fact.type, fact.actor_label, fact.data["sha256"]) == ("storage.upload_stored", "Ada", kept.sha256)
    assert Fact.objects.about(f"organisation:{organisation.pk}").get() == fact


@every_store
def test_what_was_stored_is_never_replaced(store, organisation):
    upload = asked(organisation)
    link = actions.put_link(upload=upload)
    requests.put(link.url, PDF, headers=link.headers, timeout=10)
    kept = complete(upload)
    other = PDF.replace(b"1.7", b"1.4")
    requests.put(link.url, other, headers=link.headers, timeout=10)
    assert complete(upload).sha256 == kept.sha256
    assert complete(kept).stored_at == kept.stored_at
    with actions.open_stored(upload=kept) as file:
        assert file.read() == PDF
    assert Fact.objects.filter(type="storage.upload_stored").count() == 1


@every_store
def test_until_it_is_stored_it_may_be_put_again(store, organisation):
    upload = asked(organisation)
    with pytest.raises(NotUploadedYet):
        complete(upload)
    put(upload, b"<html>" + b" " * (len(PDF) - 6))
    with pytest.raises(TypeDiffers, match=r"does not start with a PDF header\. It looks like text/html\."):
        complete(upload)
    put(upload, PDF[:-1])
    with pytest.raises(SizeDiffers, match=f"{len(PDF)} bytes were declared, but {len(PDF) - 1} came"):
        complete(upload)
    put(upload, PDF + b"\n")
    with pytest.raises(SizeDiffers, match=f"but more than {len(PDF)} came"):
        complete(upload)
    assert Upload.objects.get().state == "awaiting"
    assert not Fact.objects.exists()
    put(upload, PDF)
    assert complete(upload).state == "stored"


@pytest.mark.django_db
def test_a_png_declared_as_a_pdf_is_refused(organisation):
    upload = asked(organisation, png())
    put(upload, png())
    with pytest.raises(TypeDiffers, match="It looks like image/png") as refused:
        complete(upload)
    assert refused.value.extensions == {"declared": "application/pdf", "found": "image/png"}


@pytest.mark.django_db
def test_the_check_reads_one_byte_more_than_was_declared_and_no_more(organisation, monkeypatch):
    upload = asked(organisation, size=10)
    put(upload, PDF)
    left = []

    def read_at_most(upload, store, copy):
        with store.open(upload.incoming_key) as whole:
            endless = io.BytesIO(whole.read() * 100_000)
        monkeypatch.setattr(type(store), "open", lambda *_: endless)
        try:
            return copied(upload, store, copy)
        finally:
            left.append(copy.tell())

    copied = inspection._copy
    monkeypatch.setattr(inspection, "_copy", read_at_most)
    with pytest.raises(SizeDiffers):
        complete(upload)
    assert left == [11]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "refusal", "says"),
    [
        ({"content_type": "text/html"}, KindNotAccepted, "Accepted are: PDF, PNG, JPEG, plain text, CSV, Word"),
        ({"content_type": "image/svg+xml"}, KindNotAccepted, "not accepted as evidence"),
        ({"content_type": "application/pdf; charset=x"}, KindNotAccepted, "not accepted"),
        ({"purpose": "media"}, KindNotAccepted, "not accepted as media. Accepted are: PNG, JPEG"),
        ({"size": 0}, FileEmpty, "no bytes"),
        ({"size": -1}, FileEmpty, "no bytes"),
        ({"size": 20 * 2**20 + 1}, FileTooLarge, "at most 20 MB"),
        ({"size": 2**62}, FileTooLarge, "at most 20 MB"),
    ],
)
def test_what_cannot_be_asked_for(organisation, changes, refusal, says):
    values = {"purpose": "evidence", "filename": "a.pdf", "content_type": "application/pdf", "size": 10} | changes
    with pytest.raises(refusal, match=says):
        actions.request_upload(organisation=organisation, **values, uploaded_by=None, actor=SYSTEM, at=clock.now())
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_an_organisation_cannot_leave_any_number_of_uploads_open(organisation, settings):
    settings.UPLOADS_OPEN_MAX = 2
    now = clock.now()
    asked(organisation, at=now - timedelta(hours=2))
    asked(organisation, at=now)
    asked(organisation, at=now)
    with pytest.raises(TooManyOpenUploads):
        asked(organisation, at=now)
    assert asked(organisation, at=now + timedelta(hours=1))


@pytest.mark.django_db
def test_an_expired_upload_cannot_be_completed(organisation):
    upload = asked(organisation)
    put(upload, PDF)
    with pytest.raises(UploadExpired):
        complete(upload, at=upload.expires_at)
    assert complete(upload, at=upload.expires_at - timedelta(seconds=1)).state == "stored"


@pytest.mark.django_db
def test_an_upload_abandoned_while_it_was_being_checked_is_not_stored(organisation):
    upload = asked(organisation)
    put(upload, PDF)
    Upload.objects.update(state=UploadState.ABANDONED)
    with pytest.raises(UploadExpired):
        complete(upload)
    assert not Fact.objects.exists()


@pytest.mark.django_db
def test_only_a_stored_file_can_be_read(organisation):
    upload = asked(organisation)
    put(upload, PDF)
    with pytest.raises(NotStored):
        actions.download_link(upload=upload, at=clock.now())
    with pytest.raises(NotStored):
        actions.open_stored(upload=upload)


@pytest.mark.django_db(transaction=True)
def test_it_cannot_be_completed_inside_a_transaction(organisation):
    upload = asked(organisation)
    put(upload, PDF)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        complete(upload)


@pytest.mark.django_db
def test_a_store_that_does_not_answer_is_said_and_changes_nothing(organisation, monkeypatch):
    upload = asked(organisation)
    put(upload, PDF)

    def broken(*_, **__):
        raise StoreUnavailable("connection refused to host 10.0.0.7")

    monkeypatch.setattr(type(store_in_use()), "put", broken)
    with pytest.raises(StorageUnavailable) as refused:
        complete(upload)
    assert "10.0.0.7" not in refused.value.detail
    monkeypatch.undo()
    assert complete(upload).state == "stored"


@pytest.mark.django_db(transaction=True)
def test_of_two_completions_at_once_one_decides_and_both_answer_the_same(organisation, monkeypatch):
    """Between the reading of the one and of the other, the body is put again with other bytes."""
    upload = asked(organisation)
    put(upload, PDF)
    both_have_read = threading.Barrier(2, timeout=10)
    turns = iter([PDF, PDF.replace(b"1.7", b"1.4")])
    lock = threading.Lock()
    copied = inspection._copy

    def one_after_the_other(*arguments):
        with lock:
            put(upload, next(turns))
            digest = copied(*arguments)
        both_have_read.wait()
        return digest

    monkeypatch.setattr(inspection, "_copy", one_after_the_other)
    kept = []

    def run():
        kept.append(complete(Upload.objects.get()))
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    first, second = kept
    assert first.sha256 == second.sha256 == Upload.objects.get().sha256
    assert Fact.objects.filter(type="storage.upload_stored").count() == 1
    with actions.open_stored(upload=first) as file:
        assert hashlib.sha256(file.read()).hexdigest() == first.sha256
    assert set(store_in_use().keys(upload.prefix)) == {upload.incoming_key, upload.key_of(first.sha256)}


@pytest.mark.django_db
def test_the_database_refuses_a_stored_upload_without_its_hash(organisation):
    upload = asked(organisation)
    for values in ({"state": "stored"}, {"state": "other"}, {"sha256": "a" * 64}, {"size": 0}, {"purpose": "fun"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Upload.objects.filter(pk=upload.pk).update(**values)


@every_store
def test_a_word_document_of_some_megabytes(store, organisation):
    content = docx(("word/media/photo.bin", os.urandom(3 * 2**20)))
    upload = asked(organisation, content, content_type=DOCX_TYPE)
    link = actions.put_link(upload=upload)
    assert requests.put(link.url, content, headers=link.headers, timeout=30).status_code == 200
    assert complete(upload).sha256 == hashlib.sha256(content).hexdigest()
