"""State as a table of moves plus compare-and-set."""

import threading

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.models import Q

from core import clock
from core.accounts.models import Organisation
from core.states import IllegalMove, Moves
from core.storage.models import UPLOAD_MOVES, Upload
from tests.core.storage.samples import asked

MOVES = Moves({"draft": ["submitted"], "submitted": ["live", "draft"], "live": []})


def test_the_table():
    assert MOVES.states == ["draft", "submitted", "live"]
    assert MOVES.sources("draft") == ["submitted"]
    assert MOVES.sources("live") == ["submitted"]
    assert MOVES.check("status") == Q(status__in=["draft", "submitted", "live"])


def test_a_move_to_a_state_that_is_not_in_the_table_is_a_mistake():
    with pytest.raises(ValueError, match="'liev'"):
        Moves({"draft": ["liev"]})


@pytest.fixture
def upload(db):

    return asked(Organisation.objects.create(name="Atelier Nord", country="FR", created_at=clock.now()))


def test_a_legal_move_writes_the_state_and_what_comes_with_it(upload):
    UPLOAD_MOVES.apply(Upload.objects.filter(pk=upload.pk), to="stored", sha256="a" * 64, stored_at=upload.created_at)
    upload.refresh_from_db()
    assert (upload.state, upload.sha256) == ("stored", "a" * 64)


def test_an_illegal_move_names_the_state_found_and_writes_nothing(upload):
    rows = Upload.objects.filter(pk=upload.pk)
    UPLOAD_MOVES.apply(rows, to="abandoned")
    with pytest.raises(IllegalMove, match=r"“abandoned” now; only from “awaiting” can it become “stored”") as refused:
        UPLOAD_MOVES.apply(rows, to="stored", sha256="a" * 64, stored_at=upload.created_at)
    assert refused.value.extensions == {"state": "abandoned"}
    assert rows.get().sha256 == ""


def test_nothing_becomes_what_it_starts_as(upload):
    with pytest.raises(IllegalMove, match="is “awaiting” now; nothing can become “awaiting”"):
        UPLOAD_MOVES.apply(Upload.objects.filter(pk=upload.pk), to="awaiting")


def test_a_row_that_is_gone_is_said_to_be_gone(upload):
    with pytest.raises(IllegalMove, match="not there any more"):
        UPLOAD_MOVES.apply(Upload.objects.none(), to="stored")


def test_the_database_knows_the_states_too(upload):
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(state="eaten")


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_wins_and_the_others_are_told(upload):
    start, outcomes = threading.Barrier(8), []

    def move():
        start.wait()
        try:
            UPLOAD_MOVES.apply(Upload.objects.filter(pk=upload.pk), to="abandoned")
            outcomes.append("won")
        except IllegalMove as refused:
            outcomes.append(refused.extensions["state"])
        connections.close_all()

    threads = [threading.Thread(target=move) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["abandoned"] * 7 + ["won"]
