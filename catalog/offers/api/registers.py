"""REST v1: the registers of what offers can name."""

from collections.abc import Callable, Iterable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.offers.registers import INTEGRATIONS, PLACES, integration_name, place_name
from core.web.access import PUBLIC
from core.web.views import ApiView
from partners.programmes.wording import language


class RegisterEntrySerializer(serializers.Serializer):
    """One entry of a register."""

    code = serializers.CharField()
    name = serializers.CharField(help_text="In the language of Accept-Language")


class RegisterSerializer(serializers.Serializer):
    """All entries."""

    results = RegisterEntrySerializer(many=True)


class IntegrationsView(ApiView):
    """Ways to integrate."""

    access = {"GET": PUBLIC}

    @extend_schema(summary="List the ways to integrate", responses=RegisterSerializer)
    def get(self, request: Request) -> Response:
        """Answer all of them: they are few."""
        return Response({"results": _entries(INTEGRATIONS, integration_name)})


class DataLocationsView(ApiView):
    """Places where data of customers is kept."""

    access = {"GET": PUBLIC}

    @extend_schema(summary="List the places where data can be kept", responses=RegisterSerializer)
    def get(self, request: Request) -> Response:
        """Answer the groups of countries, then the countries of ISO 3166-1."""
        return Response({"results": _entries(PLACES, place_name)})


def _entries(codes: Iterable[str], name: Callable[[str, str], str]) -> list[dict[str, Any]]:
    return [{"code": code, "name": name(code, language())} for code in codes]
