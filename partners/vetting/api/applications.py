"""Applications and their boards."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts.principals import Principal
from core.refusals import Invalid
from core.web.access import Needs
from core.web.addressing import asked_ids, named, one
from core.web.history import HistoryView
from core.web.pagination import paginate
from core.web.serializers import read
from core.web.views import ApiView
from partners.organisations.models import Partner
from partners.programmes.models import Programme
from partners.programmes.specs import CAPABILITIES
from partners.vetting import actions
from partners.vetting.api.serializers import (
    ApplicationPageSerializer,
    ApplicationSerializer,
    ApplyingSerializer,
    BoardSerializer,
    PartnerRequirementsSerializer,
)
from partners.vetting.api.shapes import application_json, board_json, capability_json
from partners.vetting.capabilities import capability_of
from partners.vetting.models import APPLICATION_MOVES, Application
from partners.vetting.queries import board_of

_ID = "01981f3e-7c00-7000-8000-000000000002"


class ApplicationsView(ApiView):
    """All applications that one may see."""

    access = {"GET": Needs("partner:read"), "POST": Needs("partner:write")}

    @extend_schema(
        summary="List applications",
        parameters=[
            OpenApiParameter("partner", OpenApiTypes.UUID, description="Of one partner"),
            OpenApiParameter("state", OpenApiTypes.STR, enum=APPLICATION_MOVES.states),
        ],
        responses={200: ApplicationPageSerializer},
    )
    def get(self, request: Request) -> Response:
        """Answer a page, newest first."""
        rows = Application.objects.visible_to(self.principal).select_related("partner", "programme")
        return paginate(request, _filtered(rows, request), application_json)

    @extend_schema(
        summary="Apply to a programme",
        description="What the profile shows already is checked at once; the board says what is still due.",
        request=ApplyingSerializer,
        responses={201: ApplicationSerializer},
        examples=[
            OpenApiExample("The starting programme", {"partner": _ID, "programme": "partner"}, request_only=True)
        ],
    )
    def post(self, request: Request) -> Response:
        """Open an application."""
        values = read(ApplyingSerializer, request.data)
        partner = named(Partner.objects.visible_to(self.principal), "partner", values["partner"])
        self.principal.require("partner:write", partner.organisation_id)
        programme = Programme.objects.filter(code=values["programme"]).first()
        if programme is None:
            raise Invalid.field("programme", "There is no programme with this code.", code="unknown-reference")
        application = actions.apply(partner=partner, programme=programme, actor=self.principal.actor, at=clock.now())
        headers = {"Location": f"/api/v1/applications/{application.pk}"}
        return Response(application_json(application), status=201, headers=headers)


def _filtered(rows: "QuerySet[Application]", request: Request) -> "QuerySet[Application]":
    rows = rows.filter(**asked_ids(request, "partner"))
    state = request.query_params.get("state")
    if state is not None:
        if state not in APPLICATION_MOVES.states:
            raise Invalid.field("state", f"Send one of: {', '.join(APPLICATION_MOVES.states)}.")
        rows = rows.filter(state=state)
    return rows


class ApplicationView(ApiView):
    """One application."""

    access = {"GET": Needs("partner:read")}

    @extend_schema(summary="Show an application", responses={200: ApplicationSerializer})
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the application."""
        return Response(application_json(_application(self.principal, id)))


class BoardView(ApiView):
    """The board of an application."""

    access = {"GET": Needs("partner:read")}

    @extend_schema(
        summary="Show what is due, why, and who must act",
        description="Every open entry names who must act and the next step, in the reader's language.",
        responses={200: BoardSerializer},
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the board."""
        application = _application(self.principal, id)
        return Response(board_json(application, board_of(application), at=clock.now()))


class PartnerRequirementsView(ApiView):
    """Everything a partner itself is asked."""

    access = {"GET": Needs("partner:read")}

    @extend_schema(
        summary="Show all that a partner is asked, and what it may do until when",
        description="One board for each programme it is in. Where several count, the one that allows most does.",
        responses={200: PartnerRequirementsSerializer},
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the boards."""
        partner, at = one(Partner.objects.visible_to(self.principal), pk=id), clock.now()
        rows = partner.applications.visible_to(self.principal).filter(subject_id=None).order_by("pk")
        applications = list(rows.select_related("partner__organisation", "programme"))
        return Response(
            {
                "partner": partner.pk,
                "capabilities": {name: capability_json(capability_of(partner, name, at=at)) for name in CAPABILITIES},
                "boards": [board_json(found, board_of(found), at=at) for found in applications],
            }
        )


class ApplicationHistory(HistoryView):
    """The story of an application."""

    kind = "application"
    access = {"GET": Needs("partner:read")}

    def rows(self, principal: Principal) -> QuerySet[Any]:
        """Return the applications that the principal may see."""
        return Application.objects.visible_to(principal)


def _application(principal: Principal, pk: UUID) -> Application:
    return one(Application.objects.visible_to(principal).select_related("partner__organisation", "programme"), pk=pk)
