"""Subscriptions as REST shows them."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import get_language
from rest_framework import serializers

from catalog.offers.compatibility import Verdict
from catalog.pricing.wording import price_json
from core.web.serializers import MoneySerializer
from marketplace.subscriptions.keeping import warnings_about
from marketplace.subscriptions.models import Item, Subscription, SubscriptionQuerySet
from marketplace.subscriptions.timeline import Span, spans
from marketplace.subscriptions.wording import state_sentence


class PartnerNameSerializer(serializers.Serializer):
    """The partner who supplies an item."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class ItemPriceSerializer(serializers.Serializer):
    """The price an item was sold at."""

    id = serializers.UUIDField()
    scheme = serializers.CharField()
    interval = serializers.CharField()
    currency = serializers.CharField()
    terms = serializers.DictField()
    unit = serializers.CharField(allow_null=True)
    unit_price = MoneySerializer()
    sentence = serializers.CharField()


class ItemSerializer(serializers.Serializer):
    """One plan in a subscription."""

    id = serializers.UUIDField()
    partner = PartnerNameSerializer()
    plan = serializers.UUIDField()
    listing_version = serializers.UUIDField()
    description = serializers.CharField()
    quantity = serializers.IntegerField()
    price = ItemPriceSerializer()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True, help_text="The day after the last")


class SubscriptionSerializer(serializers.Serializer):
    """What a customer holds."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    customer = serializers.UUIDField()
    currency = serializers.CharField()
    state = serializers.ChoiceField(choices=["active", "ending", "ended"])
    anchor_on = serializers.DateField()
    started_at = serializers.DateTimeField()
    ends_on = serializers.DateField(allow_null=True, help_text="The day after the last of its last item")
    next_bill_on = serializers.DateField(allow_null=True)
    sentence = serializers.CharField(help_text="What will become of it, in words")
    items = ItemSerializer(many=True)


class WarningSerializer(serializers.Serializer):
    """Something held that does not go together with the rest."""

    code = serializers.ChoiceField(choices=["requirement-missing", "excluded", "too-many-seats", "too-few-seats"])
    offer = serializers.UUIDField(help_text="Whose contract it goes against")
    about = serializers.ListField(child=serializers.UUIDField(), help_text="The offers held that it is about")
    missing = serializers.ListField(child=serializers.UUIDField(), help_text="The offers that are needed as well")
    detail = serializers.CharField(help_text="What, why, and what to do")


class SubscriptionDetailSerializer(SubscriptionSerializer):
    """What a customer holds, and whether it goes together with the rest that the customer holds."""

    warnings = WarningSerializer(many=True, help_text="Also about other subscriptions that rely on this one")


class SubscriptionPageSerializer(serializers.Serializer):
    """A page of subscriptions."""

    results = SubscriptionSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


def to_show(rows: SubscriptionQuerySet) -> SubscriptionQuerySet:
    """Load what `subscription_json` needs: three queries for any number of subscriptions."""
    return rows.prefetch_related(Prefetch("items", Item.objects.select_related("price")), "timeline")


def subscription_json(subscription: Subscription) -> dict[str, Any]:
    """Return a subscription as the API shows it."""
    running = spans(subscription.changes())
    return {
        "id": subscription.pk,
        "number": subscription.reference,
        "customer": subscription.customer_id,
        "currency": subscription.currency,
        "state": subscription.state,
        "anchor_on": subscription.anchor_on,
        "started_at": subscription.started_at,
        "ends_on": subscription.ends_on,
        "next_bill_on": subscription.next_bill_on,
        "sentence": state_sentence(subscription),
        "items": [_item_json(item, running.get(item.pk)) for item in subscription.items.all()],
    }


def _item_json(item: Item, span: Span | None) -> dict[str, Any]:
    price = item.price
    words = price_json(price.rule)
    return {
        "id": item.pk,
        "partner": {"id": item.partner_id, "name": item.partner_name},
        "plan": item.plan_id,
        "listing_version": item.listing_version_id,
        "description": item.description,
        "quantity": item.quantity,
        "price": {"id": price.pk, **words},
        "starts_on": span.starts_on if span else None,
        "ends_on": span.ends_on if span else None,
    }


def detail_json(subscription: Subscription, *, at: datetime) -> dict[str, Any]:
    """Return a subscription with what does not go together, in the language of the reader; two queries more."""
    language = "fr" if (get_language() or "").startswith("fr") else "en"
    return subscription_json(subscription) | {
        "warnings": [_warning_json(verdict, language) for verdict in warnings_about(subscription, at=at)]
    }


def _warning_json(verdict: Verdict, language: str) -> dict[str, Any]:
    return {
        "code": verdict.code,
        "offer": verdict.subject,
        "about": list(verdict.about),
        "missing": list(verdict.missing),
        "detail": verdict.texts[language],
    }
