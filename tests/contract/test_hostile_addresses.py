"""Hostile addresses, queries and headers: never a fault of ours, and a page or a problem document as fits."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache as kept
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tests.architecture.addresses import operations
from tests.architecture.expectations import path_to
from tests.contract.hostile import some
from tests.contract.test_hostile_bodies import DOCUMENT, PROBLEM, who_may
from tests.world import Caller, World, undone, world_of_tests

READS = [
    pytest.param(address, view.access[method], id=address) for address, method, view in operations() if method == "GET"
]
# As they stand in the address: percent-encoded or not, as nobody's browser would send them.
VALUES = (
    "%00",
    "%ff",
    "%ed%a0%80",
    "9" * 400,
    "1e999999",
    "a" * 3_000,
    "..",
    "..%2f..%2fetc%2fpasswd",
    "%25s%27%22%3Cscript%3E",
    "",
)
# Everything that some address reads from its query, and a name that none knows.
NAMES = (
    "q", "category", "partner", "customer", "subscription", "state", "revision", "price_min", "price_max", "currency",
    "interval", "order", "cursor", "page_size", "next", "language", "o", "p", "e", "all", "_popup", "app_label",
    "model_name", "field_name", "term", "unknown%00", "%ff",
)  # fmt: skip
# For the many pages, of which few read a query.
WORST = ("%00", "%ff", "9" * 400)
TWICE = "page_size=1&page_size=x&cursor&cursor=&=&&&;&%"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), world_of_tests() as world:
        yield world


def ask(caller: Caller, path: str, **headers: str) -> Any:
    kept.clear()
    with undone():
        return caller.ask("GET", path, **headers)


def wrong_with(answer: Any, path: str) -> str:
    """Return what is wrong with an answer, or nothing."""
    if answer.status_code >= 500:
        return "is a fault of ours"
    if answer.status_code < 400 or not answer.content:
        return ""
    due = (PROBLEM,) if path.startswith("/api/") else ("text/html", "application/json")
    if path.startswith("/objects/"):  # what programs follow, though no part of the API
        due = (PROBLEM, "text/html")
    came = answer.headers.get("Content-Type", "nothing")
    return "" if came.startswith(due) else f"is {came} instead of {due}"


def queries(names: Any, values: Any = VALUES) -> Iterator[str]:
    for value in values:
        yield "&".join(f"{name}={value}" for name in names)
    yield TWICE


def told(path: str, answer: Any) -> str:
    return f"{path[:120]}: {answer.status_code} {answer.content[:120]!r}"


@pytest.mark.parametrize(("address", "access"), READS)
def test_the_api_answers_every_hostile_address_and_query_as_documented(address, access, world):
    said = DOCUMENT["paths"][address]["get"]
    caller = who_may("GET", address, access, world)
    path = path_to(address, world.ours)
    in_query = [parameter for parameter in said.get("parameters", ()) if parameter["in"] == "query"]
    asked = [f"{path}?{query}" for query in queries([parameter["name"] for parameter in in_query] or ["unknown"])]
    asked += [
        f"{path}?{parameter['name']}={value}"
        for parameter in in_query
        for value in some(VALUES, f"{address} {parameter['name']}")
        if len(in_query) > 1
    ]
    for parameter in re.findall(r"\{\w+\}", address):
        filled = path_to(address.replace(parameter, "HERE"), world.ours)
        asked += [filled.replace("HERE", value) for value in some(VALUES, address + parameter)]
    wrong = []
    for one in asked:
        answer = ask(caller, one)
        amiss = wrong_with(answer, one)
        # What fits no address is answered before any operation is found: 404, documented or not.
        if not amiss and answer.status_code != 404 and str(answer.status_code) not in said["responses"]:
            amiss = "is not documented"
        if amiss:
            wrong.append(f"{told(one, answer)} {amiss}")
    for parameter in in_query:
        if parameter["schema"].get("format") == "uuid":
            answer = ask(caller, f"{path}?{parameter['name']}=no-uuid")
            pointers = [error["pointer"] for error in answer.json().get("errors", ())]
            if (answer.status_code, pointers) != (422, [f"/{parameter['name']}"]):
                wrong.append(told(f"{path}?{parameter['name']}=no-uuid", answer))
    assert wrong == [], "\n".join(wrong)


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield the address of every page, with HERE for its parameters."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern) and isinstance(pattern.pattern, RoutePattern):
            yield "/" + re.sub(r"<[^>]+>", "HERE", route)
        else:
            yield "/" + re.sub(r"\(\?P<\w+>[^)]*\)|[\^$]", "HERE", route).replace("HEREHERE", "HERE")


PAGES = sorted({route for route in routes(get_resolver()) if not route.startswith(("/api/v1/", "/readyz"))})
AREAS = sorted({route.split("/")[1] for route in PAGES})
ANYWHERE = [f"/{prefix}{value}" for prefix in ("", "api/", "api/v1/", "static/", "accounts/") for value in VALUES]


@pytest.mark.parametrize("area", AREAS)
def test_every_page_answers_hostile_addresses_and_queries(area, world):
    staff = area == "staff"
    callers = [world.caller(name) for name in (("staff: admin",) if staff else ("anonymous", "owner"))]
    wrong = []
    for page in (page for page in PAGES if page.split("/")[1] == area):
        asked = (
            [page.replace("HERE", value) for value in some(WORST if staff else VALUES, page)] if "HERE" in page else []
        )
        if "HERE" not in page or not staff:
            asked += [f"{page.replace('HERE', 'here')}?{query}" for query in queries(NAMES, WORST)]
        for caller in callers:
            for one in asked:
                answer = ask(caller, one)
                if amiss := wrong_with(answer, one):
                    wrong.append(f"{caller.name}: {told(one, answer)} {amiss}")
    assert wrong == [], "\n".join(wrong)


def test_addresses_that_nothing_answers_are_not_found(world):
    answers = {path: ask(world.caller("anonymous"), path) for path in ANYWHERE}
    wrong = [told(path, answer) for path, answer in answers.items() if wrong_with(answer, path)]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("path", ["/api/v1/me", "/api/openapi.json", "/catalog/"])
def test_hostile_headers_are_no_fault_of_ours(path, world):
    names = (
        "Accept", "Accept-Language", "Authorization", "Cookie", "Host", "If-None-Match", "If-Modified-Since",
        "X-Session-Token", "X-Forwarded-For", "X-Request-Id", "Content-Type", "Content-Length", "Origin",
    )  # fmt: skip
    values = ("\0", "ÿþ", "a" * 8_000, "Bearer \0", "sessionid=\0; csrftoken=%00", "-1", ",;=")
    wrong = []
    for name in names:
        for value in values:
            answer = ask(world.caller("anonymous"), path, **{name: value})
            if amiss := wrong_with(answer, path):
                wrong.append(f"{name} {value[:20]!r}: {told(path, answer)} {amiss}")
    assert wrong == [], "\n".join(wrong)
