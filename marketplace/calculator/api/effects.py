"""REST v1: what another price of a plan would do to those who hold it."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.offers.api.shapes import PriceTermsInput
from catalog.pricing.actions import refuse_prices
from catalog.pricing.rule import Rule, price_terms
from core.money import Money
from core.web.access import Needs
from core.web.serializers import MoneySerializer, money_json, read
from core.web.views import ApiView
from marketplace.calculator.effect import Effect, Moved, effect
from marketplace.calculator.queries import holdings_of, plan_of


class MovedSerializer(serializers.Serializer):
    """What some holders pay a month, and would pay."""

    holders = serializers.IntegerField()
    before = MoneySerializer()
    after = MoneySerializer()
    difference = MoneySerializer()


class BandSerializer(MovedSerializer):
    """Those who hold so many."""

    quantity_from = serializers.IntegerField()
    quantity_to = serializers.IntegerField(allow_null=True)


class EffectSerializer(serializers.Serializer):
    """What moving everybody to another price would do. Who holds the plan keeps its price."""

    total = MovedSerializer()
    bands = BandSerializer(many=True)
    dearer = serializers.IntegerField(help_text="How many would pay more")
    cheaper = serializers.IntegerField(help_text="How many would pay less")
    largest_rise_percent = serializers.CharField()
    largest_fall_percent = serializers.CharField()
    left_out = serializers.IntegerField(help_text="Who pays in another currency, or for measured usage")


class PriceEffectView(ApiView):
    """What another price would do. It changes nothing, so it needs no idempotency key."""

    access = {"POST": Needs("offers:read")}
    idempotency = False

    @extend_schema(
        operation_id="price_effect",
        summary="Say what another price of a plan would do to those who hold it",
        description="On list prices, for a month, without VAT. An empty body takes the price of the draft.",
        request=PriceTermsInput(partial=True),
        responses=EffectSerializer,
        examples=[OpenApiExample("Half a euro more", {"terms": {"amount": "4.50"}}, request_only=True)],
    )
    def post(self, request: Request, id: UUID, plan_id: UUID) -> Response:
        """Answer sums, never a name."""
        plan = plan_of(self.principal, id, plan_id)
        self.principal.require("offers:read", plan.offer.partner.organisation_id)
        said = plan.price.rule.said() | read(PriceTermsInput, request.data, partial=True)
        refuse_prices([price_terms(said)])
        rule = Rule.of(said)
        return Response(effect_json(effect(holdings_of(plan), rule), rule.currency))


def effect_json(found: Effect, currency: str) -> dict[str, Any]:
    """Return an effect as the API shows it."""
    return {
        "total": _moved_json(found.total, currency),
        "bands": [
            {"quantity_from": begin, "quantity_to": end, **_moved_json(moved, currency)}
            for begin, end, moved in found.bands
        ],
        "dearer": found.dearer,
        "cheaper": found.cheaper,
        "largest_rise_percent": f"{float(found.largest_rise):.2f}",
        "largest_fall_percent": f"{float(found.largest_fall):.2f}",
        "left_out": found.left_out,
    }


def _moved_json(moved: Moved, currency: str) -> dict[str, Any]:
    return {
        "holders": moved.holders,
        "before": money_json(Money(moved.before, currency)),
        "after": money_json(Money(moved.after, currency)),
        "difference": money_json(Money(moved.difference, currency)),
    }
