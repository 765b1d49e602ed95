"""An automatic verdict reaches the partner within seconds, from the running product."""

import time

from tests.journeys.partners import board, register
from tests.journeys.people import new_person
from tests.servers import site

PUBLISH = """
from core import clock
from core.actors import SYSTEM
from partners.programmes.actions import publish_programme
words = {name: name for name in ("title", "text", "why", "good", "bad", "calibration")}
requirement = {
    "key": "SUP-001", "kind": "support", "level": "mandatory", "decided_by": "check", "check": "landing_page",
    "blocks": ["sell"], "evidence": {"page": {"kind": "probe"}}, "words": {"en": words, "fr": words},
}
texts = {"en": "Looks", "fr": "Regards"}
publish_programme(
    code="looks", name=texts, summary=texts, requirements=[requirement], actor=SYSTEM, at=clock.now()
)
"""
WITHIN_SECONDS = 5.0


def verdict(person, application, since):
    """Ask again and again, as a page does, until the look is over; gives the entry and how long it took."""
    while True:
        entry = board(person, application)["SUP-001"]
        took = time.monotonic() - since
        if entry["status"] != "in_check":
            return entry, took
        assert took < 60, "no verdict at all"
        time.sleep(0.1)


def submitted(person, application):
    since = time.monotonic()
    entry = person.post(f"applications/{application['id']}/requirements/SUP-001/evidence", {"kind": "probe"})
    assert entry["status"] == "in_check"
    return verdict(person, application, since)


def test_an_automatic_verdict_reaches_the_partner_within_five_seconds(live_stack):
    answers = [503]
    live_stack.shell(PUBLISH)
    ada = new_person(live_stack, "Ada")
    with site(lambda _seen: (answers[0], {}, b"hello")) as page:
        partner = register(ada, "Atelier of Looks", "FR")
        live_stack.sql("UPDATE partner_organisations_partner SET website = %s WHERE id = %s", page.url, partner["id"])
        application = ada.post("applications", {"partner": partner["id"], "programme": "looks"})
        refused, took_first = submitted(ada, application)
        again, took_again = submitted(ada, application)
        answers[0] = 200
        accepted, took_last = submitted(ada, application)
    assert refused["status"] == again["status"] == "action_required"
    assert refused["findings"][0]["code"] == "status_not_ok"
    assert "503" in refused["findings"][0]["observed"]
    assert accepted["status"] == "satisfied"
    assert len(page.seen) == 3
    # The middle one: beside the first, the worker loads what it needs, and other tests keep the machine busy.
    assert sorted([took_first, took_again, took_last])[1] < WITHIN_SECONDS
