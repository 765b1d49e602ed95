"""What the plans of a listing cost on a day and in a channel, as the API shows it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from rest_framework import serializers

from catalog.listings.alone import NotAlone
from catalog.offers.api.shapes import PriceSerializer
from catalog.pricelists.choosing import choose, next_of, prices_of
from catalog.pricing.wording import price_json

# So many days ahead it is said that the price changes.
DAYS_AHEAD = 60


class NextPriceSerializer(serializers.Serializer):
    """What a plan costs from a day on."""

    valid_from = serializers.DateField()
    price_id = serializers.UUIDField()
    price = PriceSerializer()


class SoldInSerializer(serializers.Serializer):
    """A bundle in which a plan is sold."""

    name = serializers.CharField()
    slug = serializers.CharField()


class ListedPlanSerializer(serializers.Serializer):
    """A plan as it is sold today."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    price_id = serializers.UUIDField()
    price = PriceSerializer(help_text="What counts today, in the channel that was asked for; in the plan's currency")
    next_price = NextPriceSerializer(
        allow_null=True, help_text=f"What counts next, where that begins within {DAYS_AHEAD} days"
    )
    sold_alone = serializers.BooleanField(help_text="Whether it can be ordered by itself, and not in bundles only")
    bundles = SoldInSerializer(many=True, help_text="Where it is not sold alone: the bundles in which it is")


def listed_plan_json(plan: Mapping[str, Any], *, on: date | None, channel: str, not_alone: NotAlone) -> dict[str, Any]:
    """Return a frozen plan with the price that counts on a day; its own where no day is given."""
    bundles = not_alone.get(UUID(plan["plan_id"]))
    base, entries = prices_of(plan)
    currency = base.rule.currency
    price, following = base, None
    if on is not None:
        price = choose(base, entries, currency=currency, channel=channel, on=on)
        following = next_of(base, entries, currency=currency, channel=channel, on=on, days=DAYS_AHEAD)
    return {
        "id": plan["plan_id"],
        "code": plan["code"],
        "name": plan["name"],
        "price_id": str(price.price_id),
        "price": price_json(price.rule),
        "next_price": following
        and {
            "valid_from": following[0],
            "price_id": str(following[1].price_id),
            "price": price_json(following[1].rule),
        },
        "sold_alone": bundles is None,
        "bundles": [{"name": one.name, "slug": one.slug} for one in bundles or ()],
    }
