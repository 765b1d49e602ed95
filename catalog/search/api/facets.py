"""REST v1: how many listings there are with each choice."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.offers.registers import integration_name, kept_in
from catalog.pricing.labels import LABELS
from catalog.search.api.parameters import CHANNEL, FILTERS, asked_for, window_for
from catalog.search.asking import RATINGS, Asked
from catalog.search.buckets import Bucket
from catalog.search.choices import Choices, choices
from catalog.search.editions import lately
from catalog.search.facets import Facets, facets
from catalog.search.holding import held_by
from catalog.search.queries import understood
from core.web.access import PUBLIC
from core.web.views import ApiView
from partners.programmes.wording import badge, language

_EXAMPLE = {
    "total": 12,
    "categories": [
        {"slug": "communication", "name": "Communication", "parent": None, "count": 9, "selected": False},
        {"slug": "communication-irc", "name": "IRC", "parent": "communication", "count": 4, "selected": False},
    ],
    "partners": [{"slug": "almanac", "name": "Almanac", "count": 3, "selected": False}],
    "schemes": [{"code": "per_seat", "name": "Per seat", "count": 7, "selected": False}],
    "prices": [{"currency": "EUR", "price_min": "5.00", "price_max": "9.99", "count": 5, "selected": False}],
    "integrations": [{"code": "rest-api", "name": "REST API", "count": 8, "selected": False}],
    "data_locations": [{"code": "FR", "name": "France", "count": 6, "selected": False}],
    "badges": [{"code": "secure", "name": "Secure", "count": 2, "selected": False}],
    "ratings": [{"least": 4, "count": 6, "selected": False}, {"least": 3, "count": 8, "selected": False}],
    "mine": None,
    "corrections": {},
}


class ChoiceSerializer(serializers.Serializer):
    """One choice of a facet."""

    count = serializers.IntegerField(help_text="The listings there are with this choice in place of the present one")
    selected = serializers.BooleanField(help_text="Whether it is the present choice")


class CategoryCountSerializer(ChoiceSerializer):
    """A category, or a heading over categories; it counts what lies under it, each listing once."""

    slug = serializers.SlugField()
    name = serializers.CharField(help_text="Its own part of the name, in the language of Accept-Language")
    parent = serializers.SlugField(  # type: ignore[assignment]
        allow_null=True, help_text="The one it lies under; parents come first"
    )


class PartnerCountSerializer(ChoiceSerializer):
    """A partner."""

    slug = serializers.SlugField()
    name = serializers.CharField()


class CodeCountSerializer(ChoiceSerializer):
    """A price model, a way to integrate, a place where data is kept, or a badge."""

    code = serializers.CharField()
    name = serializers.CharField(help_text="In the language of Accept-Language")


class PriceCountSerializer(ChoiceSerializer):
    """A price range in one currency; the three values are the filters that choose it."""

    currency = serializers.CharField()
    price_min = serializers.CharField(allow_blank=True, help_text="Empty where there is no lower end")
    price_max = serializers.CharField(allow_blank=True, help_text="Included; empty where there is no upper end")


class RatingCountSerializer(ChoiceSerializer):
    """A least average of stars."""

    least = serializers.IntegerField(help_text="The filter “rating” that chooses it")


@extend_schema_serializer(examples=[OpenApiExample("Facets", value=_EXAMPLE, response_only=True)])
class FacetsSerializer(serializers.Serializer):
    """How many listings there are, and would be with each choice."""

    total = serializers.IntegerField(help_text="The listings that fit everything given")
    categories = CategoryCountSerializer(many=True)
    partners = PartnerCountSerializer(many=True, help_text="The twenty with the most listings, and the chosen one")
    schemes = CodeCountSerializer(many=True)
    prices = PriceCountSerializer(many=True, help_text="By the price that the list shows: the lowest a month")
    integrations = CodeCountSerializer(many=True)
    data_locations = CodeCountSerializer(
        many=True, help_text="Countries where data is kept; “eu” and “eea”: nowhere outside of it"
    )
    badges = CodeCountSerializer(many=True)
    ratings = RatingCountSerializer(many=True)
    mine = ChoiceSerializer(
        allow_null=True, help_text="What works with what your organisations hold; null for who holds nothing"
    )
    corrections = serializers.DictField(child=serializers.CharField(), help_text="As in the list")


class FacetsView(ApiView):
    """The choices beside the catalogue, open to everybody."""

    access = {"GET": PUBLIC}

    @extend_schema(
        summary="Count the catalogue by category, partner, price, integration, place of data, badge and rating",
        description="Counted over the listings that fit what is given, as in the list. What is chosen in a facet does"
        " not narrow the counts of that facet itself: they say what choosing something else in its place would find.",
        parameters=[*FILTERS, CHANNEL],
        responses=FacetsSerializer,
    )
    def get(self, request: Request) -> Response:
        """Answer the counts; three statements, one for a channel, and one where it is known who asks."""
        window, held = window_for(request, self.principal), held_by(self.principal, request.query_params)
        edition, categories, pairs = lately()
        asked = asked_for(request.META["QUERY_STRING"], pages=False, window=window, held=held, pairs=pairs)
        query, corrected = understood(asked.query)
        counted = facets(query, asked.filters, edition, asked.held, asked.channel)
        return Response(
            facets_json(asked, counted, choices(categories, get_language() or "en")) | {"corrections": corrected}
        )


def facets_json(asked: Asked, counted: Facets, known: Choices) -> dict[str, Any]:
    """Return the counts as the API shows them."""
    filters = asked.filters
    return {
        "total": counted.total,
        "categories": list(_categories(counted.categories, known, filters.category)),
        "partners": list(_partners(counted, filters.partner)),
        "schemes": _coded(counted.schemes, filters.scheme, lambda code: str(LABELS[code])),
        "integrations": _coded(
            counted.integrations, filters.integration, lambda code: integration_name(code, language())
        ),
        "data_locations": _coded(counted.data_locations, filters.data_location, lambda code: kept_in(code, language())),
        "badges": _coded(counted.badges, filters.badge, badge),
        "prices": [
            {
                "currency": bucket.currency,
                "price_min": bucket.price_min,
                "price_max": bucket.price_max,
                "count": count,
                "selected": bucket == Bucket(filters.currency or "", filters.price_min, filters.price_max),
            }
            for bucket, count in counted.prices
        ],
        "ratings": [
            {
                "least": int(least),
                "count": counted.ratings.get(10 * int(least), 0),
                "selected": 10 * int(least) == filters.rating,
            }
            for least in RATINGS
        ],
        "mine": None if counted.mine is None else {"count": counted.mine, "selected": filters.mine is not None},
    }


def _categories(counts: Mapping[str, int], known: Choices, chosen: str | None) -> Iterator[dict[str, Any]]:
    counts = _with(counts, chosen)
    for slug, shelf in known.tree.items():
        if slug in counts:
            yield {
                "slug": slug,
                "name": shelf.name,
                "parent": shelf.parent,
                "count": counts[slug],
                "selected": slug == chosen,
            }


def _partners(counted: Facets, chosen: str | None) -> Iterator[dict[str, Any]]:
    for each in counted.partners:
        yield {"slug": each.value, "name": each.name, "count": each.number, "selected": each.value == chosen}
    if chosen and counted.partner and chosen not in {each.value for each in counted.partners}:
        # All that is found is of the chosen one.
        yield {"slug": chosen, "name": counted.partner, "count": counted.total, "selected": True}


def _coded(counts: Mapping[str, int], chosen: str | None, name: Callable[[str], str]) -> list[dict[str, Any]]:
    return [
        {"code": code, "name": name(code), "count": count, "selected": code == chosen}
        for code, count in sorted(_with(counts, chosen).items())
    ]


def _with(counts: Mapping[str, int], chosen: str | None) -> Mapping[str, int]:
    return {chosen: 0, **counts} if chosen else counts
