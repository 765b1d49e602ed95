"""Each hostile value in each field of each operation that takes a body: refused as documented, and nothing written."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.cache import cache as kept
from django.db import transaction
from jsonschema import Draft202012Validator

from tests.architecture.addresses import operations
from tests.architecture.expectations import LET_IN, answer_due, body_for, path_to, spoken_by
from tests.contract.hostile import NO_OBJECT, READABLE, UNREADABLE, WHOLE, named_twice, places, raw, some
from tests.contract.rows import fingerprint
from tests.world import Caller, World, world_of_tests

DOCUMENT: dict[str, Any] = yaml.safe_load((Path(__file__).resolve().parents[2] / "docs/api/openapi.yaml").read_text())
PROBLEM = "application/problem+json"
EVERY = [
    pytest.param(method, address, view, id=f"{method} {address}")
    for address, method, view in operations()
    if "requestBody" in DOCUMENT["paths"][address][method.lower()]
]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), world_of_tests() as world:
        yield world


class Operation:
    """One operation, asked by somebody who may, about things that exist."""

    def __init__(self, method: str, address: str, access: Any, world: World) -> None:
        self.said = DOCUMENT["paths"][address][method.lower()]
        self.method, self.path = method, path_to(address, world.ours)
        self.caller = who_may(method, address, access, world)
        self.good = spoken_by(self.caller, body_for(method, address, world.ours))
        etag = self.caller.ask("GET", self.path).headers.get("ETag", "") if method == "PATCH" else ""
        self.headers = {"If-Match": etag} if etag else {}

    @property
    def fields(self) -> set[str]:
        """Every field that the document knows here."""
        return {name for shape in shapes(self.schema) for name in shape.get("properties", {})}

    @property
    def schema(self) -> dict[str, Any]:
        return self.said["requestBody"]["content"]["application/json"]["schema"]

    def ask(self, body: bytes, content_type: str = "application/json") -> Any:
        """Send a body. What a refusal has written stays, so that it is seen; anything else is undone."""
        kept.clear()
        with transaction.atomic():
            answer = self.caller.ask(self.method, self.path, body, content_type=content_type, **self.headers)
            if not 400 <= answer.status_code < 500:
                transaction.set_rollback(True)
        return answer

    def wrong_with(self, answer: Any) -> str:
        """Return what is wrong with the answer, or nothing."""
        if str(answer.status_code) not in self.said["responses"]:
            return "is not documented"
        if answer.status_code < 400:
            return ""
        problem = answer.json()
        if answer.headers["Content-Type"] != PROBLEM or problem["status"] != answer.status_code:
            return "is no problem document"
        return "shows our code" if "Traceback" in answer.content.decode() else ""


@pytest.mark.parametrize(("method", "address", "view"), EVERY)
def test_each_hostile_value_in_each_field_is_refused_and_nothing_is_written(method, address, view, world):
    operation = Operation(method, address, view.access[method], world)
    accepts = validator(json.dumps(operation.schema))
    before, wrong = fingerprint(), []
    for number, (pointer, body) in enumerate(places(operation.good, operation.fields)):
        for name, value in (some(UNREADABLE, address) if number == 0 else {}).items():
            answer = operation.ask(raw(body, value))
            if answer.status_code != 400 or operation.wrong_with(answer):
                wrong.append(f"{pointer} {name}: {told(answer)}")
        for name, value in some(READABLE, f"{method} {address} {pointer}").items():
            sent = raw(body, value)
            answer = operation.ask(sent)
            amiss = operation.wrong_with(answer)
            if not amiss and answer.status_code < 400 and not accepts.is_valid(json.loads(sent)):
                amiss = "accepts what the document forbids"
            if amiss:
                wrong.append(f"{pointer} {name}: {told(answer)} {amiss}")
    assert wrong == [], "\n".join(wrong)
    assert fingerprint() == before


@pytest.mark.parametrize(("method", "address", "view"), EVERY)
def test_what_is_no_body_is_refused_and_nothing_is_written(method, address, view, world):
    operation = Operation(method, address, view.access[method], world)
    before, wrong = fingerprint(), []
    bodies = {name: ("application/json", body, 422) for name, body in NO_OBJECT.items()}
    bodies["a name twice"] = (
        ("application/json", named_twice(operation.good), 400) if operation.good else WHOLE["cut off"]
    )
    for name, (content_type, body, status) in some({**WHOLE, **bodies}, f"{method} {address}").items():
        answer = operation.ask(body, content_type)
        if answer.status_code != status or operation.wrong_with(answer):
            wrong.append(f"{name}: {told(answer)} instead of {status}")
    assert wrong == [], "\n".join(wrong)
    assert fingerprint() == before


def who_may(method: str, address: str, access: Any, world: World) -> Caller:
    """Return somebody who is let in: a program where one may (it is the cheapest to know), staff only if need be."""
    wanted = ("program with all scopes", "owner")
    callers = sorted(
        world.callers, key=lambda caller: (caller.staff is not None, caller.name not in wanted, not caller.is_program)
    )
    return next(caller for caller in callers if answer_due(method, address, access, caller, world) == LET_IN)


@cache
def validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({**json.loads(schema), "components": DOCUMENT["components"]})


def shapes(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the schemas of objects that a schema allows."""
    if "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "oneOf" in schema:
        for one in schema["oneOf"]:
            yield from shapes(one)
    else:
        yield schema


def told(answer: Any) -> str:
    return f"{answer.status_code} {answer.content[:200].decode()}"
