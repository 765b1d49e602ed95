"""REST v1: offers in the shape of TM Forum's TMF620 Product Catalog Management."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.offers import actions, rules, tmf620
from catalog.offers.api.shapes import OfferSerializer, PlanSerializer, offer_json, plan_json
from catalog.offers.besides import other_prices
from catalog.offers.models import Offer, Plan
from catalog.offers.tmf620.reading import PLACES
from catalog.offers.tmf620.schema import SCHEMA
from catalog.offers.tmf620.values import Picture
from core import clock
from core.refusals import Invalid
from core.storage.pictures import picture_path
from core.web import json
from core.web.access import PUBLIC, Needs
from core.web.addressing import named, one
from core.web.conditional import version_tag
from core.web.parsers import ExactJSONParser
from core.web.serializers import StrictSerializer, read
from core.web.views import ApiView
from partners.organisations.models import Partner

EXAMPLE = {
    "productOffering": {
        "id": "42",
        "name": "Sea Chart",
        "description": "Charts that know the tide.",
        "@type": "ProductOffering",
    },
    "productOfferingPrice": [
        {
            "id": "43",
            "name": "Crew",
            "priceType": "recurring",
            "recurringChargePeriodType": "month",
            "recurringChargePeriodLength": 1,
            "price": {"unit": "EUR", "value": 4.5},
            "unitOfMeasure": {"amount": 1, "units": "seat"},
            "@type": "ProductOfferingPrice",
        }
    ],
}


class LeftOutSerializer(serializers.Serializer):
    """Something that is not kept, or not exported."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class TmfSerializer(serializers.Serializer):
    """An offer as three resources of TMF620 v4."""

    productOffering = serializers.DictField()  # noqa: N815 - TMF's names, here and below
    productOfferingPrice = serializers.ListField(child=serializers.DictField())  # noqa: N815
    productSpecification = serializers.DictField()  # noqa: N815
    leftOut = LeftOutSerializer(many=True, help_text="What the offer has beside, such as price lists")  # noqa: N815


class TmfImport(StrictSerializer):
    """The same, for a partner; a specification that says nothing more may be missing."""

    partner = serializers.UUIDField()
    productOffering = serializers.DictField()  # noqa: N815
    productOfferingPrice = serializers.ListField(child=serializers.DictField(), required=False)  # noqa: N815
    productSpecification = serializers.DictField(required=False)  # noqa: N815
    leftOut = serializers.JSONField(required=False, help_text="As an export says it; it changes nothing")  # noqa: N815


class KeptIdSerializer(serializers.Serializer):
    """What an id of the document is called here."""

    was = serializers.CharField()
    offer = serializers.UUIDField(allow_null=True)
    plan = serializers.UUIDField(allow_null=True)


class ImportedSerializer(serializers.Serializer):
    """What became of a document."""

    offer = OfferSerializer()
    plans = PlanSerializer(many=True)
    ids = KeptIdSerializer(many=True)
    left_out = LeftOutSerializer(many=True)


