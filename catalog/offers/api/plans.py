"""REST v1: plans of an offer."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.offers import actions
from catalog.offers.api.examples import EXAMPLE_PLAN
from catalog.offers.api.shapes import (
    PlanChanges,
    PlanDraft,
    PlanSerializer,
    PlansSerializer,
    plan_json,
)
from catalog.offers.models import Offer, Plan
from core import clock
from core.web.access import Needs
from core.web.addressing import one
from core.web.conditional import expected_version, version_tag
from core.web.serializers import read
from core.web.views import ApiView


class PlansView(ApiView):
    """The plans of an offer, retired ones included."""

    access = {"GET": Needs("offers:read"), "POST": Needs("offers:write")}

    @extend_schema(summary="List the plans of an offer", responses=PlansSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer all plans: an offer has few."""
        offer = one(Offer.objects.visible_to(self.principal), pk=id)
        plans = Plan.objects.filter(offer=offer).select_related("price")
        return Response({"results": [plan_json(plan) for plan in plans]})

    @extend_schema(
        summary="Add a plan to an offer",
        request=PlanDraft,
        responses={201: PlanSerializer},
        examples=[OpenApiExample("Per seat", EXAMPLE_PLAN, request_only=True)],
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Add a plan to the draft."""
        offer = one(Offer.objects.visible_to(self.principal).select_related("partner"), pk=id)
        self.principal.require("offers:write", offer.partner.organisation_id)
        values = read(PlanDraft, request.data)
        plan = actions.add_plan(offer=offer, **values, actor=self.principal.actor, at=clock.now())
        headers = {"Location": f"/api/v1/offers/{offer.pk}/plans/{plan.pk}", "ETag": version_tag(plan.version)}
        return Response(plan_json(plan), status=201, headers=headers)


class PlanView(ApiView):
    """One plan of an offer."""

    access = {"GET": Needs("offers:read"), "PATCH": Needs("offers:write"), "DELETE": Needs("offers:write")}

    @extend_schema(summary="Show a plan", responses=PlanSerializer)
    def get(self, request: Request, id: UUID, plan_id: UUID) -> Response:
        """Answer the plan."""
        plan = self._plan(id, plan_id)
        return Response(plan_json(plan), headers={"ETag": version_tag(plan.version)})

    @extend_schema(
        summary="Change a plan",
        request=PlanChanges(partial=True),
        responses=PlanSerializer,
        examples=[OpenApiExample("Another price", {"terms": {"amount": "4.50"}}, request_only=True)],
    )
    def patch(self, request: Request, id: UUID, plan_id: UUID) -> Response:
        """Change the named fields; another price is another row, and who bought at the old one keeps it."""
        plan = self._plan(id, plan_id)
        self.principal.require("offers:write", plan.offer.partner.organisation_id)
        version = expected_version(request, plan.version)
        changes = read(PlanChanges, request.data, partial=True)
        plan = actions.change_plan(
            plan=plan, version=version, changes=changes, actor=self.principal.actor, at=clock.now()
        )
        return Response(plan_json(plan), headers={"ETag": version_tag(plan.version)})

    @extend_schema(summary="Remove a plan", responses={204: None})
    def delete(self, request: Request, id: UUID, plan_id: UUID) -> Response:
        """Leave the plan out of the next version. Once submitted, it is retired and kept for those who hold it."""
        plan = self._plan(id, plan_id)
        self.principal.require("offers:write", plan.offer.partner.organisation_id)
        actions.remove_plan(plan=plan, actor=self.principal.actor, at=clock.now())
        return Response(status=204)

    def _plan(self, offer_id: UUID, plan_id: UUID) -> Plan:
        plans = Plan.objects.visible_to(self.principal).select_related("price", "offer__partner")
        return one(plans, offer_id=offer_id, pk=plan_id)
