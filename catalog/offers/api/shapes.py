"""What goes in and out: offers, plans and categories as JSON."""

from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from catalog.offers import rules
from catalog.offers.api.contracts import ContractField, ContractSerializer
from catalog.offers.logos import logo_json
from catalog.offers.models import Category, Offer, Plan
from catalog.offers.screenshots import screenshot_json
from catalog.pricing import schemes
from catalog.pricing.checks import LONGEST_UNIT
from catalog.pricing.wording import price_json
from core.periods import Interval
from core.web.serializers import Currency, MoneySerializer, StrictSerializer, Text, Whole


class ScreenshotInput(StrictSerializer):
    """One screenshot: a new upload, or a picture that the offer shows already."""

    upload = serializers.UUIDField(required=False, help_text="A completed upload of the purpose media, PNG or JPEG")
    picture = serializers.RegexField(
        r"^[0-9a-f]{64}$", required=False, help_text="`picture` of a screenshot that this offer has already"
    )
    alt = Text(max_length=rules.ALT, help_text="What is to be seen, for those who do not see it")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take exactly one of the two. Raises ValidationError."""
        if ("upload" in attrs) == ("picture" in attrs):
            raise serializers.ValidationError("Name either an upload or a picture that the offer has already.")
        return attrs


class Terms(serializers.DictField):
    """The terms of a price; each scheme says in its JSON Schema what they hold."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return the terms. Raises ValidationError."""
        if not isinstance(data, dict):
            raise serializers.ValidationError("Send an object, such as {“amount”: “12.50”}.", code="not-an-object")
        return data


class OfferChanges(StrictSerializer):
    """What may be changed of an offer."""

    name = Text(max_length=rules.NAME)
    summary = Text(max_length=rules.SUMMARY)
    description = Text(max_length=rules.DESCRIPTION, allow_blank=True, required=False)
    translations = Terms(
        required=False,
        help_text="In further languages, for who reads in them: {“fr”: {“summary”: “…”, “description”: “…”}}",
    )
    website = Text(max_length=rules.WEBSITE, allow_blank=True, required=False, help_text="https:// or http://")
    source_note = Text(
        max_length=rules.SOURCE_NOTE,
        allow_blank=True,
        required=False,
        help_text="Whom to name, and under which licence, where this text is shown",
    )
    categories = serializers.ListField(
        child=Text(max_length=60), max_length=rules.MOST_CATEGORIES, required=False, help_text="Slugs"
    )
    tags = serializers.ListField(
        child=Text(max_length=100),
        max_length=100,
        required=False,
        help_text="At most ten of 2 to 30 characters; they are kept in small letters, with hyphens between words",
    )
    integrations = serializers.ListField(
        child=Text(max_length=40),
        max_length=100,
        required=False,
        help_text="Codes of GET /api/v1/integrations",
    )
    data_locations = serializers.ListField(
        child=Text(max_length=3),
        max_length=300,
        required=False,
        help_text="Where data of customers is kept: codes of GET /api/v1/data-locations",
    )
    data_classes = serializers.ListField(
        child=serializers.ChoiceField(choices=rules.DATA_CLASSES),
        max_length=len(rules.DATA_CLASSES),
        required=False,
        help_text="The data of customers that it handles; what is asked of the offer depends on it",
    )
    logo = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="A completed upload of the purpose media, PNG or JPEG; it is written anew. null takes it away",
    )
    screenshots = ScreenshotInput(  # type: ignore[call-arg]
        many=True,
        max_length=rules.MOST_SCREENSHOTS,
        required=False,
        help_text="All of them, in the order in which they are shown; what is left out is taken away",
    )
    video_url = Text(
        max_length=rules.WEBSITE, allow_blank=True, required=False, help_text="https:// only; linked, never embedded"
    )

    kind = serializers.ChoiceField(
        choices=rules.KINDS, required=False, help_text="A product stands by itself; an add-on complements others"
    )
    compatibility = ContractField(
        required=False,
        help_text="What an add-on works with, needs, and is not to be held with: offers by their ids. {} for nothing",
    )


class OfferDraft(OfferChanges):
    """A new offer."""

    partner = serializers.UUIDField()


class PriceTermsInput(StrictSerializer):
    """What a price is made of."""

    scheme = serializers.ChoiceField(choices=sorted(schemes.SCHEMES), help_text="How the price is computed")
    currency = Currency(help_text="ISO 4217")
    interval = serializers.ChoiceField(choices=[interval.value for interval in Interval])
    terms = Terms(help_text="As the schema of the scheme says, see GET /api/v1/pricing-schemes: {“amount”: “12.50”}")
    unit = Text(
        max_length=LONGEST_UNIT,
        required=False,
        allow_blank=True,
        help_text="What a quantity counts, such as “GB”, where the scheme counts units",
    )
    meter = Terms(
        required=False,
        allow_null=True,
        help_text="How usage is measured: {“aggregation”: “sum”, “field”: “gigabytes”}; null where it is ordered",
    )
    conditions = Terms(
        required=False, help_text="The terms of each condition by its code: {“trial”: {“days”: 14}}; {} for none"
    )


