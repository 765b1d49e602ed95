"""REST v1: submitting an offer, and what becomes of its versions."""

from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.listings import actions
from catalog.listings.api.requirements import requirements_json
from catalog.listings.api.shapes import (
    DecisionInput,
    SubmittedSerializer,
    VersionDetailSerializer,
    VersionPageSerializer,
    VersionSerializer,
    changes_json,
    version_json,
)
from catalog.listings.diff import diff
from catalog.listings.models import VERSION_MOVES, ListingVersion
from catalog.listings.policies import CATALOGUE, require_withdrawal
from catalog.listings.queries import live_version_before
from catalog.offers.models import Offer
from core import clock
from core.refusals import Invalid
from core.web.access import Needs, Staff
from core.web.addressing import one
from core.web.pagination import paginate
from core.web.serializers import read
from core.web.views import ApiView


class SubmissionView(ApiView):
    """Asking for an offer to be published."""

    access = {"POST": Needs("offers:write")}

    @extend_schema(summary="Submit an offer", request=None, responses={201: SubmittedSerializer})
    def post(self, request: Request, id: UUID) -> Response:
        """Freeze the offer as its next version, for staff to decide about, and say at once what checks found in it."""
        offer = one(Offer.objects.visible_to(self.principal).select_related("partner"), pk=id)
        self.principal.require("offers:write", offer.partner.organisation_id)
        at = clock.now()
        version = actions.submit_offer(offer=offer, actor=self.principal.actor, at=at)
        headers = {"Location": f"/api/v1/listing-versions/{version.pk}"}
        answer = version_json(version) | {"requirements": requirements_json(version, at=at)}
        return Response(answer, status=201, headers=headers)


class OfferVersionsView(ApiView):
    """All versions of an offer."""

    access = {"GET": Needs("offers:read")}

    @extend_schema(summary="List the versions of an offer", responses=VersionPageSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer a page, newest first."""
        offer = one(Offer.objects.visible_to(self.principal), pk=id)
        return paginate(request, ListingVersion.objects.filter(offer=offer), version_json)


class VersionsView(ApiView):
    """Versions of all partners, for staff."""

    access = {"GET": Staff(CATALOGUE)}

    @extend_schema(
        summary="List listing versions",
        parameters=[OpenApiParameter("state", OpenApiTypes.STR, enum=VERSION_MOVES.states)],
        responses=VersionPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Answer a page, newest first; `state=submitted` is what waits for a decision."""
        versions = ListingVersion.objects.visible_to(self.principal)
        state = request.query_params.get("state")
        if state is not None:
            if state not in VERSION_MOVES.states:
                raise Invalid.field("state", f"Use one of: {', '.join(VERSION_MOVES.states)}.")
            versions = versions.filter(state=state)
        return paginate(request, versions, version_json)


class VersionView(ApiView):
    """One version."""

    access = {"GET": Needs("offers:read")}

    @extend_schema(summary="Show a listing version and what it changes", responses=VersionDetailSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the version, its differences from the one that was live before it, and how its requirements stand."""
        version = one(ListingVersion.objects.visible_to(self.principal), pk=id)
        before = live_version_before(version)
        changes = diff(before.content if before else None, version.content)
        return Response(
            version_json(version)
            | {
                "previous": before.pk if before else None,
                "changes": changes_json(changes),
                "requirements": requirements_json(version, at=clock.now()),
            }
        )


class DecisionView(ApiView):
    """What staff decide."""

    access = {"POST": Staff(CATALOGUE)}

    @extend_schema(
        summary="Decide about a submitted version",
        request=DecisionInput,
        responses=VersionSerializer,
        examples=[
            OpenApiExample("Approve", {"outcome": "approve"}, request_only=True),
            OpenApiExample(
                "Approve for an instant to come",
                {"outcome": "approve", "goes_live_at": "2027-01-15T07:00:00Z"},
                request_only=True,
            ),
            OpenApiExample(
                "Request changes",
                {
                    "outcome": "request_changes",
                    "findings": [{"about": "summary", "detail": "Say what it does, without superlatives."}],
                },
                request_only=True,
            ),
        ],
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Put the version live, now or at an instant to come, or send it back with findings."""
        versions = ListingVersion.objects.visible_to(self.principal).select_related("offer__partner")
        version = one(versions, pk=id)
        decision = read(DecisionInput, request.data)
        findings = decision.get("findings", [])
        actor, at = self.principal.actor, clock.now()
        goes_live_at = decision.get("goes_live_at")
        if goes_live_at and decision["outcome"] != "approve":
            raise Invalid.field("goes_live_at", "What goes back does not go live: leave it out, or approve.")
        if decision["outcome"] == "request_changes":
            actions.request_changes(version=version, findings=findings, actor=actor, at=at)
        elif findings:
            raise Invalid.field("findings", "An approval has no findings: leave them out, or request changes.")
        elif goes_live_at:
            actions.schedule(version=version, goes_live_at=goes_live_at, actor=actor, at=at)
        else:
            actions.approve(version=version, actor=actor, at=at)
        return Response(version_json(version))


class VersionWithdrawalView(ApiView):
    """Taking back a submission."""

    access = {"POST": Needs("offers:write")}

    @extend_schema(summary="Withdraw a submitted or scheduled version", request=None, responses=VersionSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Take the version back before it is live."""
        versions = ListingVersion.objects.visible_to(self.principal).select_related("offer__partner")
        version = one(versions, pk=id)
        require_withdrawal(self.principal, version.offer.partner.organisation_id)
        actions.withdraw_submission(version=version, actor=self.principal.actor, at=clock.now())
        return Response(version_json(version))
