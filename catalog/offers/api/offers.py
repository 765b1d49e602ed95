"""REST v1: offers."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.offers import actions
from catalog.offers.api.examples import EXAMPLE_CONTRACT, EXAMPLE_OFFER
from catalog.offers.api.shapes import (
    OfferChanges,
    OfferDraft,
    OfferPageSerializer,
    OfferSerializer,
    offer_json,
)
from catalog.offers.logos import logo_of
from catalog.offers.models import Offer
from catalog.offers.screenshots import screenshot_of
from core import clock
from core.accounts.principals import Principal
from core.refusals import Invalid
from core.storage.models import Upload
from core.web.access import Needs
from core.web.addressing import asked_ids, named, one
from core.web.conditional import expected_version, version_tag
from core.web.history import HistoryView
from core.web.pagination import paginate
from core.web.serializers import read
from core.web.views import ApiView
from partners.organisations.models import Partner


class OffersView(ApiView):
    """All offers that one may see."""

    access = {"GET": Needs("offers:read"), "POST": Needs("offers:write")}

    @extend_schema(
        summary="List offers",
        parameters=[OpenApiParameter("partner", OpenApiTypes.UUID, description="Only this partner's offers")],
        responses=OfferPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Answer a page, newest first."""
        offers = Offer.objects.visible_to(self.principal).filter(**asked_ids(request, "partner"))
        return paginate(request, offers, offer_json)

    @extend_schema(
        summary="Draft an offer",
        request=OfferDraft,
        responses={201: OfferSerializer},
        examples=[OpenApiExample("A board", EXAMPLE_OFFER, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Draft an offer; nobody else sees it until a version of it is published."""
        values = read(OfferDraft, request.data)
        partner = named(Partner.objects.visible_to(self.principal), "partner", values.pop("partner"))
        self.principal.require("offers:write", partner.organisation_id)
        _keep_pictures(values, self.principal, partner)
        offer = actions.draft_offer(partner=partner, **values, actor=self.principal.actor, at=clock.now())
        headers = {"Location": f"/api/v1/offers/{offer.pk}", "ETag": version_tag(offer.version)}
        return Response(offer_json(offer), status=201, headers=headers)


class OfferView(ApiView):
    """One offer."""

    access = {"GET": Needs("offers:read"), "PATCH": Needs("offers:write")}

    @extend_schema(summary="Show an offer", responses=OfferSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the draft."""
        offer = one(Offer.objects.visible_to(self.principal), pk=id)
        return Response(offer_json(offer), headers={"ETag": version_tag(offer.version)})

    @extend_schema(
        summary="Change an offer",
        request=OfferChanges(partial=True),
        responses=OfferSerializer,
        examples=[
            OpenApiExample("Another summary", {"summary": "Boards for calm teams."}, request_only=True),
            OpenApiExample("An add-on", {"kind": "add_on", "compatibility": EXAMPLE_CONTRACT}, request_only=True),
        ],
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Change the named fields of the draft; what is live stays until a new version is approved."""
        offer = one(Offer.objects.visible_to(self.principal).select_related("partner"), pk=id)
        self.principal.require("offers:write", offer.partner.organisation_id)
        version = expected_version(request, offer.version)
        changes = read(OfferChanges, request.data, partial=True)
        _keep_pictures(changes, self.principal, offer.partner, offer.screenshots)
        offer = actions.change_offer(
            offer=offer, version=version, changes=changes, actor=self.principal.actor, at=clock.now()
        )
        return Response(offer_json(offer), headers={"ETag": version_tag(offer.version)})


def _keep_pictures(
    values: dict[str, Any], principal: Principal, partner: Partner, shown: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Put pictures that are kept in the place of the uploads that were named; `shown` are the screenshots there are.

    Raises Invalid, which names the upload, and what `keep_picture` raises.
    """
    ours = Upload.objects.visible_to(principal).filter(organisation_id=partner.organisation_id)
    if values.get("logo") is not None:
        values["logo"] = logo_of(named(ours, "logo", values["logo"]))
    kept = {shot["sha256"]: shot for shot in shown}
    for number, shot in enumerate(values.get("screenshots", ())):
        where = f"screenshots/{number}"
        if "upload" in shot:
            upload = named(ours, f"{where}/upload", shot["upload"])
            values["screenshots"][number] = screenshot_of(upload, alt=shot["alt"])
        elif shot["picture"] in kept:
            values["screenshots"][number] = {**kept[shot["picture"]], "alt": shot["alt"]}
        else:
            raise Invalid.field(f"{where}/picture", "The offer does not show this picture.", code="unknown-reference")


class OfferHistoryView(HistoryView):
    """The story of an offer, its plans and its versions."""

    kind = "offer"
    access = {"GET": Needs("offers:read")}

    def rows(self, principal: Principal) -> QuerySet[Offer]:
        """Return the offers that the principal may see."""
        return Offer.objects.visible_to(principal)
