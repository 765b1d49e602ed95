"""REST v1: seeing what a selection of a bundle costs a customer, and ordering it."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.bundles.models import Bundle
from catalog.bundles.rules import MOST_PARTS
from core import clock
from core.money import Money
from core.periods import Interval
from core.web.access import Needs
from core.web.addressing import named, one
from core.web.serializers import StrictSerializer, read
from core.web.views import ApiView
from marketplace.customers.models import Customer
from marketplace.ordering.api import EXAMPLE_CUSTOMER, EXAMPLE_ITEMS, ExpectedTotal, QuoteSerializer, WishedItem
from marketplace.ordering.bundled import order_bundle, preview_bundle
from marketplace.ordering.shapes import quote_json
from marketplace.subscriptions.models import Subscription
from marketplace.subscriptions.shapes import SubscriptionSerializer, subscription_json, to_show

EXAMPLE = {
    "customer": EXAMPLE_CUSTOMER,
    "bundle": "01981f3e-7c00-7000-8000-000000000030",
    "interval": "month",
    "parts": EXAMPLE_ITEMS,
}


class BundleBasket(StrictSerializer):
    """Parts of a bundle, for one customer."""

    customer = serializers.UUIDField()
    bundle = serializers.UUIDField()
    interval = serializers.ChoiceField(choices=[interval.value for interval in Interval])
    parts = serializers.ListField(child=WishedItem(), min_length=1, max_length=MOST_PARTS)


class BundleOrder(BundleBasket):
    """Parts of a bundle to buy, at the total that was seen."""

    expected_total = ExpectedTotal(required=False, help_text="When given, nothing is bought at another total")


class BundlePreviewView(ApiView):
    """What a selection of a bundle would cost. It changes nothing, so it needs no idempotency key."""

    access = {"POST": Needs("subscriptions:read")}
    idempotency = False

    @extend_schema(
        summary="See what a selection of a bundle costs before ordering it",
        request=BundleBasket,
        responses=QuoteSerializer,
        examples=[OpenApiExample("Two parts", EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Price the selection by the functions that the invoice goes through."""
        values = read(BundleBasket, request.data)
        customer = named(Customer.objects.visible_to(self.principal), "customer", values["customer"])
        self.principal.require("subscriptions:read", customer.organisation_id)
        return Response(quote_json(preview_bundle(customer=customer, **_selection(values), at=clock.now())))


class BundleOrdersView(ApiView):
    """Ordering a bundle."""

    access = {"POST": Needs("subscriptions:write")}

    @extend_schema(
        summary="Order a bundle",
        description="Its parts become the items of one subscription, each at its part of the bundle's price.",
        request=BundleOrder,
        responses={201: SubscriptionSerializer},
        examples=[OpenApiExample("Two parts", EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Place the order."""
        values = read(BundleOrder, request.data)
        customer = named(Customer.objects.visible_to(self.principal), "customer", values["customer"])
        self.principal.require("subscriptions:write", customer.organisation_id)
        expected = values.get("expected_total")
        placed = order_bundle(
            customer=customer,
            **_selection(values),
            expected_total=Money.of(expected["amount"], expected["currency"]) if expected else None,
            actor=self.principal.actor,
            at=clock.now(),
        )
        subscription = one(to_show(Subscription.objects.all()), pk=placed.pk)
        headers = {"Location": f"/api/v1/subscriptions/{placed.pk}"}
        return Response(subscription_json(subscription), status=201, headers=headers)


def _selection(values: dict[str, Any]) -> dict[str, Any]:
    """Return the bundle with what was chosen of it. Raises Invalid where the bundle is not for sale."""
    sold = Bundle.objects.for_sale(clock.now()).select_related("current")
    return {
        "bundle": named(sold, "bundle", values["bundle"]),
        "parts": [(part["plan"], part["quantity"]) for part in values["parts"]],
        "interval": Interval(values["interval"]),
    }
