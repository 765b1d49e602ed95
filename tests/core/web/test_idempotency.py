"""Idempotency-Key: sent twice, one effect and one answer."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from core import clock
from core.accounts.models import Organisation
from core.refusals import Refusal
from core.web import idempotency
from core.web.models import IdempotentAnswer
from tests.core.web.test_bad_input import assert_problem

THINGS = "/api/v1/things"


def post(api, name, key):
    return api.post(
        THINGS, json.dumps({"name": name}), content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_the_second_request_gets_the_first_answer(api):
    first, second = post(api, "a", "k1"), post(api, "a", "k1")
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert first["Location"] == second["Location"]
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert Organisation.objects.filter(name="a").count() == 1


def test_the_order_of_the_fields_does_not_make_another_request(api):
    first = api.post(
        THINGS, '{"name":"a","count":1}', content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    second = api.post(
        THINGS, '{"count":1, "name":"a"}', content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert first.json() == second.json()


def test_the_key_of_another_request_is_refused(api):
    post(api, "a", "k1")
    assert_problem(post(api, "b", "k1"), 422, "idempotency-key-reused")
    assert not Organisation.objects.filter(name="b").exists()


def test_a_refusal_by_a_rule_is_kept_and_leaves_nothing_behind(api):
    for replayed in (False, True):
        response = post(api, "taken", "k1")
        assert_problem(response, 409, "name-taken")
        assert ("Idempotency-Replayed" in response) is replayed
    assert not Organisation.objects.filter(name="taken").exists()


@pytest.mark.parametrize(("name", "status"), [("broken", 500), ("", 422)])
def test_a_fault_and_an_invalid_value_are_not_kept(api, name, status):
    assert post(api, name, "k1").status_code == status
    assert IdempotentAnswer.objects.count() == 0
    assert not Organisation.objects.filter(name="broken").exists()


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "é"])
def test_a_key_that_is_none_is_refused(api, key):
    assert_problem(post(api, "a", key), 422, "validation-failed")


def test_a_secret_is_not_stored_in_the_clear(api):
    post(api, "a", "k1")
    assert b"shown-once" not in bytes(IdempotentAnswer.objects.get().body)


def test_old_answers_are_forgotten_and_young_ones_kept(api):
    post(api, "a", "young")
    post(api, "b", "old")
    IdempotentAnswer.objects.filter(key="old").update(created_at=clock.now() - timedelta(hours=49))
    assert idempotency.forget_old() == 1
    assert IdempotentAnswer.objects.get().key == "young"


@pytest.mark.django_db(transaction=True)
def test_while_the_first_is_being_answered_the_second_is_told_so(api, user):
    claimed, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            idempotency._claim(f"user:{user.pk}", "k1")
            claimed.set()
            done.wait(10)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert claimed.wait(10)
        assert_problem(post(api, "a", "k1"), 409, "idempotency-key-in-flight")
    finally:
        done.set()
        holder.join()
    assert post(api, "a", "k1").status_code == 201
    connection.close()


@pytest.mark.django_db
def test_a_form_is_done_once_for_its_key_and_person_and_a_refusal_leaves_nothing():
    done = []

    def act():
        done.append(Organisation.objects.create(name="Founded", country="FR", created_at=clock.now()))
        if len(done) == 1:
            raise Refusal("Not now.")
        return f"/{len(done)}/"

    with pytest.raises(Refusal):
        idempotency.once("user:1", "k", act)
    assert not Organisation.objects.filter(name="Founded").exists()
    assert [idempotency.once("user:1", "k", act) for _ in range(2)] == ["/2/", "/2/"]
    assert idempotency.once("user:2", "k", act) == "/3/"
    assert Organisation.objects.filter(name="Founded").count() == 2
