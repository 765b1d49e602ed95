"""Delivering: at least once, and each handler's writes exactly once."""

import os
import signal
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from core.accounts.models import Organisation
from core.actors import SYSTEM
from core.events import postman, tasks
from core.events.models import Delivery, DeliveryState
from core.events.postman import MAX_ATTEMPTS, PUBLISHED_LEASE, backoff, claim_due, deliver, deliver_due
from core.events.recording import record
from core.ids import uuid7
from tests.core.events.bell import BellEchoed, BellRung, Listener


def ring(now, **fields) -> Delivery:
    with transaction.atomic():
        return record(BellRung(bell_id=uuid7(), **fields), actor=SYSTEM, at=now).deliveries.get()


def heard() -> int:
    return Organisation.objects.filter(name__startswith="heard").count()


def fails(event, at):
    raise ValueError("the bell is cracked")


@pytest.mark.django_db
def test_a_delivery_runs_its_handler_once(now):
    delivery = ring(now, loudness=3)
    assert deliver(delivery.pk, at=now) is True
    assert deliver(delivery.pk, at=now) is False
    delivery.refresh_from_db()
    assert (delivery.state, delivery.done_at, delivery.attempts) == ("done", now, 0)
    assert [event.loudness for event in Listener.heard] == [3]
    assert heard() == 1


@pytest.mark.django_db
def test_a_delivery_that_does_not_exist_is_nobodys_fault():
    assert deliver(2**40, at=None) is False


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_runs_the_handler(now):
    delivery, start, ran = ring(now), threading.Barrier(6), []

    def work():
        start.wait()
        ran.append(deliver(delivery.pk, at=now))
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ran) == [False] * 5 + [True]
    assert len(Listener.heard) == heard() == 1


@pytest.mark.django_db(transaction=True)
def test_while_one_worker_runs_it_another_neither_waits_nor_runs_it(now):
    delivery, running, finish, told_to_finish = ring(now), threading.Event(), threading.Event(), []
    Listener.do = lambda *_: (running.set(), told_to_finish.append(finish.wait(5)))

    def work():
        deliver(delivery.pk, at=now)
        connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        assert running.wait(10)
        assert deliver(delivery.pk, at=now) is False
        assert deliver_due(at=now) == 0
        assert claim_due(at=now) == []
    finally:
        finish.set()
        worker.join()
    assert told_to_finish == [True]
    assert len(Listener.heard) == heard() == 1


@pytest.mark.django_db
def test_a_failure_undoes_what_the_handler_wrote_and_backs_off(now):
    delivery, Listener.do = ring(now), fails
    assert deliver(delivery.pk, at=now) is False
    delivery.refresh_from_db()
    assert heard() == 0
    assert (delivery.state, delivery.attempts, delivery.last_error) == (
        "pending",
        1,
        "ValueError: the bell is cracked",
    )
    assert delivery.next_attempt_at == now + timedelta(seconds=5)
    assert deliver_due(at=now + timedelta(seconds=4)) == 0
    Listener.do = None
    assert deliver_due(at=now + timedelta(seconds=5)) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == ("done", "")


def test_the_waiting_doubles_up_to_six_hours():
    waits = [backoff(n).total_seconds() for n in range(1, MAX_ATTEMPTS + 1)]
    assert waits[:4] == [5, 10, 20, 40]
    assert waits == sorted(waits)
    assert backoff(40) == timedelta(hours=6)


@pytest.mark.django_db
def test_after_twelve_failures_it_is_dead_and_left_alone(now):
    delivery, Listener.do = ring(now), fails
    for attempt in range(1, MAX_ATTEMPTS + 1):
        delivery.refresh_from_db()
        assert delivery.state == DeliveryState.PENDING
        now = max(now, delivery.next_attempt_at)
        deliver(delivery.pk, at=now)
        assert len(Listener.heard) == attempt
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("dead", MAX_ATTEMPTS)
    Listener.do = None
    later = now + timedelta(days=1)
    assert deliver(delivery.pk, at=later) is False
    assert (deliver_due(at=later), claim_due(at=later)) == (0, [])


@pytest.mark.django_db
def test_a_handler_that_breaks_the_transaction_is_a_failure_like_any_other(now):
    def breaks_it(event, at):
        try:
            with transaction.atomic(savepoint=False):
                Organisation.objects.create(name="x", country="nowhere", created_at=at)
        except IntegrityError:
            return

    delivery, Listener.do = ring(now), breaks_it
    assert deliver(delivery.pk, at=now) is False
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, heard()) == ("pending", 1, 0)


@pytest.mark.django_db
def test_a_handler_that_is_gone_is_a_failure_and_not_a_crash(now):
    delivery = ring(now)
    Delivery.objects.update(handler="room.that_was_removed")
    assert deliver(delivery.pk, at=now) is False
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("pending", 1)


@pytest.mark.django_db
def test_one_that_fails_does_not_hold_up_the_others(now):
    cracked, whole = ring(now, loudness=0), ring(now, loudness=1)
    Listener.do = lambda event, at: fails(event, at) if event.loudness == 0 else None
    assert deliver_due(at=now) == 1
    cracked.refresh_from_db()
    whole.refresh_from_db()
    assert (cracked.state, whole.state) == ("pending", "done")


@pytest.mark.django_db
def test_what_a_handler_announces_is_delivered_too(now):
    first = ring(now, loudness=2)

    def announces(event, at):
        if event.loudness:
            record(BellRung(bell_id=event.bell_id, loudness=event.loudness - 1), actor=SYSTEM, at=at)
        record(BellEchoed(bell_id=event.bell_id), actor=SYSTEM, at=at)

    Listener.do = announces
    seen = []
    assert deliver_due(at=now, after_each=seen.append) == 3
    assert seen == [1, 2, 3]
    assert [event.loudness for event in Listener.heard] == [2, 1, 0]
    assert not Delivery.objects.exclude(state="done").exists()
    assert first.fact.subject == Delivery.objects.last().fact.subject


@pytest.mark.django_db
def test_a_sweep_leases_what_it_publishes(now):
    ids = [ring(now).pk for _ in range(5)]
    assert claim_due(at=now - timedelta(seconds=1)) == []
    assert claim_due(at=now, limit=3) == ids[:3]
    assert claim_due(at=now) == ids[3:]
    assert claim_due(at=now + PUBLISHED_LEASE - timedelta(seconds=1)) == []
    assert sorted(claim_due(at=now + PUBLISHED_LEASE)) == ids


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_publish_nothing_twice(now):
    ids, start, claimed = [ring(now).pk for _ in range(40)], threading.Barrier(4), []

    def sweep():
        start.wait()
        claimed.extend(claim_due(at=now))
        connections.close_all()

    threads = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == ids


@pytest.mark.django_db
def test_what_the_broker_never_heard_of_the_sweep_brings_to_a_worker(now, settings, monkeypatch):
    delivery = ring(now)
    assert Listener.heard == []
    monkeypatch.setitem(tasks.deliver.app.conf, "task_always_eager", True)
    tasks.sweep()
    delivery.refresh_from_db()
    assert delivery.state == "done"
    assert heard() == 1


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["in the handler", "before the commit"])
def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(now, monkeypatch, where):
    delivery = ring(now)
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            if where == "in the handler":
                Listener.do = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
            else:
                monkeypatch.setattr(transaction.Atomic, "__exit__", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
            deliver(delivery.pk, at=now)
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    delivery.refresh_from_db()
    assert (delivery.state, heard()) == ("pending", 0)
    assert claim_due(at=now) == [delivery.pk]
    assert postman.deliver(delivery.pk, at=now) is True
    assert heard() == 1
