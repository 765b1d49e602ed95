"""REST v1: what another price of a plan would do to those who hold it."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.offers.api.shapes import Terms
from catalog.pricing import schemes
from catalog.pricing.checks import LONGEST_UNIT, check_price
from catalog.pricing.rule import PRICED_BY, Rule
from core.money import Money
from core.periods import Interval
from core.refusals import Invalid
from core.web.access import Needs
from core.web.serializers import Currency, MoneySerializer, StrictSerializer, Text, money_json, read
from core.web.views import ApiView
from marketplace.calculator.effect import Effect, Moved, effect
from marketplace.calculator.queries import holdings_of, plan_of


class OtherPriceInput(StrictSerializer):
    """Another price; what is not named is as the draft of the plan has it."""

    scheme = serializers.ChoiceField(choices=sorted(schemes.SCHEMES), required=False)
    currency = Currency(required=False)
    interval = serializers.ChoiceField(choices=[interval.value for interval in Interval], required=False)
    terms = Terms(required=False)
    unit = Text(max_length=LONGEST_UNIT, required=False, allow_blank=True)
    meter = Terms(required=False, allow_null=True)
    conditions = Terms(required=False)


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
        request=OtherPriceInput,
        responses=EffectSerializer,
        examples=[OpenApiExample("Half a euro more", {"terms": {"amount": "4.50"}}, request_only=True)],
    )
    def post(self, request: Request, id: UUID, plan_id: UUID) -> Response:
        """Answer sums, never a name."""
        plan = plan_of(self.principal, id, plan_id)
        self.principal.require("offers:read", plan.offer.partner.organisation_id)
        said = plan.price.rule.said() | read(OtherPriceInput, request.data)
        errors = [
            {"pointer": error.pointer, "code": error.code, "detail": error.detail}
            for error in check_price(**{field: said[field] for field in PRICED_BY})
        ]
        if errors:
            raise Invalid("The price cannot be used; “errors” names each value and what to do.", errors=errors)
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
