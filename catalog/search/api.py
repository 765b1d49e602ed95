"""REST v1: the list of listings."""

from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_serializer
from orjson import Fragment
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.search.asking import LARGEST_PAGE, NAMES, PAGE_SIZE, PRICE_PATTERN, read
from catalog.search.cursors import Order, encode
from catalog.search.editions import Kept, lately
from catalog.search.queries import find
from catalog.search.query import MAX_TEXT
from core.periods import Interval
from core.refusals import Invalid
from core.web.access import PUBLIC
from core.web.serializers import MoneySerializer
from core.web.views import ApiView

_EXAMPLE = {
    "results": [
        {
            "id": "0199f3a2-7c1e-7d40-9a35-3f1c2b7a9e10",
            "slug": "shared-calendar",
            "name": "Shared Calendar",
            "summary": "One calendar for the whole team.",
            "logo": None,
            "partner": {"id": "0199f3a2-7c1e-7d40-9a35-3f1c2b7a9e11", "slug": "almanac", "name": "Almanac"},
            "categories": [{"slug": "calendar-contacts", "name": "Calendar & Contacts"}],
            "from_price": {"amount": "7.50", "currency": "EUR"},
            "intervals": ["month", "year"],
            "published_at": "2026-11-02T09:30:00Z",
        }
    ],
    "next_cursor": None,
    "corrections": {"calender": "calendar"},
}


class LabelSerializer(serializers.Serializer):
    """A category."""

    slug = serializers.SlugField()
    name = serializers.CharField()


class ListingPartnerSerializer(LabelSerializer):
    """Who offers it."""

    id = serializers.UUIDField()


class ListingCardSerializer(serializers.Serializer):
    """A listing as a list shows it. The answers are written by `catalog.search.document`; this describes them."""

    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    summary = serializers.CharField()
    partner = ListingPartnerSerializer()
    logo = serializers.CharField(allow_null=True, help_text="The address of its picture on this site")
    categories = LabelSerializer(many=True)
    from_price = MoneySerializer(
        allow_null=True, help_text="Lowest price of its plans a month for one unit; a yearly one counts as a twelfth"
    )
    intervals = serializers.ListField(child=serializers.ChoiceField([interval.value for interval in Interval]))
    published_at = serializers.DateTimeField()


@extend_schema_serializer(examples=[OpenApiExample("A page", value=_EXAMPLE, response_only=True)])
class ListingPageSerializer(serializers.Serializer):
    """A page of listings."""

    results = ListingCardSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)
    corrections = serializers.DictField(
        child=serializers.CharField(), help_text="Typed words that no listing has, and what was searched for instead"
    )


_PRICE = {"type": "string", "pattern": f"^{PRICE_PATTERN}$"}


class ListingsView(ApiView):
    """The catalogue, open to everybody."""

    access = {"GET": PUBLIC}
    # Everybody sees the same list, so nobody is asked who they are.
    authentication_classes = ()

    @extend_schema(
        summary="List and search the catalogue",
        description="Everything given must fit. Ordered by relevance where words are searched for, else newest first.",
        parameters=[
            OpenApiParameter("q", {"type": "string", "maxLength": MAX_TEXT}, description="Words to search for"),
            OpenApiParameter("category", {"type": "string", "pattern": "^[-_A-Za-z0-9]{1,160}$"}, description="A slug"),
            OpenApiParameter("partner", {"type": "string", "pattern": "^[-_A-Za-z0-9]{1,160}$"}, description="A slug"),
            OpenApiParameter("price_min", _PRICE, description="Least price a month, such as 9.50"),
            OpenApiParameter("price_max", _PRICE, description="Highest price a month, such as 9.50"),
            OpenApiParameter(
                "currency",
                {"type": "string", "pattern": "^[A-Z]{3}$"},
                description="Prices in this currency; EUR where prices are compared and none is named",
            ),
            OpenApiParameter("interval", str, enum=list(Interval), description="Has a plan billed so often"),
            OpenApiParameter("order", str, enum=list(Order)),
            OpenApiParameter("cursor", str, description="“next_cursor” of the page before"),
            OpenApiParameter(
                "page_size", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
            ),
        ],
        responses=ListingPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Answer one page."""
        parameters = request.META["QUERY_STRING"]
        kept = _kept_searches if request.query_params.get("q") else _kept_lists
        return Response(kept.get(parameters, lately().edition))


def _answer(parameters: str) -> dict[str, Any]:
    given = QueryDict(parameters.encode("latin-1"))
    asked = read(given)
    errors = [*asked.errors.items()]
    errors += [(name, f"Use only: {', '.join(NAMES)}.") for name in given if name not in NAMES]
    if errors:
        raise Invalid(
            "Some parameters cannot be accepted; “errors” names each one and what to do.",
            errors=[{"pointer": f"/{name}", "code": "invalid", "detail": sentence} for name, sentence in errors],
        )
    found = find(asked)
    return {
        "results": Fragment(f"[{','.join(row.card for row in found.rows)}]"),
        "next_cursor": encode(found.following) if found.following else None,
        "corrections": found.corrected,
    }


# Apart, so that searches, of which there is no end, do not push the lists out.
_kept_lists: Kept[str, dict[str, Any]] = Kept(_answer)
_kept_searches: Kept[str, dict[str, Any]] = Kept(_answer)
