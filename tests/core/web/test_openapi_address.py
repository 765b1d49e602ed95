"""/api/openapi.json is the committed document, worked out once per process and sent only to who lacks it."""

from pathlib import Path

import pytest
import yaml
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from core.web import openapi

ADDRESS = "/api/openapi.json"
COMMITTED = Path(__file__).resolve().parents[3] / "docs/api/openapi.yaml"


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.ROOT_URLCONF = "config.urls"
    openapi._described.cache_clear()
    yield
    openapi._described.cache_clear()


@pytest.fixture
def times_worked_out(monkeypatch):
    times = []
    work_out = SchemaGenerator.get_schema
    monkeypatch.setattr(SchemaGenerator, "get_schema", lambda self, **asked: times.append(1) or work_out(self, **asked))
    return times


def test_it_is_the_committed_document_worked_out_once_whatever_is_asked(client, times_worked_out):
    answers = [
        client.get(ADDRESS, headers={"Accept-Language": "fr"}),
        client.get(ADDRESS),
        client.get(ADDRESS, {"lang": "fr", "version": "9", "format": "yaml"}),
        client.get(ADDRESS, headers={"Accept": "text/html"}),
    ]
    assert {answer.content for answer in answers} == {answers[0].content}
    # Not the codes of problems: tests have refusals of their own.
    committed, served = yaml.safe_load(COMMITTED.read_text()), answers[0].json()
    assert {**served, "components": sorted(served["components"]["schemas"])} == {
        **committed,
        "components": sorted(committed["components"]["schemas"]),
    }
    assert answers[0]["Content-Type"] == "application/vnd.oai.openapi+json"
    assert answers[0]["Cache-Control"] == "public, no-cache"
    assert len(times_worked_out) == 1


def test_who_has_it_gets_304(client):
    tag = client.get(ADDRESS)["ETag"]
    again = client.get(ADDRESS, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert client.get(ADDRESS, headers={"If-None-Match": '"of another version"'}).status_code == 200


def test_it_is_only_read():
    answer = Client(enforce_csrf_checks=True).post(ADDRESS, b"{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
    assert answer["Content-Type"] == "application/problem+json"
