"""What comes out: bundles, versions and prices as JSON."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from catalog.bundles.models import AGREEMENT_MOVES, BUNDLE_MOVES, VERSION_MOVES, Agreement, Bundle, BundleVersion, Part
from catalog.bundles.queries import Offered, Selection
from catalog.bundles.reading import Read
from catalog.bundles.wording import EXCHANGES, ON_BREAK, WHENS, bounds_words, group_name, rule_words
from catalog.offers.api.shapes import PriceSerializer
from catalog.pricing.wording import price_json
from core.web.serializers import MoneySerializer, money_json


class GroupSerializer(serializers.Serializer):
    """A choice."""

    code = serializers.CharField()
    name = serializers.CharField(help_text="In the language of Accept-Language")
    least = serializers.IntegerField()
    most = serializers.IntegerField()
    sentence = serializers.CharField()


class BundlePriceSerializer(serializers.Serializer):
    """The price in one currency for one interval."""

    currency = serializers.CharField()
    interval = serializers.CharField()
    kind = serializers.ChoiceField(choices=["percent", "fixed"])
    value = serializers.CharField()
    sentence = serializers.CharField()


class PoliciesSerializer(serializers.Serializer):
    """What a customer may do with it later, in words."""

    cancel = serializers.CharField()
    without_a_needed_part = serializers.CharField()
    exchange = serializers.CharField()


class SellerSerializer(serializers.Serializer):
    """Who sells a part."""

    slug = serializers.CharField()
    name = serializers.CharField()


class BundlePartSerializer(serializers.Serializer):
    """A plan in a bundle."""

    plan = serializers.UUIDField()
    title = serializers.CharField()
    listing = serializers.CharField(allow_null=True, help_text="The slug of its listing")
    partner = SellerSerializer()
    role = serializers.ChoiceField(choices=["fixed", "optional", "choice"])
    group = serializers.CharField()
    sold_alone = serializers.BooleanField()
    supported_by = serializers.ChoiceField(choices=["partner", "platform"], allow_null=True)
    price = PriceSerializer()


class BundleSerializer(serializers.Serializer):
    """A bundle that is for sale."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField(help_text="In the language of Accept-Language")
    summary = serializers.CharField()
    prices = BundlePriceSerializer(many=True)
    groups = GroupSerializer(many=True)
    parts = BundlePartSerializer(many=True)
    policies = PoliciesSerializer()
    published_at = serializers.DateTimeField()
    sales_end_at = serializers.DateTimeField(allow_null=True)


class BundlePageSerializer(serializers.Serializer):
    """A page of bundles."""

    results = BundleSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


