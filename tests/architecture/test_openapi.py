"""The API's document says everything about every operation, and is the one that is committed."""

import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.web.access import PUBLIC, Access
from core.web.views import ApiView
from tests.architecture.addresses import operations, views

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "docs/api/openapi.yaml"
METHODS = ("get", "post", "put", "patch", "delete")
PROBLEM = "application/problem+json"
EVERY = [pytest.param(address, method, view, id=f"{method} {address}") for address, method, view in operations()]


@cache
def document() -> dict[str, Any]:
    return yaml.safe_load(COMMITTED.read_text())


def operation(address: str, method: str) -> dict[str, Any]:
    return document()["paths"][address][method.lower()]


def parameters(said: dict[str, Any]) -> set[str]:
    return {parameter["name"] for parameter in said.get("parameters", [])}


def test_the_committed_document_is_the_present_one(tmp_path):
    fresh = tmp_path / "openapi.yaml"
    command = [sys.executable, "manage.py", "spectacular", "--file", str(fresh), "--validate", "--fail-on-warn"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert fresh.read_text() == COMMITTED.read_text(), "run `make openapi` and commit docs/api/openapi.yaml"


def test_the_document_has_every_operation_and_no_other():
    said = {(path, m.upper()) for path, item in document()["paths"].items() for m in METHODS if m in item}
    assert said == {(address, method) for address, method, _ in operations()}


def test_every_operation_has_a_name_of_its_own():
    names = Counter(operation(address, method)["operationId"] for address, method, _ in operations())
    assert [name for name, times in names.items() if times > 1] == []


def test_every_tag_says_what_its_room_is_for():
    assert all(tag["description"].endswith(".") for tag in document()["tags"])
    used = {tag for address, method, _ in operations() for tag in operation(address, method)["tags"]}
    assert used == {tag["name"] for tag in document()["tags"]}


def test_every_view_of_the_api_says_who_may_call_it():
    for address, view in views():
        assert issubclass(view, ApiView), address
        implemented = {m.upper() for m in METHODS if hasattr(view, m)}
        assert implemented == set(getattr(view, "access", {})), f"{address}: methods and access differ"
        assert all(isinstance(access, Access) for access in view.access.values()), address


@pytest.mark.parametrize(("address", "method", "view"), EVERY)
def test_an_operation_is_described(address, method, view):
    said = operation(address, method)
    assert said.get("summary"), "no summary"
    room = view.__module__.split(".")
    assert said["tags"] == [f"{room[0]}.{room[1].removesuffix('_api')}"]
    body = said.get("requestBody")
    if body:
        assert set(body["content"]) == {"application/json"}
        assert body["content"]["application/json"].get("examples"), "no example of the request"


@pytest.mark.parametrize(("address", "method", "view"), EVERY)
def test_the_answers_of_an_operation_are_described(address, method, view):
    said = operation(address, method)
    statuses = {int(status) for status in said["responses"]}
    assert any(200 <= status < 300 for status in statuses)
    assert statuses >= {400, 401, 422}
    assert (304 in statuses) == (method == "GET")
    for status in statuses - {304, 204}:
        content = said["responses"][str(status)]["content"]
        if status >= 400:
            assert content == {PROBLEM: {"schema": {"$ref": f"#/components/schemas/Problem{status}"}}}
        else:
            assert set(content) == {"application/json"}


@pytest.mark.parametrize(("address", "method", "view"), EVERY)
def test_headers_are_named_where_they_are_honoured_and_nowhere_else(address, method, view):
    named, statuses = parameters(operation(address, method)), set(operation(address, method)["responses"])
    assert ("If-None-Match" in named) == (method == "GET")
    versioned = method == "PATCH" and view.versioned
    assert ("If-Match" in named) == versioned
    assert (statuses >= {"412", "428"}) == versioned
    honoured = method == "POST" and view.idempotency and view.access[method] != PUBLIC
    assert ("Idempotency-Key" in named) == honoured


@pytest.mark.parametrize(("address", "method", "view"), EVERY)
def test_the_ways_to_sign_in_are_those_that_open_the_operation(address, method, view):
    access = view.access[method]
    ways = {way: scopes for entry in operation(address, method).get("security", []) for way, scopes in entry.items()}
    if access == PUBLIC:
        assert ways == {}
        return
    assert ways.keys() >= {"session", "sessionToken"}
    assert ways.get("clientCredentials") == (None if access.scopes is None else list(access.scopes))


@pytest.mark.parametrize(("address", "method", "view"), EVERY)
def test_a_page_says_how_to_turn_it(address, method, view):
    said = operation(address, method)
    answer = next((said["responses"][str(status)] for status in (200, 201) if str(status) in said["responses"]), {})
    shape = answer.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
    paged = "next_cursor" in document()["components"]["schemas"].get(shape, {}).get("properties", {})
    assert (parameters(said) >= {"cursor", "page_size"}) == paged
