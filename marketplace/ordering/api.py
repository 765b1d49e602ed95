"""REST v1: seeing what a basket costs, and ordering it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.channels.queries import named_channel
from core import clock
from core.accounts.principals import Principal
from core.money import Money
from core.refusals import Invalid
from core.web.access import Needs
from core.web.addressing import asked_ids, named, one
from core.web.pagination import paginate
from core.web.serializers import Amount, Currency, MoneySerializer, StrictSerializer, Text, Whole, fits_currency, read
from core.web.views import ApiView
from marketplace.billing.shapes import LineSerializer, TaxLineSerializer
from marketplace.customers.models import Customer
from marketplace.ordering import actions, quotes
from marketplace.ordering.basket import MOST_ITEMS, MOST_UNITS, Wish
from marketplace.ordering.shapes import quote_json
from marketplace.subscriptions.models import MOVES, Subscription
from marketplace.subscriptions.shapes import (
    SubscriptionDetailSerializer,
    SubscriptionPageSerializer,
    detail_json,
    subscription_json,
    to_show,
)

EXAMPLE_CUSTOMER = "01981f3e-7c00-7000-8000-000000000010"
EXAMPLE_ITEMS = [
    {"plan": "01981f3e-7c00-7000-8000-000000000021", "quantity": 1},
    {"plan": "01981f3e-7c00-7000-8000-000000000022", "quantity": 5},
]


class WishedItem(StrictSerializer):
    """A plan, and how many of it."""

    plan = serializers.UUIDField()
    quantity = Whole(min_value=1, max_value=MOST_UNITS, default=1, help_text="Seats; 1 for a flat price")


class Basket(StrictSerializer):
    """Plans of any partners, for one customer."""

    customer = serializers.UUIDField()
    items = serializers.ListField(child=WishedItem(), min_length=1, max_length=MOST_ITEMS)
    channel = Text(
        max_length=40, required=False, allow_null=True, help_text="The code of the channel at whose prices it is bought"
    )


class ExpectedTotal(StrictSerializer):
    """The gross total that was seen in the preview."""

    amount = Amount()
    currency = Currency()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse more decimals than the currency has."""
        if not fits_currency(attrs["amount"], attrs["currency"]):
            raise serializers.ValidationError({"amount": _("It has more decimals than the currency.")})
        return attrs


class Order(Basket):
    """A basket to buy, at the total that was seen."""

    expected_total = ExpectedTotal(required=False, help_text="When given, nothing is bought at another total")


class RenewalSerializer(serializers.Serializer):
    """The next day on which something is billed, and how much, as taxes are today."""

    on = serializers.DateField()
    total = MoneySerializer()


class QuoteLineSerializer(LineSerializer):
    """A line of the invoice that would follow."""

    plan = serializers.UUIDField()


class QuoteSerializer(serializers.Serializer):
    """What a basket costs: the invoice that would follow, without a number."""

    net = MoneySerializer()
    tax = MoneySerializer()
    total = MoneySerializer()
    lines = QuoteLineSerializer(many=True)
    tax_lines = TaxLineSerializer(many=True)
    renewal = RenewalSerializer(allow_null=True)
    sentence = serializers.CharField()


class PreviewView(ApiView):
    """What a basket would cost. It changes nothing, so it needs no idempotency key."""

    access = {"POST": Needs("subscriptions:read")}
    idempotency = False

    @extend_schema(
        summary="See what a basket costs before ordering it",
        request=Basket,
        responses=QuoteSerializer,
        examples=[
            OpenApiExample("Two plans", {"customer": EXAMPLE_CUSTOMER, "items": EXAMPLE_ITEMS}, request_only=True)
        ],
    )
    def post(self, request: Request) -> Response:
        """Price the basket by the functions that the invoice goes through."""
        values = read(Basket, request.data)
        customer = named(Customer.objects.visible_to(self.principal), "customer", values["customer"])
        self.principal.require("subscriptions:read", customer.organisation_id)
        channel = _channel(values, self.principal)
        quote = quotes.preview(customer=customer, basket=wishes(values), channel=channel, at=clock.now())
        return Response(quote_json(quote))


class SubscriptionsView(ApiView):
    """All subscriptions that one may see, and ordering another."""

    access = {"GET": Needs("subscriptions:read"), "POST": Needs("subscriptions:write")}

    @extend_schema(
        summary="List subscriptions",
        parameters=[
            OpenApiParameter("customer", OpenApiTypes.UUID, description="Only of this customer"),
            OpenApiParameter("state", OpenApiTypes.STR, enum=MOVES.states, description="Only in this state"),
        ],
        responses=SubscriptionPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Answer a page, newest first."""
        rows = Subscription.objects.visible_to(self.principal).filter(**asked_ids(request, "customer"))
        state = request.query_params.get("state")
        if state is not None and state not in MOVES.states:
            raise Invalid.field("state", f"Use one of: {', '.join(MOVES.states)}.")
        return paginate(request, to_show(rows.filter(state=state) if state else rows), subscription_json)

    @extend_schema(
        summary="Order a subscription",
        description="The first invoice follows within moments; it comes to the total of the preview.",
        request=Order,
        responses={201: SubscriptionDetailSerializer},
        examples=[
            OpenApiExample(
                "Two plans at the total that was seen",
                {
                    "customer": EXAMPLE_CUSTOMER,
                    "items": EXAMPLE_ITEMS,
                    "expected_total": {"amount": "39.00", "currency": "EUR"},
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """Place the order."""
        values = read(Order, request.data)
        customer = named(Customer.objects.visible_to(self.principal), "customer", values["customer"])
        self.principal.require("subscriptions:write", customer.organisation_id)
        expected, at = values.get("expected_total"), clock.now()
        placed = actions.place_order(
            customer=customer,
            basket=wishes(values),
            expected_total=Money.of(expected["amount"], expected["currency"]) if expected else None,
            channel=_channel(values, self.principal),
            actor=self.principal.actor,
            at=at,
        )
        subscription = one(to_show(Subscription.objects.select_related("customer")), pk=placed.pk)
        headers = {"Location": f"/api/v1/subscriptions/{placed.pk}"}
        return Response(detail_json(subscription, at=at), status=201, headers=headers)


def _channel(values: dict[str, Any], principal: Principal) -> str:
    channel = named_channel(values.get("channel"), principal)
    return channel.code if channel else ""


def wishes(values: dict[str, Any]) -> list[Wish]:
    """Return the basket of a request."""
    return [Wish(item["plan"], item["quantity"]) for item in values["items"]]