class PlanChanges(PriceTermsInput):
    """What may be changed of a plan. Another price counts for new customers, once a new version is live."""

    name = Text(max_length=rules.PLAN_NAME)
    position = Whole(min_value=0, max_value=rules.LAST_POSITION, required=False, help_text="Order among the plans")
    visibility = serializers.ChoiceField(
        choices=rules.VISIBILITIES,
        required=False,
        help_text="public: for everybody; private: for you, staff, and the customers whom you name by an agreed price"
        " or an invitation",
    )
    stands_in_for = Text(
        max_length=rules.PLAN_CODE,
        allow_blank=True,
        required=False,
        help_text="The code of the public plan that a private one is compared with for its customers",
    )


class PlanDraft(PlanChanges):
    """A new plan."""

    code = Text(max_length=rules.PLAN_CODE, validators=[RegexValidator(rules.PLAN_CODE_PATTERN, rules.PLAN_CODE_SAID)])


class PriceSerializer(serializers.Serializer):
    """What a plan costs for one interval."""

    scheme = serializers.CharField()
    interval = serializers.CharField()
    currency = serializers.CharField()
    terms = serializers.DictField()
    unit = serializers.CharField(allow_null=True, help_text="What a quantity counts; null for a fixed amount")
    meter = serializers.DictField(allow_null=True, help_text="How usage is measured; null where a quantity is ordered")
    conditions = serializers.DictField(help_text="The terms of each condition by its code")
    unit_price = MoneySerializer(help_text="Of one unit, or the fixed amount; not rounded")
    sentence = serializers.CharField(help_text="In the language of Accept-Language: “€12.50 per seat and month”")
    steps = serializers.ListField(child=serializers.CharField(), help_text="The tiers and cells, a sentence each")
    more = serializers.ListField(child=serializers.CharField(), help_text="The conditions, a sentence each")


class PlanSerializer(serializers.Serializer):
    """A plan of an offer."""

    id = serializers.UUIDField()
    offer = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    position = serializers.IntegerField()
    visibility = serializers.ChoiceField(choices=rules.VISIBILITIES)
    stands_in_for = serializers.CharField(help_text="The code of a public plan; empty for none")
    price_id = serializers.UUIDField()
    price = PriceSerializer()
    retired_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class PlansSerializer(serializers.Serializer):
    """All plans of an offer, in their order."""

    results = PlanSerializer(many=True)


class LogoSerializer(serializers.Serializer):
    """A picture by which people recognise the offer."""

    url = serializers.CharField(help_text="On this site; always the same picture")
    width = serializers.IntegerField(help_text="Pixels")
    height = serializers.IntegerField(help_text="Pixels")
    bytes = serializers.IntegerField()


class ScreenshotSerializer(LogoSerializer):
    """A picture of the offer at work."""

    picture = serializers.CharField(help_text="The name of the picture, to keep it in a later change of the offer")
    alt = serializers.CharField(help_text="What is to be seen")


class OfferSerializer(serializers.Serializer):
    """An offer as its partner describes it."""

    id = serializers.UUIDField()
    partner = serializers.UUIDField()
    name = serializers.CharField()
    summary = serializers.CharField()
    description = serializers.CharField()
    translations = serializers.DictField(help_text="Summary and description by further languages")
    website = serializers.CharField()
    source_note = serializers.CharField()
    categories = serializers.ListField(child=serializers.CharField())
    tags = serializers.ListField(child=serializers.CharField())
    integrations = serializers.ListField(child=serializers.CharField())
    data_classes = serializers.ListField(child=serializers.CharField())
    data_locations = serializers.ListField(child=serializers.CharField())
    logo = LogoSerializer(allow_null=True)
    screenshots = ScreenshotSerializer(many=True)
    video_url = serializers.CharField()
    kind = serializers.ChoiceField(choices=rules.KINDS)
    compatibility = ContractSerializer()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class OfferPageSerializer(serializers.Serializer):
    """A page of offers."""

    results = OfferSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


class CategorySerializer(serializers.Serializer):
    """A category of the catalogue."""

    slug = serializers.CharField()
    name = serializers.CharField(help_text="In the language of Accept-Language")
    position = serializers.IntegerField()


def offer_json(offer: Offer) -> dict[str, Any]:
    """Return an offer as the API shows it."""
    return {
        "id": offer.pk,
        "partner": offer.partner_id,
        "name": offer.name,
        "summary": offer.summary,
        "description": offer.description,
        "website": offer.website,
        "source_note": offer.source_note,
        "categories": offer.categories,
        "tags": offer.tags,
        "integrations": offer.integrations,
        "data_classes": offer.data_classes,
        "data_locations": offer.data_locations,
        "logo": logo_json(offer.logo),
        "screenshots": [screenshot_json(shot) for shot in offer.screenshots],
        "video_url": offer.video_url,
        "translations": offer.translations,
        "kind": offer.kind,
        "compatibility": offer.contract.said(),
        "created_at": offer.created_at,
        "version": offer.version,
    }


def plan_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as the API shows it; its price is loaded with it."""
    price = plan.price
    return {
        "id": plan.pk,
        "offer": plan.offer_id,
        "code": plan.code,
        "name": plan.name,
        "position": plan.position,
        "visibility": plan.visibility,
        "stands_in_for": plan.stands_in_for,
        "price_id": plan.price_id,
        "price": price_json(price.rule),
        "retired_at": plan.retired_at,
        "version": plan.version,
    }


def category_json(category: Category) -> dict[str, Any]:
    """Return a category as the API shows it."""
    return {"slug": category.slug, "name": category.shown_name, "position": category.position}
