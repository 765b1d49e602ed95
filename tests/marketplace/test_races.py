"""Two at once, each on a connection of its own."""

import json
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from core.accounts.roles import Role
from core.actors import SYSTEM
from core.events.models import Fact
from core.refusals import Refusal
from core.states import IllegalMove
from marketplace.billing.actions import bill_subscription
from marketplace.billing.models import Counter, Invoice, Line
from marketplace.customers.actions import CustomerExists
from marketplace.customers.models import Customer
from marketplace.ordering.actions import PriceChanged
from marketplace.ordering.basket import Incompatible
from marketplace.ordering.quotes import preview
from marketplace.subscriptions.actions import cancel_subscription
from marketplace.subscriptions.models import Subscription, TimelineEntry
from tests.factories.catalog import TEAM, live_listing, plan_of
from tests.factories.customers import customer, order, three_plans
from tests.factories.partners import organisation, seat, vetted_partner
from tests.marketplace.conftest import START

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(transactional_db):
    return customer(), three_plans()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls in threads that start together; return what each gave back or raised."""
    barrier = threading.Barrier(len(calls), timeout=20)
    results: list[Any] = [None] * len(calls)

    def run(index: int, call: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            results[index] = call()
        except Exception as error:  # noqa: BLE001 - what a thread raises is its result
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def bill(subscription, at=START):
    return bill_subscription(subscription=subscription, actor=SYSTEM, at=at)


def test_two_billing_runs_at_once_issue_one_invoice(buyer, plans):
    for _ in range(5):
        subscription = order(buyer, [(plans[0], 1), (plans[1], 4)], at=START)
        results = at_once(lambda s=subscription: bill(s), lambda s=subscription: bill(s))
        issued = [result for result in results if isinstance(result, Invoice)]
        assert len(issued) == 1
        assert results.count(None) == 1
        assert Line.objects.filter(invoice__subscription=subscription).count() == 2


def test_numbers_have_no_gap_under_eight_threads_with_rollbacks(buyer, plans):
    subscriptions = [order(buyer, [(plans[0], 1)], at=START) for _ in range(32)]

    def work(mine):
        for index, subscription in enumerate(mine):
            with transaction.atomic():
                bill(subscription)
                transaction.set_rollback(bool(index % 2))

    results = at_once(*[lambda mine=subscriptions[start::8]: work(mine) for start in range(8)])
    assert results == [None] * 8
    numbers = sorted(Invoice.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 17))
    assert Counter.objects.get().last == 16
    for subscription in subscriptions:
        bill(subscription)
    assert sorted(Invoice.objects.values_list("number", flat=True)) == list(range(1, 33))


def test_the_first_invoices_of_a_series_at_once_get_one_and_two(buyer, plans):
    pair = [order(buyer, [(plans[0], 1)], at=START) for _ in range(2)]
    at_once(*[lambda s=subscription: bill(s) for subscription in pair])
    assert sorted(Invoice.objects.values_list("number", flat=True)) == [1, 2]


def test_a_cancellation_and_a_billing_run_at_once_leave_nothing_billed_too_much(buyer, plans):
    for _ in range(5):
        subscription = order(buyer, [(plans[0], 1)], at=START)
        bill(subscription)
        renewal = START + timedelta(days=28)
        results = at_once(
            lambda s=subscription, at=renewal: bill(s, at),
            lambda s=subscription, at=renewal: cancel_subscription(subscription=s, actor=SYSTEM, at=at),
        )
        assert not [result for result in results if isinstance(result, Exception)]
        assert bill(subscription, renewal + timedelta(days=90)) is None
        assert Line.objects.filter(invoice__subscription=subscription).count() == 2


def test_two_cancellations_at_once_are_one(buyer, plans):
    subscription = order(buyer, [(plans[0], 1)], at=START)

    def cancel():
        return cancel_subscription(subscription=subscription, actor=SYSTEM, at=START)

    results = at_once(cancel, cancel)
    assert sum(isinstance(result, IllegalMove) for result in results) == 1
    assert TimelineEntry.objects.filter(kind="cancel").count() == 1


def test_two_orders_at_the_same_expected_total_are_two_subscriptions_with_two_numbers(buyer, plans):
    seen = preview(customer=buyer, basket=[(plans[0].pk, 1)], at=START).gross

    def place():
        return order(buyer, [(plans[0], 1)], at=START, expected=seen)

    results = at_once(place, place)
    assert all(isinstance(result, Subscription) for result in results)
    assert len({subscription.number for subscription in results}) == 2


def test_an_order_waits_for_a_move_abroad_and_then_sees_the_new_price(buyer, plans):
    seen = preview(customer=buyer, basket=[(plans[0].pk, 1)], at=START).gross
    results = []

    def place():
        try:
            results.append(order(buyer, [(plans[0], 1)], at=START, expected=seen))
        except Refusal as refusal:
            results.append(refusal)
        finally:
            connection.close()

    thread = threading.Thread(target=place)
    with transaction.atomic():
        Customer.objects.filter(pk=buyer.pk).update(country="HU")
        thread.start()
        wait_until_somebody_waits()
        assert results == []
    thread.join(timeout=20)
    assert [type(result) for result in results] == [PriceChanged]
    assert not Subscription.objects.exists()


def wait_until_somebody_waits():
    """Return once another connection waits for a lock."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    pytest.fail("nobody waits for the lock")


def test_one_request_sent_twice_at_once_orders_once(plans):
    owner = seat(Role.OWNER)
    buyer = customer(owner.organisation)
    body = json.dumps({"customer": str(buyer.pk), "items": [{"plan": str(plans[0].pk)}]})

    def post():
        client = Client(raise_request_exception=False)
        client.force_login(owner.user)
        return client.post(
            "/api/v1/subscriptions", body, content_type="application/json", headers={"Idempotency-Key": "order-1"}
        )

    responses = at_once(*[post] * 4)
    statuses = sorted(response.status_code for response in responses)
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert Subscription.objects.count() == 1
    again = post()
    assert (again.status_code, again["Idempotency-Replayed"]) == (201, "true")


def test_two_openings_at_once_make_one_customer(transactional_db):
    where = organisation()
    results = at_once(lambda: customer(where), lambda: customer(where))
    assert sum(isinstance(result, CustomerExists) for result in results) == 1
    assert Customer.objects.count() == 1


def test_an_add_on_is_not_sold_while_what_it_needs_is_being_cancelled_in_silence(buyer):
    base = live_listing(vetted_partner(), name="Fleet Base", plans=[TEAM])
    contract = {"requires": {"match": "all", "offers": [{"offer": str(base.offer_id)}]}}
    maps = live_listing(vetted_partner(), name="Fleet Maps", kind="add_on", compatibility=contract, plans=[TEAM])
    for _ in range(5):
        main = order(buyer, [(plan_of(base, "team"), 1)], at=START)
        results = at_once(
            lambda: order(buyer, [(plan_of(maps, "team"), 1)], at=START),
            lambda s=main: cancel_subscription(subscription=s, actor=SYSTEM, at=START),
            lambda s=main: bill(s),
        )
        assert not isinstance(results[1], Exception)
        warned = Fact.objects.filter(type="subscriptions.compatibility_lost", data__because_of=str(main.pk)).exists()
        sold = isinstance(results[0], Subscription)
        assert sold or isinstance(results[0], Incompatible), results
        assert sold == warned, "either it is refused, or the customer is told"
        for one in Subscription.objects.filter(customer=buyer, state="active"):
            cancel_subscription(subscription=one, actor=SYSTEM, at=START)
