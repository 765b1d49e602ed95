"""The product's processes as they really run: what is killed comes back, and nothing is lost on the way."""

import time

import httpx
import pytest

pytestmark = [pytest.mark.journey, pytest.mark.fault]


def test_the_worker_answers_again_after_a_kill(live_stack):
    live_stack.kill_worker()
    assert live_stack.sql("SELECT count(*) FROM web_heartbeat") == [(1,)]
    live_stack.start_worker()
    live_stack.wait_ready(30)


def test_the_product_recovers_when_postgres_is_killed(live_stack):
    if not live_stack.can_kill_postgres:
        pytest.skip("the database server was given by DATABASE_URL")
    live_stack.kill_postgres()
    live_stack.wait_database()
    live_stack.sql("DELETE FROM web_heartbeat")
    live_stack.wait_ready(40)
    assert httpx.get(f"{live_stack.base_url}/healthz").json() == {"status": "alive"}


def test_a_task_sent_while_no_worker_lives_is_done_by_the_next_one(live_stack):
    live_stack.kill_worker()
    live_stack.sql(
        "INSERT INTO web_idempotentanswer (principal, key, fingerprint, status, headers, body, created_at)"
        " VALUES ('', 'old', '', 200, '{}', '', '2020-01-01')"
    )
    live_stack.shell("from config.celery import app; app.send_task('core.web.tasks.forget_idempotent_answers')")
    time.sleep(1)
    assert live_stack.sql("SELECT key FROM web_idempotentanswer WHERE key = 'old'") == [("old",)]
    live_stack.start_worker()
    live_stack.wait_ready(30)
    until = time.monotonic() + 10
    while time.monotonic() < until and live_stack.sql("SELECT key FROM web_idempotentanswer WHERE key = 'old'"):
        time.sleep(0.1)
    assert live_stack.sql("SELECT key FROM web_idempotentanswer WHERE key = 'old'") == []
