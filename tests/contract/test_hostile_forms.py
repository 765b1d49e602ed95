"""Each hostile value in each field of each form that people reach: no fault of ours, and a refusal writes nothing."""

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.cache import cache as kept
from django.db import transaction

from tests.contract.hostile import some
from tests.contract.pages import STARTS, Form, walk
from tests.contract.rows import fingerprint
from tests.world import World, world_of_tests

FORM = "application/x-www-form-urlencoded"
# As they stand in the body, percent-encoded.
VALUES = {
    "nothing": "",
    "NUL": "a%00z",
    "no UTF-8": "%ff%fe",
    "surrogate": "%ed%a0%80",
    "turned writing direction": "a%e2%80%aez",
    "100,000 letters": "x" * 100_000,
    "huge number": "9" * 400,
    "huge exponent": "1e999999",
    "negative": "-1",
    "digits of another script": "%d9%a1%d9%a2",
    "year 9999": "9999-12-31",
    "nil UUID": "00000000-0000-0000-0000-000000000000",
    "markup": "%3Cscript%3Ealert(1)%3C/script%3E",
    "line feeds": "a%0d%0aSet-Cookie:%20b=c",
    "elsewhere": "//elsewhere.example/",
}
# Written by allauth with any page of an account: the session that was seen, and the user's address in its own table.
ALSO_WRITTEN_BY_READING = ("django_session", "account_emailaddress")
CALLERS = ("anonymous", "owner", "staff: vetting", "staff: catalogue", "staff: finance")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), world_of_tests() as world:
        yield world


def written() -> dict[str, tuple[int, int]]:
    return {table: rows for table, rows in fingerprint().items() if table not in ALSO_WRITTEN_BY_READING}


def bodies(form: Form) -> Iterator[tuple[str, bytes]]:
    """Yield each body that has one hostile value, then those that are no form's at all."""
    for name in form.fields:
        others = urlencode({other: value for other, value in form.fields.items() if other != name})
        for what, value in some(VALUES, f"{form.action} {name}").items():
            yield f"{name}: {what}", f"{others}&{urlencode({name: ''})}{value}".encode()
    yield "nothing at all", b""
    yield "every name twice", f"{urlencode(form.fields)}&{urlencode(form.fields)}".encode()
    yield "5,000 names", "&".join(f"n{n}=1" for n in range(5_000)).encode()
    yield "bytes", bytes(range(256))


def kind_of(form: Form) -> tuple[str, ...]:
    """Forms with the same names are the same form, wherever they stand: what they are about is of no account here."""
    parts = ["0" if any(c.isdigit() for c in part) else part for part in urlsplit(form.action).path.split("/")]
    return ("/".join(parts), *sorted(form.fields))


@pytest.mark.parametrize("name", CALLERS)
def test_every_form_refuses_hostile_values_without_a_trace(name, world):
    caller = world.caller(name)
    starts = (*STARTS, "/staff/") if caller.staff else STARTS
    forms = {kind_of(form): form for page in walk(caller, *starts) for form in page.forms if form.method == "post"}
    assert forms
    before, wrong = written(), []
    for form in forms.values():
        for what, body in bodies(form):
            kept.clear()
            with transaction.atomic():
                answer = caller.ask("POST", form.action, body, content_type=FORM)
                # What leads on has been taken as an answer; what shows a page again was refused.
                if answer.status_code in range(300, 400):
                    transaction.set_rollback(True)
            if answer.status_code >= 500:
                wrong.append(f"{form.action} {what}: {answer.status_code}")
            location = urlsplit(answer.headers.get("Location", ""))
            if location.netloc not in ("", "testserver"):
                wrong.append(f"{form.action} {what}: leads to {location.netloc}")
    assert wrong == [], "\n".join(wrong)
    assert written() == before
