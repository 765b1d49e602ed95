"""What expired uploads left is cleared away, also when the clearing is killed at any step."""

import io
import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.db.models import QuerySet
from django.db.transaction import Atomic

from core import clock
from core.actors import SYSTEM
from core.storage import actions, tidying
from core.storage.adapters import filesystem
from core.storage.adapters.filesystem import FilesystemStore
from core.storage.models import Upload
from core.storage.objects import store as store_in_use
from core.storage.port import StoreUnavailable
from core.storage.tasks import tidy
from tests.core.storage.conftest import every_store
from tests.core.storage.samples import PDF, asked

LATER = timedelta(hours=3)


def write(key, content=PDF):
    store_in_use().put(key, io.BytesIO(content), size=len(content), content_type="application/pdf")


def stored(organisation):
    upload = asked(organisation)
    write(upload.incoming_key)
    return actions.complete_upload(upload=upload, actor=SYSTEM, at=clock.now())


@every_store
def test_what_was_never_completed_goes_and_what_was_stored_stays(store, organisation):
    never_put, never_completed, kept = asked(organisation), asked(organisation), stored(organisation)
    write(never_completed.incoming_key)
    write(never_completed.key_of("a" * 64))
    write(kept.incoming_key, PDF + b"put again later")
    write(kept.key_of("b" * 64))

    assert tidying.tidy_uploads(at=clock.now() + LATER) == 3
    assert list(store.keys(never_completed.prefix)) == list(store.keys(never_put.prefix)) == []
    assert list(store.keys(kept.prefix)) == [kept.key_of(kept.sha256)]
    assert Upload.objects.get().pk == kept.pk
    assert tidying.tidy_uploads(at=clock.now() + LATER) == 0
    with actions.open_stored(upload=kept) as file:
        assert file.read() == PDF


@pytest.mark.django_db
def test_nothing_is_touched_before_it_expired_an_hour_ago(organisation):
    upload = asked(organisation)
    write(upload.incoming_key)
    assert tidying.tidy_uploads(at=upload.expires_at + timedelta(minutes=59)) == 0
    tidy()
    assert Upload.objects.get().state == "awaiting"
    assert store_in_use().size(upload.incoming_key) == len(PDF)


@pytest.mark.django_db
def test_a_store_that_does_not_answer_is_tried_again(organisation, monkeypatch):
    uploads = [asked(organisation) for _ in range(3)]
    for upload in uploads:
        write(upload.incoming_key)
    store = store_in_use()
    delete = type(store).delete

    def fails_on_the_second(self, key):
        if key == uploads[1].incoming_key:
            raise StoreUnavailable
        delete(self, key)

    monkeypatch.setattr(type(store), "delete", fails_on_the_second)
    assert tidying.tidy_uploads(at=clock.now() + LATER) == 1
    monkeypatch.undo()
    assert sorted(Upload.objects.values_list("state", flat=True)) == ["abandoned", "awaiting"]
    assert tidying.tidy_uploads(at=clock.now() + LATER) == 2
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_a_completion_that_comes_between_is_refused_and_leaves_nothing(organisation, monkeypatch):
    upload = asked(organisation)
    write(upload.incoming_key)
    keep = actions._keep

    def tidied_first(**arguments):
        tidying.tidy_uploads(at=clock.now() + LATER)
        return keep(**arguments)

    monkeypatch.setattr(actions, "_keep", tidied_first)
    with pytest.raises(actions.UploadExpired):
        actions.complete_upload(upload=upload, actor=SYSTEM, at=clock.now())
    assert list(store_in_use().keys(upload.prefix)) == []


def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)


def run_and_die(where, run):
    """Call `run` in a process of its own that is killed when it comes to the function `where`."""
    # The child opens its own connections; it must not share a socket with its parent.
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            place, name = where
            setattr(place, name, die)
            run()
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def complete(upload):
    return actions.complete_upload(upload=upload, actor=SYSTEM, at=clock.now())


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "where",
    [(Path, "rename"), (filesystem, "_sync_folder"), (actions, "_keep"), (actions, "record"), (Atomic, "__exit__")],
    ids=["before the rename", "after the rename", "before the row", "between row and fact", "before the commit"],
)
def test_killed_while_completing_it_can_be_completed_or_tidied(organisation, where):
    finished, given_up = asked(organisation), asked(organisation)
    for upload in (finished, given_up):
        write(upload.incoming_key)
        run_and_die(where, lambda: complete(upload))  # noqa: B023 - called at once
        assert Upload.objects.get(pk=upload.pk).state == "awaiting"
    assert complete(finished).state == "stored"
    assert tidying.tidy_uploads(at=clock.now() + LATER) == 2
    assert list(store_in_use().keys("uploads/")) == [finished.key_of(Upload.objects.get().sha256)]


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_killed_while_tidying_the_next_run_finishes(organisation):
    upload, kept = asked(organisation), stored(organisation)
    write(upload.incoming_key)
    write(kept.incoming_key)
    for where in ((FilesystemStore, "keys"), (FilesystemStore, "delete"), (QuerySet, "delete")):
        run_and_die(where, lambda: tidying.tidy_uploads(at=clock.now() + LATER))
        assert Upload.objects.get(pk=upload.pk).state == "abandoned"
    assert tidying.tidy_uploads(at=clock.now() + LATER) == 2
    assert Upload.objects.get() == kept
    assert list(store_in_use().keys("uploads/")) == [kept.key_of(kept.sha256)]
