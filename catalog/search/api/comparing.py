"""REST v1: up to four listings side by side."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.listings.api.prices import ListedPlanSerializer
from catalog.listings.api.shapes import PublisherSerializer
from catalog.listings.shown import shown_listings
from catalog.offers.api.shapes import CategorySerializer, LogoSerializer
from catalog.search.comparing import MOST_COMPARED, check_known, check_number, compared_json, may_be, named
from core import clock
from core.refusals import Invalid
from core.web.access import PUBLIC
from core.web.views import ApiView

_PARTNER = {"id": "0199f3a2-7c1e-7d40-9a35-3f1c2b7a9e11", "slug": "almanac", "name": "Almanac"}
_EXAMPLE = {
    "results": [
        {
            "id": "0199f3a2-7c1e-7d40-9a35-3f1c2b7a9e10",
            "slug": "shared-calendar",
            "name": "Shared Calendar",
            "summary": "One calendar for the whole team.",
            "logo": None,
            "partner": _PARTNER | {"website": "https://almanac.example"},
            "categories": [{"slug": "calendar-contacts", "name": "Calendar & Contacts", "position": 0}],
            "tags": ["shared-calendar"],
            "integrations": ["caldav"],
            "data_locations": ["FR"],
            "badges": ["secure"],
            "plans": [],
            "support": {"by": "Almanac", "url": "https://almanac.example"},
            "listing_version": "0199f3a2-7c1e-7d40-9a35-3f1c2b7a9e12",
            "number": 3,
            "first_published_at": "2026-11-02T09:30:00Z",
            "published_at": "2026-11-20T09:30:00Z",
            "is_public": True,
        }
    ]
}


class SupportSerializer(serializers.Serializer):
    """Who helps, and where."""

    by = serializers.CharField(help_text="The partner")
    url = serializers.CharField(help_text="The website of the offer, or of the partner")


class ComparedSerializer(serializers.Serializer):
    """What is compared of a listing."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField()
    logo = LogoSerializer(allow_null=True)
    partner = PublisherSerializer()
    categories = CategorySerializer(many=True)
    tags = serializers.ListField(child=serializers.CharField())
    integrations = serializers.ListField(child=serializers.CharField(), help_text="Codes of GET /integrations")
    data_locations = serializers.ListField(child=serializers.CharField(), help_text="Codes of GET /data-locations")
    badges = serializers.ListField(child=serializers.CharField())
    plans = ListedPlanSerializer(many=True)
    support = SupportSerializer()
    listing_version = serializers.UUIDField()
    number = serializers.IntegerField(help_text="Of the version")
    first_published_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(help_text="When the present version was published")
    is_public = serializers.BooleanField()


@extend_schema_serializer(examples=[OpenApiExample("One of them", value=_EXAMPLE, response_only=True)])
class ComparisonSerializer(serializers.Serializer):
    """The listings, in the order in which they were named."""

    results = ComparedSerializer(many=True)


class ComparisonView(ApiView):
    """Listings side by side, open to everybody."""

    access = {"GET": PUBLIC}

    @extend_schema(
        summary="Compare up to four listings",
        description="All must be there; 404 names the one that is not. A listing that is named twice counts once.",
        parameters=[
            OpenApiParameter(
                "listing",
                {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_COMPARED},
                required=True,
                explode=True,
                description="Slugs: listing=…&listing=…",
            )
        ],
        responses=ComparisonSerializer,
    )
    def get(self, request: Request) -> Response:
        """Answer them; three queries."""
        for name in request.query_params:
            if name != "listing":
                raise Invalid.field(name, "Use only: listing.")
        slugs = named(request.query_params.getlist("listing"))
        check_number(slugs)
        shown = shown_listings(may_be(slugs), principal=self.principal, at=clock.now())
        check_known(slugs, shown)
        return Response({"results": [compared_json(shown[slug]) for slug in slugs]})
