"""Taking what waits at the desk, giving it back, handing it over."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts.roles import StaffRole
from core.web.access import Staff
from core.web.addressing import named
from core.web.serializers import read
from core.web.views import ApiView
from partners.vetting import actions
from partners.vetting.api.desk_serializers import ClaimSerializer, HandOverSerializer, ReviewersSerializer
from partners.vetting.api.evidence import assessment_at
from partners.vetting.api.shapes import claim_json
from partners.vetting.queries import reviewers


class ClaimView(ApiView):
    """The claim on one requirement of an application."""

    access = {"POST": Staff(StaffRole.VETTING), "DELETE": Staff(StaffRole.VETTING)}
    idempotency = False

    @extend_schema(
        summary="Take what waits for a reviewer",
        description="For one working day; taking it again gives another. Meanwhile nobody else decides on it.",
        request=None,
        responses={200: ClaimSerializer},
    )
    def post(self, request: Request, id: UUID, key: str) -> Response:
        """Take it."""
        assessment = assessment_at(self.principal, id, key)
        claim = actions.claim(assessment=assessment, actor=self.principal.actor, at=clock.now())
        return Response(claim_json(claim, self.principal))

    @extend_schema(summary="Give back what you have taken", responses={204: None})
    def delete(self, request: Request, id: UUID, key: str) -> Response:
        """Give it back."""
        assessment = assessment_at(self.principal, id, key)
        actions.release(assessment=assessment, actor=self.principal.actor, at=clock.now())
        return Response(status=204)


class HandOverView(ApiView):
    """Handing one requirement of an application to another reviewer."""

    access = {"POST": Staff(StaffRole.VETTING)}

    @extend_schema(
        summary="Hand what you have taken to another reviewer",
        request=HandOverSerializer,
        responses={200: ClaimSerializer},
        examples=[
            OpenApiExample(
                "To a colleague",
                {"reviewer": "01981f3e-7c00-7000-8000-000000000005", "note": "You know this register."},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, id: UUID, key: str) -> Response:
        """Hand it over."""
        assessment = assessment_at(self.principal, id, key)
        values = read(HandOverSerializer, request.data)
        claim = actions.hand_over(
            assessment=assessment,
            to=named(reviewers(), "reviewer", values["reviewer"]),
            note=values["note"],
            actor=self.principal.actor,
            at=clock.now(),
        )
        return Response(claim_json(claim, self.principal))


class ReviewersView(ApiView):
    """Everybody who may decide."""

    access = {"GET": Staff(StaffRole.VETTING)}

    @extend_schema(summary="List the people on staff who may decide", responses={200: ReviewersSerializer})
    def get(self, request: Request) -> Response:
        """Answer all of them, by name."""
        people = reviewers().order_by("name", "pk")
        return Response({"results": [{"id": person.pk, "name": str(person)} for person in people]})