class BundleStateSerializer(serializers.Serializer):
    """Where a bundle stands."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    state = serializers.ChoiceField(choices=BUNDLE_MOVES.states)
    current = serializers.UUIDField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class SelectionLineSerializer(serializers.Serializer):
    """One part of a selection."""

    plan = serializers.UUIDField()
    title = serializers.CharField()
    quantity = serializers.IntegerField()
    list_price = MoneySerializer()
    discount = MoneySerializer()
    price = MoneySerializer()


class SelectionSerializer(serializers.Serializer):
    """What a selection costs for one interval, without VAT."""

    bundle_version = serializers.UUIDField()
    currency = serializers.CharField()
    interval = serializers.CharField()
    list_price = MoneySerializer()
    saving = MoneySerializer()
    price = MoneySerializer()
    lines = SelectionLineSerializer(many=True)


class TermsSerializer(serializers.Serializer):
    """What is proposed to a partner."""

    partner = serializers.UUIDField()
    share_kind = serializers.CharField()
    share = serializers.CharField()
    discount_borne_by = serializers.CharField(allow_null=True)
    supported_by = serializers.CharField()


class StandingSerializer(serializers.Serializer):
    """How a partner stands to a version."""

    id = serializers.UUIDField()
    partner = serializers.UUIDField()
    state = serializers.ChoiceField(choices=AGREEMENT_MOVES.states)
    reason = serializers.CharField()


class GroupTextsSerializer(GroupSerializer):
    """A choice, with its names."""

    name_fr = serializers.CharField()


class VersionSummarySerializer(serializers.Serializer):
    """A version of a bundle, in short."""

    id = serializers.UUIDField()
    bundle = serializers.UUIDField()
    slug = serializers.CharField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=VERSION_MOVES.states)
    name = serializers.CharField()
    created_at = serializers.DateTimeField()
    proposed_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    sales_end_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class BundleVersionSerializer(VersionSummarySerializer):
    """A version of a bundle with all that it says, and how its partners stand to it."""

    name_fr = serializers.CharField()
    summary = serializers.CharField()
    summary_fr = serializers.CharField()
    parts = BundlePartSerializer(many=True)
    groups = GroupTextsSerializer(many=True)
    prices = BundlePriceSerializer(many=True)
    terms = TermsSerializer(many=True)
    discount_borne_by = serializers.CharField()
    cancel_when = serializers.CharField()
    on_break = serializers.CharField()
    exchange = serializers.CharField()
    agreements = StandingSerializer(many=True)


class BundleVersionPageSerializer(serializers.Serializer):
    """A page of versions."""

    results = VersionSummarySerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


def part_json(row: Part, said: Read, slugs: Mapping[Any, str]) -> dict[str, Any]:
    """Return a part as the API shows it; plan, price and partner are loaded with it."""
    terms = said.terms.get(row.partner_id)
    return {
        "plan": row.plan_id,
        "title": row.title,
        "listing": slugs.get(row.plan.offer_id),
        "partner": {"slug": row.partner.slug, "name": row.partner.display_name},
        "role": row.role,
        "group": row.group,
        "sold_alone": row.sold_alone,
        "supported_by": terms.supported_by if terms else None,
        "price": price_json(row.price.rule),
    }


def bundle_json(offered: Offered) -> dict[str, Any]:
    """Return a bundle as everybody sees it: what of it is on sale now."""
    version = offered.said.version
    return {
        "id": offered.bundle.pk,
        "slug": offered.bundle.slug,
        "name": version.shown_name,
        "summary": version.shown_summary,
        "prices": [
            price_words_json(price)
            for price in version.prices
            if (price["currency"], price["interval"]) in offered.markets
        ],
        "groups": [group_json(group) for group in version.groups],
        "parts": [
            part_json(row, offered.said, offered.slugs) for row in offered.said.rows if row.plan_id in offered.parts
        ],
        "policies": {
            "cancel": str(WHENS[version.cancel_when]),
            "without_a_needed_part": str(ON_BREAK[version.on_break]),
            "exchange": str(EXCHANGES[version.exchange]),
        },
        "published_at": offered.bundle.published_at,
        "sales_end_at": version.sales_end_at,
    }


def price_words_json(price: Mapping[str, Any]) -> dict[str, Any]:
    """Return a price with its sentence."""
    return {**price, "sentence": rule_words(price)}


def group_json(group: Mapping[str, Any]) -> dict[str, Any]:
    """Return a choice as everybody sees it."""
    bounds = {name: group[name] for name in ("code", "least", "most")}
    return {**bounds, "name": group_name(group), "sentence": bounds_words([group["least"], group["most"]])}


def bundle_state_json(bundle: Bundle) -> dict[str, Any]:
    """Return where a bundle stands."""
    return {
        "id": bundle.pk,
        "slug": bundle.slug,
        "state": bundle.state,
        "current": bundle.current_id,
        "published_at": bundle.published_at,
        "ended_at": bundle.ended_at,
    }


def selection_json(selection: Selection) -> dict[str, Any]:
    """Return what a selection costs. Who gets how much of it is nobody's business but the partners' and ours."""
    found = selection.quote
    return {
        "bundle_version": selection.version.pk,
        "currency": found.market.currency,
        "interval": found.market.interval,
        "list_price": money_json(found.money(found.list_price)),
        "saving": money_json(found.money(found.discount)),
        "price": money_json(found.money(found.price)),
        "lines": [
            {
                "plan": line.held.part.plan_id,
                "title": line.held.part.title,
                "quantity": line.held.quantity,
                "list_price": money_json(found.money(line.list_price)),
                "discount": money_json(found.money(line.discount)),
                "price": money_json(found.money(line.net)),
            }
            for line in found.lines
        ],
    }


def version_summary_json(version: BundleVersion) -> dict[str, Any]:
    """Return a version in short; its bundle is loaded with it."""
    return {
        "id": version.pk,
        "bundle": version.bundle_id,
        "slug": version.bundle.slug,
        "number": version.number,
        "state": version.state,
        "name": version.name,
        "created_at": version.created_at,
        "proposed_at": version.proposed_at,
        "published_at": version.published_at,
        "ended_at": version.ended_at,
        "sales_end_at": version.sales_end_at,
        "version": version.version,
    }


def version_json(said: Read, slugs: Mapping[Any, str], agreements: list[Agreement]) -> dict[str, Any]:
    """Return a version with all that it says, as staff see it."""
    version = said.version
    return version_summary_json(version) | {
        "name_fr": version.name_fr,
        "summary": version.summary,
        "summary_fr": version.summary_fr,
        "parts": [part_json(row, said, slugs) for row in said.rows],
        "groups": [
            group_json(group) | {"name": group["name"], "name_fr": group["name_fr"]} for group in version.groups
        ],
        "prices": [price_words_json(price) for price in version.prices],
        "terms": version.terms,
        "discount_borne_by": version.discount_borne_by,
        "cancel_when": version.cancel_when,
        "on_break": version.on_break,
        "exchange": version.exchange,
        "agreements": [
            {"id": one.pk, "partner": one.partner_id, "state": one.state, "reason": one.reason} for one in agreements
        ],
    }
