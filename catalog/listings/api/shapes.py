"""What goes in and out: listing versions, changes between them, and listings as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from rest_framework import serializers

from catalog.listings import findings
from catalog.listings.api.compatibility import ShownContractSerializer, changed_side, contract_json, named_in
from catalog.listings.api.prices import ListedPlanSerializer, listed_plan_json
from catalog.listings.api.requirements import HeldToSerializer
from catalog.listings.content import UNSAID, Content, contract_of, kind_of, text_in
from catalog.listings.diff import Change
from catalog.listings.models import LISTING_MOVES, VERSION_MOVES, Listing, ListingVersion
from catalog.listings.ratings import Rating
from catalog.listings.related import Related, related
from catalog.listings.shown import ShownListing
from catalog.offers.api.shapes import (
    CategorySerializer,
    ContractSerializer,
    LogoSerializer,
    PriceSerializer,
    ScreenshotSerializer,
    category_json,
)
from catalog.offers.logos import logo_json
from catalog.offers.rules import KINDS
from catalog.offers.screenshots import screenshot_json
from catalog.pricing.rule import Rule
from catalog.pricing.wording import price_json
from core.web.serializers import StrictSerializer, Text


class FindingInput(StrictSerializer):
    """One thing that has to change."""

    about = serializers.ChoiceField(choices=findings.ABOUT)
    detail = Text(max_length=findings.LONGEST_DETAIL)


class DecisionInput(StrictSerializer):
    """What staff decide."""

    outcome = serializers.ChoiceField(choices=["approve", "request_changes"])
    findings = FindingInput(many=True, required=False, max_length=findings.MOST_FINDINGS)  # type: ignore[call-arg]
    goes_live_at = serializers.DateTimeField(
        required=False, help_text="With an approval: when it goes live, within a year; at once where it is left out"
    )


class WithdrawalInput(StrictSerializer):
    """Why it is withdrawn or retired."""

    reason = Text(max_length=500, allow_blank=True, required=False, default="")


class VersionFindingSerializer(serializers.Serializer):
    """One thing that has to change."""

    about = serializers.CharField()
    detail = serializers.CharField()


class ShownPlanSerializer(serializers.Serializer):
    """A plan as a version says it."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    price_id = serializers.UUIDField()
    price = PriceSerializer()


class ContentSerializer(serializers.Serializer):
    """What a version says."""

    name = serializers.CharField()
    summary = serializers.CharField()
    description = serializers.CharField()
    translations = serializers.DictField(help_text="Summary and description by further languages")
    website = serializers.CharField()
    source_note = serializers.CharField()
    categories = serializers.ListField(child=serializers.CharField())
    data_classes = serializers.ListField(child=serializers.CharField(), help_text="The data of customers it handles")
    logo = LogoSerializer(allow_null=True)
    screenshots = ScreenshotSerializer(many=True)
    video_url = serializers.CharField(help_text="https:// only, or empty")
    kind = serializers.ChoiceField(choices=KINDS)
    compatibility = ContractSerializer()
    plans = ShownPlanSerializer(many=True)


class ChangeSerializer(serializers.Serializer):
    """One difference from the version that was live before."""

    about = serializers.CharField(help_text="A field of the content, or plans/{code}")
    kind = serializers.ChoiceField(choices=["added", "removed", "changed"])
    before = serializers.JSONField()
    after = serializers.JSONField()
    lines = serializers.ListField(child=serializers.CharField(), help_text="A line diff of a text with many lines")


class VersionSerializer(serializers.Serializer):
    """A listing version."""

    id = serializers.UUIDField()
    offer = serializers.UUIDField()
    listing = serializers.UUIDField(allow_null=True)
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=VERSION_MOVES.states)
    content = ContentSerializer()
    findings = VersionFindingSerializer(many=True)
    submitted_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    goes_live_at = serializers.DateTimeField(allow_null=True, help_text="For what it was scheduled, if it was")
    published_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class SubmittedSerializer(VersionSerializer):
    """A listing version, and how the offer stands to its requirements."""

    requirements = HeldToSerializer(
        many=True, help_text="What the offer is held to as it is now; empty for all but the newest version"
    )


class VersionDetailSerializer(SubmittedSerializer):
    """A listing version, and how it differs from the one that was live before."""

    previous = serializers.UUIDField(allow_null=True)
    changes = ChangeSerializer(many=True)


class VersionPageSerializer(serializers.Serializer):
    """A page of listing versions."""

    results = VersionSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


class PublisherSerializer(serializers.Serializer):
    """Who sells it."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    website = serializers.CharField()


class RatingSerializer(serializers.Serializer):
    """What customers' stars come to."""

    count = serializers.IntegerField(help_text="How many reviews there are")
    average = serializers.CharField(allow_null=True, help_text="To one decimal, such as “4.3”; null without a review")
    distribution = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many reviews give each number of stars, from “1” to “5”"
    )


