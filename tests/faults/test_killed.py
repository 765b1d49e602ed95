"""Killed anywhere: nothing is lost, nothing happens twice."""

import os
import random
import threading
import time

import httpx
import pytest

from tests.journeys.people import Person, eventually
from tests.stack import running_stack

pytestmark = pytest.mark.fault

SCALE = float(os.environ.get("SCALE", "0.25"))
ORDERS = max(6, int(24 * SCALE))
KILLS = max(2, int(6 * SCALE))


@pytest.fixture
def stack(tmp_path):
    with running_stack(tmp_path / "var") as stack:
        stack.manage("load_demo")
        yield stack


def order(buyer: Person, basket: dict, key: str) -> str:
    """Send one order until it is answered, as a careful client does: always with the same key."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            answer = buyer.http.post("/api/v1/subscriptions", json=basket, headers={"Idempotency-Key": key})
        except httpx.TransportError:
            time.sleep(0.1)
            continue
        if answer.status_code == 201:
            return answer.json()["id"]
        assert answer.status_code in (409, 500, 502, 503), answer.text
        time.sleep(0.1)
    raise AssertionError("the order was never answered")


def test_orders_survive_kills_of_worker_web_and_database(stack):
    buyer = Person(stack, "customer@demo.example", "Camille").sign_in("guichet-demo")
    customer = buyer.get("customers")["results"][0]
    listing = buyer.get("listings/ledgerline")
    basket = {"customer": customer["id"], "items": [{"plan": listing["plans"][0]["id"], "quantity": 1}]}
    before = len(eventually(lambda: stack.sql("SELECT id FROM billing_invoice")))

    stop = threading.Event()
    chance = random.Random(7)

    def killer() -> None:
        for number in range(KILLS):
            if stop.wait(chance.uniform(0.3, 1.2)):
                return
            victim = ("worker", "postgres", "web")[number % 3]
            if victim == "postgres" and stack.can_kill_postgres:
                stack.kill_postgres()
                stack.wait_database()
            elif victim == "web":
                stack.kill_web()
                stack.start_web()
            else:
                stack.kill_worker()
                stack.start_worker()

    hunting = threading.Thread(target=killer)
    hunting.start()
    try:
        made = [order(buyer, basket, f"order-{number}") for number in range(ORDERS)]
    finally:
        stop.set()
        hunting.join()

    assert len(set(made)) == ORDERS, "an order was answered with another's subscription"
    stack.wait_ready()
    eventually(lambda: not stack.sql("SELECT 1 FROM events_delivery WHERE state = 'pending'") or None, seconds=180)
    assert stack.sql("SELECT count(*) FROM events_delivery WHERE state = 'dead'") == [(0,)]
    subscriptions = {str(pk) for (pk,) in stack.sql("SELECT id FROM subscriptions_subscription")}
    assert set(made) <= subscriptions
    assert len(subscriptions) == ORDERS + 1, "an order was carried out twice"
    billed = stack.sql("SELECT subscription_id, count(*) FROM billing_invoice GROUP BY subscription_id")
    assert {str(pk): count for pk, count in billed} == dict.fromkeys(subscriptions, 1)
    assert len(stack.sql("SELECT id FROM billing_invoice")) == before + ORDERS
    numbers = [number for (number,) in stack.sql("SELECT number FROM billing_invoice ORDER BY number")]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))), "the numbers have a gap"
    started = stack.sql("SELECT count(*) FROM events_fact WHERE type = 'subscriptions.subscription_started'")
    assert started == [(ORDERS + 1,)]
