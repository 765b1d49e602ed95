"""Hostile bodies to the headless sign-in, which allauth documents: no fault of ours, and a refusal writes nothing."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache as kept
from django.db import transaction

from tests.contract.hostile import NO_OBJECT, READABLE, UNREADABLE, WHOLE, named_twice, places, raw, some
from tests.contract.rows import fingerprint
from tests.contract.test_hostile_addresses import PAGES
from tests.world import World, world_of_tests

METHODS = ("POST", "PUT", "PATCH", "DELETE")
EVERY = [page for page in PAGES if page.startswith("/_allauth/app/")]
# Every field that some address here reads.
GOOD = {
    "email": "somebody@example.org",
    "password": "correct horse battery",
    "new_password": "correct horse battery",
    "current_password": "correct horse battery",
    "key": "x",
    "code": "123456",
    "name": "Somebody",
    "phone": "+33123456789",
    "session_token": "x",
    "refresh_token": "x",
    "sessions": [1],
    "primary": True,
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), world_of_tests() as world:
        yield world


def bodies(address: str) -> Iterator[tuple[str, str, bytes]]:
    for pointer, body in places(GOOD, ()):
        values = {**(UNREADABLE if pointer == "/email" else {}), **READABLE}
        for name, value in some(values, f"{address} {pointer}").items():
            yield f"{pointer} {name}", "application/json", raw(body, value)
    for name, (content_type, whole, _) in some(WHOLE, address).items():
        yield name, content_type, whole
    for name, whole in NO_OBJECT.items():
        yield name, "application/json", whole
    yield "a name twice", "application/json", named_twice(GOOD)


@pytest.mark.parametrize("address", EVERY)
def test_the_headless_sign_in_bears_every_body(address, world):
    # Who is signed in already is sent away from the sign-in before anything is read.
    caller = world.caller("owner" if "/account/" in address else "anonymous")
    before, wrong = fingerprint(), []
    for method in METHODS:
        for what, content_type, body in bodies(address):
            kept.clear()
            with transaction.atomic():
                answer = caller.ask(method, address, body, content_type=content_type)
                # 401 asks for a further step, and may have kept the first: a sign-up that waits for its e-mail.
                if answer.status_code == 401 or not 400 <= answer.status_code < 500:
                    transaction.set_rollback(True)
            if answer.status_code == 405:
                break
            if answer.status_code >= 500:
                wrong.append(f"{method} {what}: {answer.status_code}")
    assert wrong == [], "\n".join(wrong)
    assert fingerprint() == before
