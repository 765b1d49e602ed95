"""A fact and its change are both there or neither."""

import time

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import ProtectedError

from config import broker
from config.celery import app
from core.actors import SYSTEM
from core.events import tasks
from core.events.models import Delivery, Fact
from core.events.queries import history
from core.events.recording import record
from core.ids import uuid7
from tests.core.events.bell import BellEchoed, BellRung

NOWHERE = 1  # a port on which nothing listens


@pytest.mark.django_db
def test_a_fact_says_what_happened_to_what_by_whom_and_when(ada, now):
    bell, tower = uuid7(), uuid7()
    fact = record(BellRung(bell_id=bell, tower_id=tower, loudness=7), actor=ada, at=now)
    fact.refresh_from_db()
    assert (fact.type, fact.subject, fact.at) == ("bell.bell_rung", f"bell:{bell}", now)
    assert (fact.actor_kind, fact.actor_id, fact.actor_label) == ("user", ada.id, "Ada")
    assert fact.data == {"bell_id": str(bell), "tower_id": str(tower), "loudness": 7}
    assert list(history(f"tower:{tower}")) == list(history(f"bell:{bell}")) == [fact]


@pytest.mark.django_db
def test_each_subscriber_gets_one_delivery(now):
    heard = record(BellRung(bell_id=uuid7()), actor=SYSTEM, at=now)
    unheard = record(BellEchoed(bell_id=uuid7()), actor=SYSTEM, at=now)
    assert [(d.fact, d.handler, d.state) for d in Delivery.objects.all()] == [
        (heard, "tests.core.events.bell.hear", "pending")
    ]
    assert not unheard.deliveries.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(fact=heard, handler="tests.core.events.bell.hear", next_attempt_at=now)


@pytest.mark.django_db
def test_a_history_is_told_in_the_order_of_happening(now):
    bell = uuid7()
    facts = [record(BellRung(bell_id=bell, loudness=n), actor=SYSTEM, at=now) for n in range(20)]
    assert list(history(f"bell:{bell}")) == facts


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_refused(now):
    with pytest.raises(RuntimeError, match=r"bell\.bell_rung was recorded outside a transaction"):
        record(BellRung(bell_id=uuid7()), actor=SYSTEM, at=now)
    assert not Fact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_undone_takes_its_fact_along_and_rings_no_bell(now, monkeypatch):
    rung = []
    monkeypatch.setattr("core.events.recording.ring", rung.append)
    with transaction.atomic():
        record(BellRung(bell_id=uuid7()), actor=SYSTEM, at=now)
        transaction.set_rollback(True)
    assert not Fact.objects.exists()
    assert not Delivery.objects.exists()
    assert rung == []


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_the_commit_and_not_before(now, monkeypatch):
    rung = []
    monkeypatch.setattr("core.events.recording.ring", rung.append)
    with transaction.atomic():
        record(BellRung(bell_id=uuid7()), actor=SYSTEM, at=now)
        record(BellEchoed(bell_id=uuid7()), actor=SYSTEM, at=now)
        assert rung == []
    assert rung == [[Delivery.objects.get().pk]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["redis", "amqp"])
def test_with_the_broker_down_the_change_stands_and_nobody_waits(now, monkeypatch, kind):
    url = f"{kind}://127.0.0.1:{NOWHERE}//"
    monkeypatch.setitem(app.conf, "broker_write_url", url)
    for name, value in broker.settings_for(url, connection.settings_dict).items():
        monkeypatch.setitem(app.conf, name.removeprefix("CELERY_").lower(), value)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)

    with pytest.raises(Exception, match="refused"):
        tasks.deliver.apply_async(args=[1], retry=False)
    began = time.monotonic()
    with transaction.atomic():
        record(BellRung(bell_id=uuid7()), actor=SYSTEM, at=now)
    assert time.monotonic() - began < 2
    assert Delivery.objects.get().state == "pending"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_fact SET type = 'x'",
        "DELETE FROM events_fact",
        "UPDATE events_fact SET at = at + interval '1 day'",
    ],
)
def test_the_database_changes_and_deletes_no_fact(now, statement):
    record(BellEchoed(bell_id=uuid7()), actor=SYSTEM, at=now)
    with pytest.raises(ProgrammingError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.RaiseException)


@pytest.mark.django_db
def test_no_way_of_the_orm_changes_or_deletes_a_fact(now):
    fact = record(BellRung(bell_id=uuid7()), actor=SYSTEM, at=now)
    fact.type = "bell.never"
    for attempt in (
        fact.save,
        lambda: Fact.objects.update(type="x"),
        lambda: Fact.objects.bulk_update([fact], ["type"]),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            attempt()
    with pytest.raises(ProtectedError):
        fact.delete()
    Delivery.objects.all().delete()
    with pytest.raises(ProgrammingError), transaction.atomic():
        fact.delete()
    fact.refresh_from_db()
    assert fact.type == "bell.bell_rung"
