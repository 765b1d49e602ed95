from datetime import timedelta

import pytest

from core import clock
from core.web.models import Heartbeat
from core.web.tasks import beat_heart

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def checks(settings):
    settings.READINESS_CHECKS = {
        "database": "core.web.health.database_answers",
        "worker": "core.web.health.worker_is_alive",
    }


def test_healthz_answers_without_a_single_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "alive"}


def test_readyz_passes_once_a_worker_has_run_the_heartbeat(client):
    beat_heart()
    beat_heart()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (200, [])


def test_readyz_names_a_worker_that_never_came(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["worker"])


def test_readyz_names_a_worker_that_fell_silent(client):
    Heartbeat.objects.create(name="worker", at=clock.now() - timedelta(seconds=45))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"].startswith("No worker has reported for 4")


def test_readyz_does_not_tell_strangers_why_a_part_fails(client, settings):
    settings.READINESS_CHECKS = {"storage": "tests.runtime.test_health.broken"}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]) == (503, {"storage": "unavailable"})


def broken():
    raise ConnectionError("s3.internal.example refused the key AKIA")
