"""Every operation, asked for by everybody: each gets the answer that access and ownership say, and no other."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache

from core.web.access import PUBLIC, Staff
from tests.architecture.addresses import operations
from tests.architecture.expectations import LET_IN, SEEN_BY_STAFF, STATUS, answer_due, body_for, path_to, spoken_by
from tests.world import Caller, World, undone, world_of_tests

# Built once, so all of it runs in one test process.
pytestmark = pytest.mark.xdist_group("access_matrix")

COLLECTIONS = {*SEEN_BY_STAFF, "members", "invitations", "api-clients", "plans"} - {"listings", "listing-versions"}
EVERY = [pytest.param(method, address, view, id=f"{method} {address}") for address, method, view in operations()]
READS = [param for param in EVERY if param.values[0] == "GET" and param.values[2].access["GET"] != PUBLIC]
PATCHES = [param for param in EVERY if param.values[0] == "PATCH"]
# What stands below a rule book, as a requirement or a version does, has the same name below another.
SAME_NAMES = ("{key}", "/rule-books/")
NESTED = [
    param
    for param in EVERY
    if param.values[1].count("{") > 1 and not any(part in param.values[1] for part in SAME_NAMES)
]
# The desk's lists are for staff, and those of a requirement have only what is about it.
LISTS = [
    param
    for param in READS
    if param.values[1].rpartition("/")[2] in COLLECTIONS
    and not any(part in param.values[1] for part in ("/vetting/", "{key}"))
]
# Whatever stands in the request, these do not depend on who asks.
AFTER_LETTING_IN = {200, 201, 202, 204, 409}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), world_of_tests() as world:
        yield world


def ask(world: World, caller: Caller, method: str, path: str, body: Any = None) -> Any:
    """Send the request with the present version in If-Match, and undo what it did."""
    cache.clear()
    headers = {}
    with undone():
        if method == "PATCH":
            seen = (world.caller(name).ask("GET", path) for name in ("owner", "staff: admin"))
            headers["If-Match"] = next((answer["ETag"] for answer in seen if "ETag" in answer), "")
        return caller.ask(method, path, body, **headers)


def code_of(answer: Any) -> str:
    if answer.status_code in AFTER_LETTING_IN or answer.status_code < 400:
        return LET_IN
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    return str(problem["code"])


@pytest.mark.parametrize(("method", "address", "view"), EVERY)
def test_everybody_gets_the_answer_that_access_and_ownership_say(method, address, view, world):
    access = view.access[method]
    path, body = path_to(address, world.ours), body_for(method, address, world.ours)
    wrong = []
    for caller in world.callers:
        due = answer_due(method, address, access, caller, world)
        answer = ask(world, caller, method, path, spoken_by(caller, body))
        got = code_of(answer)
        if got != due or answer.status_code != STATUS.get(due, answer.status_code):
            wrong.append(f"{caller.name}: {due} was due, {answer.status_code} {got} came: {answer.content[:300]}")
        if answer.status_code == 401:
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize(("method", "address", "view"), PATCHES)
def test_without_if_match_exactly_the_versioned_ask_for_it(method, address, view, world):
    who = world.caller("staff: admin" if isinstance(view.access[method], Staff) else "owner")
    with undone():
        answer = who.ask(method, path_to(address, world.ours), body_for(method, address, world.ours))
    assert answer.status_code == (428 if view.versioned else 200)


@pytest.mark.parametrize(("method", "address", "view"), READS)
def test_nobody_reads_ids_of_another_organisation(method, address, view, world):
    path = f"{path_to(address, world.theirs)}?page_size=100"
    for name in ("owner of the other organisation", "program of the other organisation"):
        assert not world.ours.secrets & words(ask(world, world.caller(name), method, path))
    alone = words(ask(world, world.caller("person without organisation"), method, path))
    assert not (world.ours.secrets | world.theirs.secrets) & alone


@pytest.mark.parametrize(("method", "address", "view"), LISTS)
def test_an_owner_finds_what_is_theirs_in_the_list(method, address, view, world):
    kind = address.rpartition("/")[2]
    found = words(ask(world, world.caller("owner"), method, f"{path_to(address, world.ours)}?page_size=100"))
    assert world.ours.things[kind] in found


@pytest.mark.parametrize(("method", "address", "view"), NESTED)
def test_another_organisations_thing_is_not_found_below_ones_own(method, address, view, world):
    path = path_to(address, world.ours, world.theirs)
    answer = ask(world, world.caller("owner"), method, path, body_for(method, address, world.ours))
    assert code_of(answer) == "not-found"


def test_a_foreign_id_in_the_body_is_answered_as_one_that_does_not_exist(world):
    kinds = {value: kind for kind, value in world.ours.things.items() if value not in world.theirs.things.values()}
    for kind in ("codes", "bundles"):  # which open for whoever has them, and are sold to everybody
        del kinds[world.ours.things[kind]]
    tried = set()
    for address, method, view in operations():
        if view.access[method] == PUBLIC:
            continue  # what anybody may ask about belongs to nobody
        body = body_for(method, address, world.ours) or {}
        for caller in (world.caller("owner"), world.caller("program with all scopes")):
            if answer_due(method, address, view.access[method], caller, world) != LET_IN:
                continue
            for field, kind in ((field, kinds[value]) for field, value in body.items() if str(value) in kinds):
                sent = [{**body, field: world.theirs.things[kind]}, {**body, field: str(uuid4())}]
                foreign, missing = (ask(world, caller, method, path_to(address, world.ours), each) for each in sent)
                assert (foreign.status_code, missing.status_code) == (422, 422), f"{method} {address}"
                assert foreign.content == missing.content
                assert foreign.json()["errors"][0]["pointer"] == f"/{field}"
                tried.add(kind)
    assert tried == {"organisations", "partners", "customers", "uploads", "reviews-received"}


def words(answer: Any) -> frozenset[str]:
    """The strings of an answer, and the parts of the addresses among them: ids stand there whole."""
    return frozenset(answer.content.decode().replace("/", '"').split('"'))
