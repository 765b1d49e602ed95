from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.accounts.roles import Role, StaffRole
from core.actors import SYSTEM
from core.ids import uuid7
from marketplace.billing.actions import bill_subscription
from marketplace.billing.models import Invoice
from marketplace.subscriptions.models import Subscription
from tests.factories.catalog import FLAT, live_listing, plan_of
from tests.factories.customers import customer, order
from tests.marketplace.test_api_customers import pointers, send

pytestmark = pytest.mark.django_db

SUBSCRIPTIONS, PREVIEW, INVOICES = "/api/v1/subscriptions", "/api/v1/subscriptions/preview", "/api/v1/invoices"


def body(buyer, wishes, **more):
    items = [{"plan": str(plan.pk), "quantity": quantity} for plan, quantity in wishes]
    return {"customer": str(buyer.pk), "items": items, **more}


@pytest.fixture
def api(signed_in, buyer):
    return signed_in(Role.OWNER, organisation=buyer.organisation)


@pytest.fixture
def wishes(plans):
    return list(zip(plans, (1, 5, 1), strict=True))


def test_a_preview_an_order_and_its_invoice_agree_over_http(api, buyer, wishes, deliver):
    preview = send(api, "post", PREVIEW, body(buyer, wishes))
    assert preview.status_code == 200
    seen = preview.json()
    assert seen["total"] == {"amount": "183.00", "currency": "EUR"}
    assert [line["partner"]["name"] for line in seen["lines"]] == [
        "Alpha Forms Ltd",
        "Beta Team Ltd",
        "Gamma Vault Ltd",
    ]
    assert not Subscription.objects.exists()

    placed = send(api, "post", SUBSCRIPTIONS, body(buyer, wishes, expected_total=seen["total"]))
    assert placed.status_code == 201
    deliver()
    (summary,) = api.get(f"{INVOICES}?subscription={placed.json()['id']}").json()["results"]
    invoice = api.get(f"{INVOICES}/{summary['id']}").json()
    for sum_ in ("net", "tax", "total"):
        assert invoice[sum_] == summary[sum_] == seen[sum_]
    assert invoice["tax_lines"] == seen["tax_lines"]
    same = ("partner", "description", "service_period", "quantity", "unit_price", "net", "tax_category", "tax_rate")
    for line, foreseen in zip(invoice["lines"], seen["lines"], strict=True):
        assert {name: line[name] for name in same} == {name: foreseen[name] for name in same}
        assert line["explanation"] == foreseen["explanation"]
    assert invoice["buyer"]["name"] == buyer.name
    assert invoice["seller"]["country"] == "FR"
    history = api.get(f"{INVOICES}/{summary['id']}/history").json()["results"]
    assert [fact["type"] for fact in history] == ["billing.invoice_issued"]


def test_a_subscription_is_shown_with_its_items_and_what_becomes_of_it(api, buyer, wishes):
    placed = send(api, "post", SUBSCRIPTIONS, body(buyer, wishes))
    assert placed["Location"] == f"{SUBSCRIPTIONS}/{placed.json()['id']}"
    shown = api.get(placed["Location"]).json()
    assert shown == placed.json()
    assert shown["state"] == "active"
    assert [item["quantity"] for item in shown["items"]] == [1, 5, 1]
    assert shown["items"][1]["price"]["sentence"] == "€4.00 per seat and month"
    assert shown["items"][0]["starts_on"] == shown["anchor_on"]


