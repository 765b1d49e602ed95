"""Bad input gets a problem document that names what is wrong, and changes nothing."""

import json

import pytest

from core.accounts.models import Organisation

THINGS = "/api/v1/things"


def assert_problem(response, status, code):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == code
    assert problem["status"] == status
    assert problem["type"].endswith(f"/problems/{code}")
    assert problem["title"]
    assert problem["detail"].endswith(".")
    return problem


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b'{"name": NaN}',
        b'{"name": "\xff\xfe"}',
        b'{"name": "\\ud800"}',
        b'{"name": ' + b"[" * 100_000,
        b'{"name": ' + b"[" * 200 + b"]" * 200 + b"}",
        b"\x00",
        b'{"name": "a", "count": 1, "name": "b"}',
    ],
    ids=[
        "cut off",
        "empty",
        "NaN",
        "invalid UTF-8",
        "lone surrogate",
        "endless nesting",
        "deep nesting",
        "NUL",
        "a name twice",
    ],
)
def test_what_cannot_be_read_is_refused(api, body):
    before = Organisation.objects.count()
    response = api.post(THINGS, body, content_type="application/json")
    if body == b"":
        assert_problem(response, 422, "validation-failed")
    else:
        assert_problem(response, 400, "malformed-request")
    assert Organisation.objects.count() == before


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "a\x00b"}, "/name"),
        ({"name": "x" * 51}, "/name"),
        ({"name": 7}, "/name"),
        ({"name": None}, "/name"),
        ({"name": ""}, "/name"),
        ({"name": "abc\u202etxt"}, "/name"),
        ({"name": ["a"]}, "/name"),
        ({}, "/name"),
        ({"name": "a", "nmae": "b"}, "/nmae"),
        ({"name": "a", "a/b~c": 1}, "/a~1b~0c"),
        ({"name": "a", "count": -1}, "/count"),
        ({"name": "a", "count": True}, "/count"),
        ({"name": "a", "count": "3"}, "/count"),
        ({"name": "a", "count": 1e300}, "/count"),
        ({"name": "a", "price": "-1"}, "/price"),
        ({"name": "a", "price": "-0.00"}, "/price"),
        ({"name": "a", "price": "١٢"}, "/price"),
        ({"name": "a", "price": "1_000"}, "/price"),
        ({"name": "a", "price": "1e5"}, "/price"),
        ({"name": "a", "price": 1.5}, "/price"),
        ({"name": "a", "price": "9" * 40}, "/price"),
        ({"name": "a", "active": "yes"}, "/active"),
        ([1, 2], ""),
        ("text", ""),
        (None, ""),
    ],
)
def test_a_value_that_cannot_be_accepted_is_named(api, body, pointer):
    response = api.post(THINGS, json.dumps(body), content_type="application/json")
    problem = assert_problem(response, 422, "validation-failed")
    assert pointer in [error["pointer"] for error in problem["errors"]]
    assert all(error["code"] and error["detail"] for error in problem["errors"])


def test_a_body_over_a_megabyte_is_not_read(api):
    response = api.post(THINGS, json.dumps({"name": "x" * 1_100_000}), content_type="application/json")
    assert_problem(response, 413, "too-large")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "x"])
def test_only_json_is_read(api, content_type):
    assert_problem(api.post(THINGS, b"name=a", content_type=content_type), 415, "unsupported-media-type")


def test_an_unknown_address_and_method_answer_with_problems(api):
    assert_problem(api.get("/api/v1/nothing"), 404, "not-found")
    assert_problem(api.delete(THINGS), 405, "method-not-allowed")
    assert_problem(api.options(THINGS), 405, "method-not-allowed")


def test_a_fault_of_ours_shows_nothing_of_itself(api):
    response = api.post(THINGS, json.dumps({"name": "broken"}), content_type="application/json")
    problem = assert_problem(response, 500, "internal-error")
    assert "a fault of ours" not in json.dumps(problem)


@pytest.mark.parametrize(
    "query", ["page_size=0", "page_size=101", "page_size=a", "page_size=١", "page_size=", "cursor=x", "cursor=%00"]
)
def test_a_page_that_cannot_be_is_refused(api, query):
    assert_problem(api.get(f"{THINGS}?{query}"), 422, "validation-failed")
