"""Prices of price lists and agreements, as REST takes and shows them."""

from typing import Any

from rest_framework import serializers

from catalog.offers.api.shapes import PriceSerializer, PriceTermsInput
from catalog.offers.models import Plan
from catalog.offers.rules import PUBLIC
from catalog.pricelists.comparing import differences
from catalog.pricelists.models import ListPrice, NegotiatedPrice
from catalog.pricing.wording import price_json
from core.web.serializers import StrictSerializer, Text


class DatedPriceInput(PriceTermsInput):
    """A price, and the days on which it counts."""

    valid_from = serializers.DateField(required=False, allow_null=True, help_text="The first day; null for always")
    valid_until = serializers.DateField(
        required=False, allow_null=True, help_text="The first day on which it does not count any more"
    )


class ListPriceInput(DatedPriceInput):
    """A price for a currency, a channel or a time."""

    channel = Text(max_length=40, required=False, allow_null=True, help_text="Its code; null for every channel")


class NegotiatedPriceInput(DatedPriceInput):
    """A price for one customer."""

    customer_name = Text(max_length=150, help_text="Whom you mean; only you read it")


class InvitationInput(StrictSerializer):
    """A customer that may have a private plan at what it costs."""

    customer_name = Text(max_length=150, help_text="Whom you mean; only you read it")
    valid_from = serializers.DateField(required=False, allow_null=True, help_text="The first day; null for always")
    valid_until = serializers.DateField(
        required=False, allow_null=True, help_text="The first day on which the customer cannot order it any more"
    )


class RedemptionInput(StrictSerializer):
    """The code that a partner gave you."""

    organisation = serializers.UUIDField()
    code = Text(max_length=80)


class ListPriceSerializer(serializers.Serializer):
    """A price of a plan beside its own."""

    id = serializers.UUIDField()
    price_id = serializers.UUIDField()
    price = PriceSerializer()
    channel = serializers.CharField(allow_null=True)
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    differences = serializers.ListField(
        child=serializers.CharField(), help_text="In what it differs from the plan's own price, a sentence each"
    )


class ListPricesSerializer(serializers.Serializer):
    """The price list of a plan."""

    results = ListPriceSerializer(many=True)


class NegotiatedPriceSerializer(serializers.Serializer):
    """A price agreed with one customer."""

    id = serializers.UUIDField()
    plan = serializers.UUIDField()
    offer_name = serializers.CharField()
    plan_name = serializers.CharField()
    customer_name = serializers.CharField(allow_null=True, help_text="null for everybody but the partner")
    organisation = serializers.UUIDField(allow_null=True, help_text="Who accepted it; null for the partner")
    is_invitation = serializers.BooleanField(help_text="Whether it is to a private plan, at whatever that costs")
    price_id = serializers.UUIDField(allow_null=True)
    price = PriceSerializer(allow_null=True, help_text="null for an invitation: it costs what the listing says")
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    differences = serializers.ListField(
        child=serializers.CharField(),
        help_text="In what it differs from the list price, a sentence each; of a private plan the listing says it",
    )


class NegotiatedWithCodeSerializer(NegotiatedPriceSerializer):
    """A price that was just offered, with the code to accept it. The code is shown once."""

    code = serializers.CharField()


class NegotiatedPageSerializer(serializers.Serializer):
    """A page of agreed prices."""

    results = NegotiatedPriceSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


def list_price_json(row: ListPrice, plan: Plan) -> dict[str, Any]:
    """Return another price of a plan as the API shows it."""
    return {
        "id": row.pk,
        "price_id": row.price_id,
        "price": price_json(row.price.rule),
        "channel": row.channel.code if row.channel else None,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "differences": differences(plan.price.rule, row.price.rule),
    }


def negotiated_json(row: NegotiatedPrice, *, as_partner: bool) -> dict[str, Any]:
    """Return an agreed price as the API shows it: to its customer without the partner's note, and the other way."""
    is_public = row.plan.visibility == PUBLIC
    return {
        "id": row.pk,
        "plan": row.plan_id,
        "offer_name": row.plan.offer.name,
        "plan_name": row.plan.name,
        "customer_name": row.customer_name if as_partner else None,
        "organisation": None if as_partner else row.organisation_id,
        "is_invitation": row.price is None,
        "price_id": row.price_id,
        "price": price_json(row.price.rule) if row.price else None,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "accepted_at": row.accepted_at,
        "ended_at": row.ended_at,
        "differences": differences(row.plan.price.rule, row.price.rule) if row.price and is_public else [],
    }