class ListingSerializer(ContentSerializer):
    """A live listing."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    partner = PublisherSerializer()
    categories = CategorySerializer(many=True)  # type: ignore[assignment]
    compatibility = ShownContractSerializer()  # type: ignore[assignment]
    plans = ListedPlanSerializer(many=True)  # type: ignore[assignment]
    listing_version = serializers.UUIDField()
    number = serializers.IntegerField()
    first_published_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField()
    rating = RatingSerializer()
    retired_at = serializers.DateTimeField(
        allow_null=True, help_text="Since when it is not sold any more; who holds it keeps it"
    )
    is_public = serializers.BooleanField(
        help_text="Whether anybody finds it. If not, it is shown to its partner, to staff and to who holds its plans."
    )


class ListingStateSerializer(serializers.Serializer):
    """Where a listing stands."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    state = serializers.ChoiceField(choices=LISTING_MOVES.states)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    retired_at = serializers.DateTimeField(allow_null=True)


def shown_plan_json(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return a frozen plan as the API shows it."""
    return {
        "id": plan["plan_id"],
        "code": plan["code"],
        "name": plan["name"],
        "price_id": plan["price_id"],
        "price": _price(plan),
    }


def version_json(version: ListingVersion) -> dict[str, Any]:
    """Return a version as the API shows it."""
    return {
        "id": version.pk,
        "offer": version.offer_id,
        "listing": version.listing_id,
        "number": version.number,
        "state": version.state,
        "content": UNSAID
        | version.content
        | _pictures(version.content)
        | {"kind": kind_of(version.content), "compatibility": contract_of(version.content).said()}
        | {"plans": [shown_plan_json(plan) for plan in version.content["plans"]]},
        "findings": version.findings,
        "submitted_at": version.submitted_at,
        "decided_at": version.decided_at,
        "goes_live_at": version.goes_live_at,
        "published_at": version.published_at,
        "ended_at": version.ended_at,
    }


def changes_json(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Return differences as the API shows them, with the names of other offers; one query where any is named."""
    others = related(named_in(changes))
    return [_change_json(change, others) for change in changes]


def _change_json(change: Change, others: Mapping[UUID, Related]) -> dict[str, Any]:
    """Return one difference, prices with their sentence."""
    shown = {"before": change.before, "after": change.after}
    for side, value in shown.items():
        if change.about == "logo":
            shown[side] = logo_json(value)
        elif change.about == "screenshots":
            shown[side] = (
                [*map(screenshot_json, value)] if isinstance(value, list) else value and screenshot_json(value)
            )
        elif change.about.startswith("compatibility/"):
            shown[side] = changed_side(change.about, value, others)
        elif isinstance(value, dict):
            shown[side] = shown_plan_json(value) if "plan_id" in value else _price(value)
    return {"about": change.about, "kind": change.kind, **shown, "lines": list(change.lines)}


def listing_json(shown: ShownListing) -> dict[str, Any]:
    """Return a live listing as everybody sees it."""
    channel = shown.channel.code if shown.channel else ""
    listing, version, said = shown.listing, shown.version, shown.version.content
    return {
        "id": listing.pk,
        "slug": listing.slug,
        "name": said["name"],
        "summary": text_in(said, "summary", _language()),
        "description": text_in(said, "description", _language()),
        "website": said["website"],
        "source_note": said["source_note"],
        "partner": {
            "id": listing.partner_id,
            "slug": listing.partner.slug,
            "name": listing.partner.display_name,
            "website": listing.partner.website,
        },
        "categories": [category_json(category) for category in shown.categories],
        "data_classes": said.get("data_classes", []),
        **_pictures(said),
        "video_url": said.get("video_url", ""),
        "kind": kind_of(said),
        "compatibility": contract_json(contract_of(said), shown.others),
        "plans": [
            listed_plan_json(plan, on=shown.on, channel=channel, not_alone=shown.not_alone) for plan in said["plans"]
        ],
        "listing_version": version.pk,
        "number": version.number,
        "first_published_at": listing.first_published_at,
        "published_at": listing.published_at,
        "rating": rating_json(shown.rating),
        "retired_at": listing.retired_at,
        "is_public": shown.is_public,
    }


def rating_json(rating: Rating) -> dict[str, Any]:
    """Return what the stars come to as the API shows it."""
    return {
        "count": rating.count,
        "average": None if rating.average is None else str(rating.average),
        "distribution": {str(stars): number for stars, number in reversed(rating.spread)},
    }


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


def listing_state_json(listing: Listing) -> dict[str, Any]:
    """Return where a listing stands."""
    return {
        "id": listing.pk,
        "slug": listing.slug,
        "state": listing.state,
        "withdrawn_at": listing.withdrawn_at,
        "retired_at": listing.retired_at,
    }


def _pictures(said: Content) -> dict[str, Any]:
    return {
        "logo": logo_json(said.get("logo")),
        "screenshots": [screenshot_json(shot) for shot in said.get("screenshots", ())],
    }


def _price(plan: Mapping[str, Any]) -> dict[str, Any]:
    return price_json(Rule.of(plan))
