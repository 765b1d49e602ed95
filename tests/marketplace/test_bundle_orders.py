"""A bundle becomes one subscription: at the bundle's price, with one invoice, each part with its partner."""

from datetime import timedelta

import pytest
from django.test import Client

from catalog.bundles.models import BundleVersion
from catalog.pricing.models import Price
from core import clock
from core.accounts.roles import Role
from core.actors import SYSTEM
from marketplace.billing.actions import bill_subscription
from marketplace.billing.models import Invoice
from marketplace.subscriptions.models import Item, Subscription
from tests.factories.bundles import listing_to_bundle, live_bundle, part
from tests.factories.catalog import plan_of
from tests.factories.customers import customer
from tests.marketplace.test_api_customers import pointers, send

pytestmark = pytest.mark.django_db

ORDERS, PREVIEW = "/api/v1/subscriptions/bundles", "/api/v1/subscriptions/bundles/preview"


@pytest.fixture
def listings():
    return [listing_to_bundle(name) for name in ("Alpha", "Beta", "Gamma")]


@pytest.fixture
def bundle(listings):
    """Two flat plans of 12.50 and, if one likes, seats at 4.00: ten percent less."""
    parts = [
        part(plan_of(listings[0], "flat")),
        part(plan_of(listings[1], "flat")),
        part(plan_of(listings[2], "team"), "optional"),
    ]
    return live_bundle(listings, parts=parts)


@pytest.fixture
def api(signed_in, buyer):
    return signed_in(Role.OWNER, organisation=buyer.organisation)


def chosen(buyer, bundle, listings, *, seats=3, **more):
    plans = [(plan_of(listings[0], "flat"), 1), (plan_of(listings[1], "flat"), 1)]
    plans += [(plan_of(listings[2], "team"), seats)] if seats else []
    return {
        "customer": str(buyer.pk),
        "bundle": str(bundle.pk),
        "interval": "month",
        "parts": [{"plan": str(plan.pk), "quantity": quantity} for plan, quantity in plans],
        **more,
    }


def test_the_preview_the_order_and_the_invoice_agree(api, buyer, bundle, listings, deliver):
    seen = send(api, "post", PREVIEW, chosen(buyer, bundle, listings))
    assert seen.status_code == 200
    # 12.50 + 12.50 + 3 seats at 4.00, ten percent less, and 20 % VAT.
    assert (seen.json()["net"]["amount"], seen.json()["total"]["amount"]) == ("33.30", "39.96")
    assert not Subscription.objects.exists()
    placed = send(api, "post", ORDERS, chosen(buyer, bundle, listings, expected_total=seen.json()["total"]))
    assert placed.status_code == 201
    deliver()
    invoice = Invoice.objects.get()
    assert (invoice.net_minor, invoice.gross_minor) == (3330, 3996)
    lines = list(invoice.lines.order_by("position"))
    assert [(line.partner_name, line.quantity, line.net_minor) for line in lines] == [
        ("Alpha Works", 1, 1125),
        ("Beta Works", 1, 1125),
        ("Gamma Works", 3, 1080),
    ]
    assert all(line.description.startswith("Office in a box · ") for line in lines)
    assert set(Item.objects.values_list("bundle_version", flat=True)) == {BundleVersion.objects.get().pk}


def test_it_renews_at_the_price_of_the_bundle_and_is_cancelled_as_a_whole(api, buyer, bundle, listings, deliver):
    placed = send(api, "post", ORDERS, chosen(buyer, bundle, listings, seats=0)).json()
    deliver()
    subscription = Subscription.objects.get()
    renewed = bill_subscription(subscription=subscription, actor=SYSTEM, at=clock.now() + timedelta(days=31))
    assert renewed.net_minor == 2250
    ended = send(api, "post", f"/api/v1/subscriptions/{placed['id']}/cancellation", {})
    assert {item["ends_on"] for item in ended.json()["items"]} == {ended.json()["ends_on"]}


def test_nothing_is_bought_at_another_total(api, buyer, bundle, listings):
    wrong = {"amount": "1.00", "currency": "EUR"}
    prices = Price.objects.count()
    answer = send(api, "post", ORDERS, chosen(buyer, bundle, listings, expected_total=wrong))
    assert (answer.status_code, answer.json()["code"]) == (409, "price-changed")
    assert (Subscription.objects.count(), Price.objects.count()) == (0, prices)


@pytest.mark.parametrize("path", [PREVIEW, ORDERS])
def test_what_the_bundle_does_not_allow_is_refused_by_pointer(api, buyer, bundle, listings, path):
    said = chosen(buyer, bundle, listings)
    for changes, status, where in (
        ({"parts": said["parts"][1:]}, 422, "/parts"),
        ({"parts": [*said["parts"], {"plan": str(bundle.pk)}]}, 422, "/parts/3/plan"),
        ({"bundle": str(buyer.pk)}, 422, "/bundle"),
        ({"interval": "week"}, 422, "/interval"),
    ):
        answer = send(api, "post", path, said | changes)
        assert (answer.status_code, pointers(answer)) == (status, [where])
    assert send(api, "post", path, said | {"interval": "year"}).status_code in (409, 422)
    assert not Subscription.objects.exists()


def test_strangers_find_no_customer_and_the_same_key_orders_once(api, signed_in, buyer, bundle, listings):
    other = signed_in(Role.OWNER, organisation=customer().organisation)
    assert pointers(send(other, "post", ORDERS, chosen(buyer, bundle, listings))) == ["/customer"]
    assert send(Client(), "post", ORDERS, chosen(buyer, bundle, listings)).status_code == 401
    for _ in range(2):
        answer = send(api, "post", ORDERS, chosen(buyer, bundle, listings), **{"Idempotency-Key": "once"})
        assert answer.status_code == 201
    assert Subscription.objects.count() == 1
