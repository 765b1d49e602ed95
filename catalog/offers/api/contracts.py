"""What goes in and out: compatibility contracts as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.offers.compatibility.checks import SCHEMA, SEAT_RULES


@extend_schema_field(SCHEMA)
class ContractField(serializers.Field):
    """What an add-on says of other offers, read by the room of offers itself."""

    def to_internal_value(self, data: Any) -> Any:  # noqa: ANN401
        """Return what was sent, as it is."""
        return data

    def to_representation(self, value: Any) -> Any:  # noqa: ANN401
        """Return the contract as it is kept."""
        return value


class NeedSerializer(serializers.Serializer):
    """An offer that is needed."""

    offer = serializers.UUIDField()
    plans = serializers.ListField(child=serializers.CharField(), help_text="Codes, any of which will do; none for any")


class RequiresSerializer(serializers.Serializer):
    """What has to be held as well."""

    match = serializers.ChoiceField(choices=["all", "any"])
    offers = NeedSerializer(many=True)


class SeatsSerializer(serializers.Serializer):
    """How its quantity relates to that of a needed offer."""

    rule = serializers.ChoiceField(choices=SEAT_RULES)
    offer = serializers.UUIDField(allow_null=True)


class ContractSerializer(serializers.Serializer):
    """What an add-on says of other offers, by their ids."""

    complements = serializers.ListField(child=serializers.UUIDField())
    requires = RequiresSerializer()
    excludes = serializers.ListField(child=serializers.UUIDField())
    seats = SeatsSerializer()
