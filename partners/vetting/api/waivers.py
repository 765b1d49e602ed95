"""Waivers: asked for and approved at the desk, shown to partners."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts.principals import Principal
from core.accounts.roles import StaffRole
from core.web.access import Needs, Staff
from core.web.addressing import one
from core.web.pagination import paginate
from core.web.serializers import StrictSerializer, Text, read
from core.web.views import ApiView
from partners.vetting import actions
from partners.vetting.api.evidence import assessment_at
from partners.vetting.models import WAIVER_ENDS, Waiver, WaiverQuerySet

LONGEST_REASON = 5000


class AskingSerializer(StrictSerializer):
    """A waiver to be asked for."""

    reason = Text(max_length=LONGEST_REASON, help_text="The partner reads it")
    expires_at = serializers.DateTimeField(help_text="Within a year from now")


class WaiverSerializer(serializers.Serializer):
    """A waiver: until it expires, the requirement counts as met and nothing can be found wrong with it."""

    id = serializers.UUIDField()
    application = serializers.UUIDField()
    key = serializers.CharField()
    revision = serializers.IntegerField()
    reason = serializers.CharField()
    requested_at = serializers.DateTimeField()
    approved_at = serializers.DateTimeField(allow_null=True, help_text="Empty until somebody else has approved it")
    expires_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_as = serializers.ChoiceField(choices=WAIVER_ENDS, allow_null=True)
    yours = serializers.BooleanField(help_text="You asked for it, so somebody else approves it")


class WaiverPageSerializer(serializers.Serializer):
    """A page of waivers."""

    results = WaiverSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


def waiver_json(waiver: Waiver, principal: Principal) -> dict[str, Any]:
    """Return a waiver as the API shows it."""
    return {
        "id": waiver.pk,
        "application": waiver.assessment.application_id,
        "key": waiver.requirement.key,
        "revision": waiver.requirement.revision,
        "reason": waiver.reason,
        "requested_at": waiver.requested_at,
        "approved_at": waiver.approved_at,
        "expires_at": waiver.expires_at,
        "ended_at": waiver.ended_at,
        "ended_as": waiver.ended_as or None,
        "yours": waiver.requested_by_id == principal.actor.id,
    }


def _shown(rows: WaiverQuerySet) -> WaiverQuerySet:
    return rows.select_related("assessment", "requirement")


class WaiversView(ApiView):
    """The waivers of one requirement of an application."""

    access = {"GET": Needs("partner:read"), "POST": Staff(StaffRole.VETTING)}

    @extend_schema(summary="List the waivers of a requirement", responses={200: WaiverPageSerializer})
    def get(self, request: Request, id: UUID, key: str) -> Response:
        """Answer a page, newest first."""
        assessment = assessment_at(self.principal, id, key)
        rows = _shown(Waiver.objects.visible_to(self.principal).about(assessment))
        return paginate(request, rows, lambda waiver: waiver_json(waiver, self.principal))

    @extend_schema(
        summary="Ask for a requirement to be waived for a time",
        description="Somebody else on staff approves it. It always expires, within a year.",
        request=AskingSerializer,
        responses={201: WaiverSerializer},
        examples=[
            OpenApiExample(
                "Until the register works again",
                {"reason": "The register of the country is closed until March.", "expires_at": "2027-03-31T22:00:00Z"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, id: UUID, key: str) -> Response:
        """Ask for it."""
        application = assessment_at(self.principal, id, key).application
        values = read(AskingSerializer, request.data)
        waiver = actions.ask_for_waiver(
            application=application, key=key, **values, actor=self.principal.actor, at=clock.now()
        )
        headers = {"Location": f"/api/v1/waivers/{waiver.pk}"}
        return Response(waiver_json(waiver, self.principal), status=201, headers=headers)


class WaiverView(ApiView):
    """One waiver."""

    access = {"GET": Needs("partner:read"), "DELETE": Staff(StaffRole.VETTING)}

    @extend_schema(summary="Show a waiver", responses={200: WaiverSerializer})
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the waiver."""
        return Response(waiver_json(self._waiver(id), self.principal))

    @extend_schema(
        summary="Decline or revoke a waiver",
        description="One that is asked for is declined; one in force is revoked: its requirement is due, with grace.",
        responses={200: WaiverSerializer},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        """End it."""
        waiver = actions.end_waiver(waiver=self._waiver(id), actor=self.principal.actor, at=clock.now())
        return Response(waiver_json(waiver, self.principal))

    def _waiver(self, pk: UUID) -> Waiver:
        return one(_shown(Waiver.objects.visible_to(self.principal)), pk=pk)


class WaiverApproval(ApiView):
    """The approval of a waiver."""

    access = {"POST": Staff(StaffRole.VETTING)}

    @extend_schema(
        summary="Approve a waiver that somebody else asked for", request=None, responses={200: WaiverSerializer}
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Approve it."""
        waiver = one(_shown(Waiver.objects.visible_to(self.principal)), pk=id)
        waiver = actions.approve_waiver(waiver=waiver, actor=self.principal.actor, at=clock.now())
        return Response(waiver_json(waiver, self.principal))


class PendingWaiversView(ApiView):
    """The waivers that are asked for."""

    access = {"GET": Staff(StaffRole.VETTING)}

    @extend_schema(summary="List the waivers that wait for approval", responses={200: WaiverPageSerializer})
    def get(self, request: Request) -> Response:
        """Answer a page, newest first."""
        rows = _shown(Waiver.objects.visible_to(self.principal).open().filter(approved_at=None))
        return paginate(request, rows, lambda waiver: waiver_json(waiver, self.principal))