class TmfView(ApiView):
    """One offer in the shape of TMF620."""

    access = {"GET": Needs("offers:read")}

    @extend_schema(summary="Export an offer as TMF620", responses=TmfSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the draft with the plans that its next version will have; three queries."""
        offer = one(Offer.objects.visible_to(self.principal).select_related("partner"), pk=id)
        return Response(json.exact(tmf620.write(_product(offer), base_url=settings.BASE_URL)))


class TmfImportView(ApiView):
    """Offers that come in the shape of TMF620."""

    access = {"POST": Needs("offers:write")}
    parser_classes = [ExactJSONParser]

    @extend_schema(
        summary="Import an offer from TMF620",
        description="Drafts an offer with its plans. What cannot be expressed is refused by JSON pointer; what is"
        " accepted and not kept is named in `left_out`.",
        request=TmfImport,
        responses={201: ImportedSerializer},
        examples=[
            OpenApiExample(
                "A price per seat",
                {"partner": "01981f3e-7c00-7000-8000-000000000001", **EXAMPLE},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """Draft what the document says."""
        values = read(TmfImport, request.data)
        partner = named(Partner.objects.visible_to(self.principal), "partner", values.pop("partner"))
        self.principal.require("offers:write", partner.organisation_id)
        at = clock.now()
        found = tmf620.read(values, at=at)
        if found.errors:
            raise _refusal([error.said() for error in found.errors])
        try:
            offer = actions.draft_offer(
                partner=partner, **found.offer, plans=found.plans, actor=self.principal.actor, at=at
            )
        except Invalid as refusal:
            raise _refusal([_placed(error) for error in refusal.extensions.get("errors", [])]) from refusal
        plans = list(Plan.objects.filter(offer=offer).select_related("price"))
        answer = {
            "offer": offer_json(offer),
            "plans": [plan_json(plan) for plan in plans],
            "ids": _ids(found, offer, plans),
            "left_out": [error.said() for error in found.left_out],
        }
        headers = {"Location": f"/api/v1/offers/{offer.pk}", "ETag": version_tag(offer.version)}
        return Response(answer, status=201, headers=headers)


class TmfSchemaView(ApiView):
    """What we add to the types of TMF620."""

    access = {"GET": PUBLIC}

    @extend_schema(
        operation_id="tmf620_schema",
        summary="The JSON Schema of our extensions of TMF620",
        responses={200: {"type": "object", "additionalProperties": True}},
    )
    def get(self, request: Request) -> Response:
        """Answer the schema to which `@schemaLocation` points."""
        return Response(SCHEMA)


def _product(offer: Offer) -> tmf620.Product:
    plans = list(Plan.objects.filter(offer=offer).active().select_related("price"))
    others = other_prices([plan.pk for plan in plans])
    public = {plan.code for plan in plans if plan.visibility == rules.PUBLIC}
    return tmf620.Product(
        id=str(offer.pk),
        brand=offer.partner.display_name,
        name=offer.name,
        summary=offer.summary,
        description=offer.description,
        website=offer.website,
        video_url=offer.video_url,
        pictures=tuple(_pictures(offer)),
        translated_into=tuple(sorted(offer.translations)),
        source_note=offer.source_note,
        categories=tuple(offer.categories),
        tags=tuple(offer.tags),
        integrations=tuple(offer.integrations),
        data_classes=tuple(offer.data_classes),
        data_locations=tuple(offer.data_locations),
        kind=offer.kind,
        contract=offer.contract,
        version=offer.version,
        created_at=offer.created_at,
        plans=tuple(
            tmf620.SoldPlan(
                id=str(plan.pk),
                code=plan.code,
                name=plan.name,
                rule=plan.price.rule,
                created_at=plan.created_at,
                other_prices=others.get(plan.pk, 0),
                visibility=plan.visibility,
                stands_in_for=plan.stands_in_for if plan.stands_in_for in public else "",
            )
            for plan in plans
        ),
    )


def _pictures(offer: Offer) -> Iterator[Picture]:
    if offer.logo:
        yield Picture(kind="logo", path=picture_path(offer.logo["sha256"]))
    for shot in offer.screenshots:
        yield Picture(kind="screenshot", path=picture_path(shot["sha256"]), alt=shot["alt"])


def _ids(found: tmf620.Read, offer: Offer, plans: list[Plan]) -> list[dict[str, Any]]:
    """Return what the ids of the document are called here: that of the offering first."""
    offers = [{"was": found.offering_id, "offer": offer.pk, "plan": None}] if found.offering_id else []
    codes = {plan.code: plan.pk for plan in plans}
    return offers + [{"was": was, "offer": None, "plan": codes[code]} for code, was in found.price_ids.items()]


def _placed(error: Mapping[str, str]) -> dict[str, str]:
    """Say of an error in an offer where in the document it stands."""
    field, _, rest = error["pointer"].removeprefix("/").partition("/")
    detail = f"{rest}: {error['detail']}" if rest else error["detail"]
    return {**error, "pointer": PLACES.get(field, ""), "detail": detail}


def _refusal(errors: list[dict[str, str]]) -> Invalid:
    return Invalid("Not all of it can be an offer here; “errors” names each place and what to do.", errors=errors)