def test_another_total_than_the_one_seen_is_a_conflict_that_names_both(api, buyer, wishes):
    expected = {"amount": "1.00", "currency": "EUR"}
    refused = send(api, "post", SUBSCRIPTIONS, body(buyer, wishes, expected_total=expected))
    assert (refused.status_code, refused.json()["code"]) == (409, "price-changed")
    assert refused.json()["expected"] == expected
    assert refused.json()["found"] == {"amount": "183.00", "currency": "EUR"}
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("path", [PREVIEW, SUBSCRIPTIONS])
def test_foreign_ids_in_the_body_are_answered_like_ids_of_nothing(signed_in, plans, path):
    mine, foreign = customer(), customer()
    api = signed_in(Role.OWNER, organisation=mine.organisation)
    answers = [
        send(api, "post", path, {"customer": str(pk), "items": [{"plan": str(plans[0].pk)}]})
        for pk in (foreign.pk, uuid7())
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].json() == answers[1].json()
    assert pointers(answers[0]) == ["/customer"]
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("path", [PREVIEW, SUBSCRIPTIONS])
@pytest.mark.parametrize(
    ("items", "pointer"),
    [
        ([], "/items"),
        (None, "/items"),
        ("plan", "/items"),
        ([{"plan": "PLAN", "quantity": 0}], "/items/0/quantity"),
        ([{"plan": "PLAN", "quantity": -1}], "/items/0/quantity"),
        ([{"plan": "PLAN", "quantity": 1_000_001}], "/items/0/quantity"),
        ([{"plan": "PLAN", "quantity": 10**30}], "/items/0/quantity"),
        ([{"plan": "PLAN", "quantity": 1.5}], "/items/0/quantity"),
        ([{"plan": "PLAN", "quantity": "1"}], "/items/0/quantity"),
        ([{"plan": "PLAN", "quantity": True}], "/items/0/quantity"),
        ([{"plan": "PLAN", "price": "0.01"}], "/items/0/price"),
        ([{"plan": "PLAN"}, {"plan": "PLAN"}], "/items/1/plan"),
        ([{"plan": "PLAN\u0000"}], "/items/0/plan"),
        ([{"plan": "01981f3e-7c00-7000-8000-000000000021"}], "/items/0/plan"),
        ([{"plan": -1}], "/items/0/plan"),
        ([{"quantity": 1}], "/items/0/plan"),
        ([{"plan": "PLAN"}] * 51, "/items"),
        ([[[[]]]], "/items/0"),
    ],
)
def test_a_basket_that_cannot_be_is_refused_by_pointer(api, buyer, plans, *, path, items, pointer):
    if isinstance(items, list):
        items = [
            item | {"plan": item["plan"].replace("PLAN", str(plans[1].pk))}
            if isinstance(item, dict) and isinstance(item.get("plan"), str)
            else item
            for item in items
        ]
    response = send(api, "post", path, {"customer": str(buyer.pk), "items": items})
    assert response.status_code == 422
    assert pointers(response)[0].startswith(pointer)
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("expected", "pointer"),
    [
        ("15.00", "/expected_total"),
        ({"amount": 15, "currency": "EUR"}, "/expected_total/amount"),
        ({"amount": "-1", "currency": "EUR"}, "/expected_total/amount"),
        ({"amount": "15.001", "currency": "EUR"}, "/expected_total/amount"),
        ({"amount": "15.00"}, "/expected_total/currency"),
    ],
)
def test_an_expected_total_is_money(api, buyer, plans, expected, pointer):
    response = send(api, "post", SUBSCRIPTIONS, body(buyer, [(plans[0], 1)], expected_total=expected))
    assert (response.status_code, pointers(response)) == (422, [pointer])


