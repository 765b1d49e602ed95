"""What the plans of a listing cost on a day and in a channel, as the API shows it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from rest_framework import serializers

from catalog.listings.content import is_private, stood_in_for, visibility_of
from catalog.offers.api.shapes import PriceSerializer
from catalog.offers.rules import VISIBILITIES
from catalog.pricelists.choosing import Entry, choose, next_of, prices_of
from catalog.pricelists.comparing import differences
from catalog.pricelists.queries import Agreed
from catalog.pricing.wording import price_json

if TYPE_CHECKING:
    from catalog.listings.shown import ShownListing

# So many days ahead it is said that the price changes.
DAYS_AHEAD = 60


class NextPriceSerializer(serializers.Serializer):
    """What a plan costs from a day on."""

    valid_from = serializers.DateField()
    price_id = serializers.UUIDField()
    price = PriceSerializer()


class ForYouSerializer(serializers.Serializer):
    """What was agreed with the reader's organisation."""

    organisation = serializers.UUIDField(help_text="Which of the reader's organisations accepted it")
    is_yours_alone = serializers.BooleanField(help_text="Whether the plan is private: others do not see it")
    compared_with = serializers.CharField(
        allow_null=True, help_text="The name of the plan whose list price it is compared with; null where there is none"
    )
    differences = serializers.ListField(
        child=serializers.CharField(), help_text="In what it differs from that list price, a sentence each"
    )


class SoldInSerializer(serializers.Serializer):
    """A bundle in which a plan is sold."""

    name = serializers.CharField()
    slug = serializers.CharField()


class ListedPlanSerializer(serializers.Serializer):
    """A plan as it is sold today."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    visibility = serializers.ChoiceField(
        choices=VISIBILITIES, help_text="private: shown to its partner, to staff, and to customers who were named"
    )
    price_id = serializers.UUIDField()
    price = PriceSerializer(
        help_text="What counts today for the reader, in the channel that was asked for; in the plan's currency"
    )
    next_price = NextPriceSerializer(
        allow_null=True, help_text=f"What counts next, where that begins within {DAYS_AHEAD} days"
    )
    for_you = ForYouSerializer(allow_null=True, help_text="null where nothing was agreed with the reader")
    sold_alone = serializers.BooleanField(help_text="Whether it can be ordered by itself, and not in bundles only")
    bundles = SoldInSerializer(many=True, help_text="Where it is not sold alone: the bundles in which it is")


def listed_plan_json(plan: Mapping[str, Any], shown: "ShownListing", *, channel: str) -> dict[str, Any]:
    """Return a frozen plan with the price that counts for the reader on a day; its own where no day is given."""
    bundles = shown.not_alone.get(UUID(plan["plan_id"]))
    listed = _listed(plan, shown.on, channel)
    agreed = shown.agreed.get(UUID(plan["plan_id"]))
    price = (agreed.price if agreed else None) or listed
    following = None
    if price is listed and shown.on is not None:
        base, entries = prices_of(plan)
        currency = base.rule.currency
        following = next_of(base, entries, currency=currency, channel=channel, on=shown.on, days=DAYS_AHEAD)
    return {
        "id": plan["plan_id"],
        "code": plan["code"],
        "name": plan["name"],
        "visibility": visibility_of(plan),
        "price_id": str(price.price_id),
        "price": price_json(price.rule),
        "next_price": following
        and {
            "valid_from": following[0],
            "price_id": str(following[1].price_id),
            "price": price_json(following[1].rule),
        },
        "for_you": agreed and _for_you(plan, agreed, (listed, price), shown, channel),
        "sold_alone": bundles is None,
        "bundles": [{"name": one.name, "slug": one.slug} for one in bundles or ()],
    }


def _for_you(
    plan: Mapping[str, Any], agreed: Agreed, prices: tuple[Entry, Entry], shown: "ShownListing", channel: str
) -> dict[str, Any]:
    """Say what was agreed, compared with the list price: of a private plan, with the plan it stands in for."""
    compared, (listed, price) = plan, prices
    if is_private(plan):
        found = stood_in_for(plan, shown.version.content["plans"])
        compared, listed = (found, _listed(found, shown.on, channel)) if found else ({}, price)
    return {
        "organisation": agreed.organisation_id,
        "is_yours_alone": is_private(plan),
        "compared_with": compared.get("name"),
        "differences": differences(listed.rule, price.rule),
    }


def _listed(plan: Mapping[str, Any], on: date | None, channel: str) -> Entry:
    base, entries = prices_of(plan)
    return base if on is None else choose(base, entries, currency=base.rule.currency, channel=channel, on=on)
