"""REST v1: the list of listings."""

from typing import Any, NamedTuple

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from orjson import Fragment
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.search.api.parameters import CHANNEL, FILTERS, PAGING, asked_for, window_for
from catalog.search.asking import Held
from catalog.search.cursors import encode
from catalog.search.editions import Kept, lately
from catalog.search.elsewhere import Pairs
from catalog.search.holding import held_by
from catalog.search.queries import find
from catalog.search.window import Window
from core.periods import Interval
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
            "rating": {"average": "4.3", "count": 12},
            "badges": ["secure"],
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


class CardRatingSerializer(serializers.Serializer):
    """What the stars of its reviews come to."""

    average = serializers.CharField(help_text="To one decimal, halves away from zero")
    count = serializers.IntegerField()


class ListingCardSerializer(serializers.Serializer):
    """A listing as a list shows it. The answers are written by `catalog.search.document`; this describes them."""

    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    summary = serializers.CharField()
    summaries = serializers.DictField(child=serializers.CharField(), help_text="By further languages")
    partner = ListingPartnerSerializer()
    logo = serializers.CharField(allow_null=True, help_text="The address of its picture on this site")
    categories = LabelSerializer(many=True)
    from_price = MoneySerializer(
        allow_null=True, help_text="Lowest price of its plans a month for one unit; a yearly one counts as a twelfth"
    )
    intervals = serializers.ListField(child=serializers.ChoiceField([interval.value for interval in Interval]))
    rating = CardRatingSerializer(allow_null=True, help_text="null where nobody has reviewed it")
    badges = serializers.ListField(child=serializers.CharField(), help_text="Those that its partner holds")
    published_at = serializers.DateTimeField()


@extend_schema_serializer(examples=[OpenApiExample("A page", value=_EXAMPLE, response_only=True)])
class ListingPageSerializer(serializers.Serializer):
    """A page of listings."""

    results = ListingCardSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)
    corrections = serializers.DictField(
        child=serializers.CharField(), help_text="Typed words that no listing has, and what was searched for instead"
    )


class ListingsView(ApiView):
    """The catalogue, open to everybody."""

    access = {"GET": PUBLIC}

    @extend_schema(
        summary="List and search the catalogue",
        description="Everything given must fit. Ordered by relevance where words are searched for, else newest first;"
        " for who holds something, what works with that comes before the rest unless an order is named.",
        parameters=[*FILTERS, CHANNEL, *PAGING],
        responses=ListingPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Answer one page; one query more for a channel, and one where it is known who asks."""
        held = held_by(self.principal, request.query_params)
        current = lately()
        window = window_for(request, self.principal)
        question = Question(request.META["QUERY_STRING"], window, held, current.pairs)
        kept = _kept_searches if held or request.query_params.get("q") else _kept_lists
        return Response(kept.get(question, current.edition))


class Question(NamedTuple):
    """Everything that a list depends on, besides the listings."""

    parameters: str
    window: Window
    held: Held
    pairs: Pairs


def _answer(question: Question) -> dict[str, Any]:
    asked = asked_for(question.parameters, pages=True, window=question.window, held=question.held, pairs=question.pairs)
    found = find(asked)
    return {
        "results": Fragment(f"[{','.join(row.card for row in found.rows)}]"),
        "next_cursor": encode(found.following) if found.following else None,
        "corrections": found.corrected,
    }


# Apart, so that searches and what single customers see, of which there is no end, do not push the lists out.
_kept_lists: Kept[Question, dict[str, Any]] = Kept(_answer)
_kept_searches: Kept[Question, dict[str, Any]] = Kept(_answer)