def test_a_repeated_key_orders_once(api, buyer, wishes):
    first, second = (
        send(api, "post", SUBSCRIPTIONS, body(buyer, wishes), **{"Idempotency-Key": "k"}) for _ in range(2)
    )
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    other = send(api, "post", SUBSCRIPTIONS, body(buyer, wishes[:1]), **{"Idempotency-Key": "k"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert Subscription.objects.count() == 1


def test_cancelling_says_when_it_ends_and_happens_once(api, buyer, plans):
    subscription = order(buyer, [(plans[0], 1)])
    path = f"{SUBSCRIPTIONS}/{subscription.pk}/cancellation"
    cancelled = send(api, "post", path, {})
    assert cancelled.status_code == 200
    shown = cancelled.json()
    assert (shown["state"], shown["items"][0]["ends_on"]) == ("ending", shown["ends_on"])
    assert "ends on" in shown["sentence"]
    again = send(api, "post", path, {})
    assert (again.status_code, again.json()["code"]) == (409, "illegal-move")
    assert send(api, "post", path, {"at": "now"}).status_code == 422


@pytest.mark.parametrize(
    ("role", "preview", "placed", "cancelled"),
    [(Role.BILLING, 200, 201, 200), (Role.VIEWER, 200, 403, 403), (Role.SUPPORT, 200, 403, 403)],
)
def test_what_each_role_may_do(signed_in, buyer, plans, *, role, preview, placed, cancelled):
    api = signed_in(role, organisation=buyer.organisation)
    held = order(buyer, [(plans[0], 1)])
    wished = body(buyer, [(plans[0], 1)])
    assert send(api, "post", PREVIEW, wished).status_code == preview
    assert send(api, "post", SUBSCRIPTIONS, wished).status_code == placed
    assert send(api, "post", f"{SUBSCRIPTIONS}/{held.pk}/cancellation", {}).status_code == cancelled
    assert api.get(f"{SUBSCRIPTIONS}/{held.pk}").status_code == 200


def test_another_organisation_even_the_partner_sees_nothing(signed_in, buyer, plans):
    subscription = order(buyer, [(plans[0], 1)])
    invoice = bill_subscription(subscription=subscription, actor=SYSTEM, at=clock.now())
    seller = plans[0].offer.partner.organisation
    for stranger in (signed_in(Role.OWNER), signed_in(Role.OWNER, organisation=seller)):
        for path in (f"{SUBSCRIPTIONS}/{subscription.pk}", f"{INVOICES}/{invoice.pk}"):
            assert stranger.get(path).status_code == 404
            assert stranger.get(f"{path}/history").status_code == 404
        assert send(stranger, "post", f"{SUBSCRIPTIONS}/{subscription.pk}/cancellation", {}).status_code == 404
        for path in (SUBSCRIPTIONS, INVOICES, f"{INVOICES}?customer={buyer.pk}"):
            assert stranger.get(path).json()["results"] == []


@pytest.mark.parametrize(
    ("role", "subscription_status", "invoice_status"),
    [
        (StaffRole.FINANCE, 200, 200),
        (StaffRole.SUPPORT, 200, 404),
        (StaffRole.ADMIN, 200, 200),
        (StaffRole.VETTING, 404, 404),
        (StaffRole.SALES, 404, 404),
    ],
)
def test_staff_read_what_their_role_needs_and_order_nothing(
    signed_in, buyer, plans, *, role, subscription_status, invoice_status
):
    subscription = order(buyer, [(plans[0], 1)])
    invoice = bill_subscription(subscription=subscription, actor=SYSTEM, at=clock.now())
    api = signed_in(staff=role)
    assert api.get(f"{SUBSCRIPTIONS}/{subscription.pk}").status_code == subscription_status
    assert api.get(f"{INVOICES}/{invoice.pk}").status_code == invoice_status
    assert send(api, "post", SUBSCRIPTIONS, body(buyer, [(plans[0], 1)])).status_code in (403, 422)
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize("path", [SUBSCRIPTIONS, INVOICES])
def test_lists_take_no_more_queries_for_more_rows(api, buyer, wishes, path):
    def counted(size):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(api.get(path).json()["results"]) == size
        return len(queries)

    def add(count):
        for _ in range(count):
            bill_subscription(subscription=order(buyer, wishes), actor=SYSTEM, at=clock.now())

    add(1)
    few = counted(1)
    add(4)
    assert counted(5) == few
    # Session, person and memberships, then the list itself: three for subscriptions with items and timeline.
    assert few <= 3 + 3


@pytest.mark.parametrize(
    "query", ["customer=x", "customer=%00", "subscription=1", "cursor=zzz", "page_size=0", "page_size=1e3"]
)
def test_a_filter_that_cannot_be_read_is_refused(api, query):
    response = api.get(f"{INVOICES}?{query}")
    assert (response.status_code, pointers(response)) == (422, [f"/{query.partition('=')[0]}"])


def test_subscriptions_are_filtered_by_state(api, buyer, plans):
    order(buyer, [(plans[0], 1)])
    assert len(api.get(f"{SUBSCRIPTIONS}?state=active").json()["results"]) == 1
    assert api.get(f"{SUBSCRIPTIONS}?state=ended").json()["results"] == []
    assert api.get(f"{SUBSCRIPTIONS}?state=paused").status_code == 422


def test_pages_follow_each_other_without_loss(api, buyer, plans):
    for _ in range(5):
        bill_subscription(subscription=order(buyer, [(plans[0], 1)]), actor=SYSTEM, at=clock.now())
    seen, cursor = [], ""
    while cursor is not None:
        page = api.get(f"{INVOICES}?page_size=2{cursor}").json()
        seen += [row["number"] for row in page["results"]]
        cursor = f"&cursor={page['next_cursor']}" if page["next_cursor"] else None
    assert len(seen) == len(set(seen)) == Invoice.objects.count() == 5
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("path", [PREVIEW, SUBSCRIPTIONS, "/api/v1/customers"])
@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{", 400), (b"\xff", 400), (b'{"items": NaN}', 400), (b"[]", 422), (b'"x"', 422), (b"null", 422)],
)
def test_what_is_no_object_is_a_problem_and_no_fault(api, path, content, status):
    response = send(api, "post", path, content)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("path", [PREVIEW, SUBSCRIPTIONS])
def test_what_is_billed_by_usage_is_not_sold_before_usage_is_measured(api, buyer, path):
    by_usage = {
        "code": "calls",
        "name": "Calls",
        "scheme": "per_unit",
        "currency": "EUR",
        "interval": "month",
        "terms": {"amount": "0.01"},
        "unit": "call",
        "meter": {"aggregation": "count"},
    }
    plan = plan_of(live_listing(plans=[by_usage]), "calls")
    answer = send(api, "post", path, body(buyer, [(plan, 1)]))
    assert (answer.status_code, answer.json()["code"]) == (409, "plan-is-metered")
    assert answer.json()["plan"] == str(plan.pk)
    assert not Subscription.objects.exists()


def test_a_trial_with_a_set_up_fee_costs_nothing_today_and_says_what_follows(api, buyer, deliver):
    conditions = {"trial": {"days": 14}, "setup_fee": {"amount": "50.00"}}
    plan = plan_of(live_listing(plans=[FLAT | {"conditions": conditions}]), FLAT["code"])
    seen = send(api, "post", PREVIEW, body(buyer, [(plan, 1)])).json()
    assert (seen["total"]["amount"], seen["lines"]) == ("0.00", [])
    assert seen["renewal"]["on"] == str(clock.now().date() + timedelta(days=14))
    placed = send(api, "post", SUBSCRIPTIONS, body(buyer, [(plan, 1)], expected_total=seen["total"]))
    assert placed.status_code == 201
    deliver()
    subscription = Subscription.objects.get()
    assert not Invoice.objects.exists()
    assert str(subscription.next_bill_on) == seen["renewal"]["on"]
    at = clock.now() + timedelta(days=14)
    invoice = bill_subscription(subscription=subscription, actor=SYSTEM, at=at)
    assert {line.component for line in invoice.lines.all()} == {"setup", "recurring"}
    assert {line["component"] for line in api.get(f"{INVOICES}/{invoice.pk}").json()["lines"]} == {
        "setup",
        "recurring",
    }
