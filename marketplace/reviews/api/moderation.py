"""REST v1: reporting words that should not stand there, and what staff decide."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts.models import User
from core.refusals import Invalid
from core.web.access import PERSON, Staff
from core.web.addressing import named, one
from core.web.pagination import paginate
from core.web.serializers import read
from core.web.views import ApiView
from marketplace.reviews import actions
from marketplace.reviews.api.shapes import (
    EXAMPLE,
    ModerationInput,
    ReportInput,
    ReportPageSerializer,
    ReportSerializer,
    ReviewSerializer,
    report_json,
    review_json,
)
from marketplace.reviews.models import MODERATED_BY, Report, Review
from marketplace.reviews.queries import with_words


class ReportsView(ApiView):
    """What was reported."""

    access = {"GET": Staff(MODERATED_BY), "POST": PERSON}

    @extend_schema(summary="List the reports that wait", responses=ReportPageSerializer)
    def get(self, request: Request) -> Response:
        """Answer a page of open reports, newest first."""
        return paginate(request, Report.objects.visible_to(self.principal).open(), report_json)

    @extend_schema(
        summary="Report a review or a reply",
        request=ReportInput,
        responses={201: ReportSerializer},
        examples=[
            OpenApiExample(
                "Advertising",
                {"review": EXAMPLE["organisation"], "about": "review", "reason": "spam"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """Report words that everybody reads. Staff look at them; nothing is hidden by the report itself."""
        values = read(ReportInput, request.data)
        review = named(Review.objects.readable().select_related("reply"), "review", values.pop("review"))
        if values["about"] == "reply" and not hasattr(review, "reply"):
            raise Invalid.field("about", "There is no reply to this review.")
        assert isinstance(self.principal.user, User)
        made = actions.report(
            review=review,
            **values,
            reported_by=self.principal.user,
            actor=self.principal.actor,
            at=clock.now(),
        )
        return Response(report_json(made), status=201)


class ModerationView(ApiView):
    """What staff decide about a review or its reply."""

    access = {"POST": Staff(MODERATED_BY)}

    @extend_schema(
        summary="Hide or restore a review or its reply, or dismiss the reports about it",
        request=ModerationInput,
        responses=ReviewSerializer,
        examples=[
            OpenApiExample("Hide", {"outcome": "hide", "reason": "It names a private person."}, request_only=True),
            OpenApiExample("Let stand", {"outcome": "dismiss"}, request_only=True),
        ],
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Decide. Author and partner are told what was hidden or restored, and why, in the same words."""
        review = one(with_words(Review.objects.visible_to(self.principal)), pk=id)
        decision = read(ModerationInput, request.data)
        about, reason, actor, at = decision["about"], decision["reason"], self.principal.actor, clock.now()
        match decision["outcome"]:
            case "hide":
                actions.hide(review=review, about=about, reason=reason, actor=actor, at=at)
            case "restore":
                actions.restore(review=review, about=about, reason=reason, actor=actor, at=at)
            case _:
                actions.dismiss_reports(review=review, about=about, actor=actor, at=at)
        return Response(review_json(review))
