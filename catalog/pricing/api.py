"""REST v1: how prices can be made, as JSON Schema says it."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.pricing.aggregations import AGGREGATIONS
from catalog.pricing.conditions import CONDITIONS
from catalog.pricing.labels import LABELS
from catalog.pricing.scheme import Counts
from catalog.pricing.schemes import SCHEMES
from catalog.pricing.terms import Described
from core.web.access import PUBLIC
from core.web.views import ApiView


class DescribedSerializer(serializers.Serializer):
    """Something that has terms."""

    code = serializers.CharField()
    name = serializers.CharField(help_text="In the language of Accept-Language")
    schema = serializers.DictField(help_text="The JSON Schema of its terms")


class SchemeSerializer(DescribedSerializer):
    """A way to compute a price."""

    counts = serializers.ChoiceField(
        choices=[counts.value for counts in Counts],
        help_text="What it has to know: nothing, seats, units that the plan names, amounts of money, cells of a matrix",
    )


class ConditionSerializer(DescribedSerializer):
    """What a price may add to its scheme."""

    counts = serializers.ListField(child=serializers.CharField(), help_text="The kinds of schemes it is for")
    intervals = serializers.ListField(child=serializers.CharField())


class PricingSchemesSerializer(serializers.Serializer):
    """All that a price can be made of."""

    schemes = SchemeSerializer(many=True)
    conditions = ConditionSerializer(many=True)
    aggregations = DescribedSerializer(many=True)


class PricingSchemesView(ApiView):
    """What a price can be made of."""

    access = {"GET": PUBLIC}

    @extend_schema(
        operation_id="pricing_schemes",
        summary="List pricing schemes, conditions and aggregations",
        responses=PricingSchemesSerializer,
    )
    def get(self, request: Request) -> Response:
        """Answer all of them at once, each with the schema of its terms."""
        return Response(
            {
                "schemes": [{**_json(scheme), "counts": scheme.counts.value} for scheme in SCHEMES.values()],
                "conditions": [
                    {**_json(each), "counts": _values(each.counts), "intervals": _values(each.intervals)}
                    for each in CONDITIONS.values()
                ],
                "aggregations": [_json(aggregation) for aggregation in AGGREGATIONS.values()],
            }
        )


def _json(described: Described) -> dict[str, Any]:
    return {"code": described.code, "name": str(LABELS[described.code]), "schema": described.schema}


def _values(choices: Iterable[str]) -> list[str]:
    return sorted(str(choice) for choice in choices)
