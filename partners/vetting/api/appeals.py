"""Appeals: raised by partners, answered at the desk."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts.roles import StaffRole
from core.web.access import Needs, Staff
from core.web.addressing import one
from core.web.pagination import cursor_of, page_size_of, paginate
from core.web.serializers import StrictSerializer, Text, read
from core.web.views import ApiView
from partners.vetting import actions
from partners.vetting.api.evidence import assessment_at
from partners.vetting.api.serializers import OpenFindingSerializer
from partners.vetting.api.shapes import finding_json
from partners.vetting.models import APPEAL_OUTCOMES, Appeal, AppealQuerySet, Application

LONGEST_STATEMENT = 5000
_FINDING = "01981f3e-7c00-7000-8000-000000000006"


class RaisingSerializer(StrictSerializer):
    """An appeal to be raised."""

    findings = serializers.ListField(
        child=serializers.UUIDField(),
        min_length=1,
        max_length=20,
        help_text="Ids of blocking findings that are open for this requirement",
    )
    statement = Text(max_length=LONGEST_STATEMENT, help_text="Why they are wrong")


class AnsweringSerializer(StrictSerializer):
    """The answer to an appeal."""

    outcome = serializers.ChoiceField(choices=APPEAL_OUTCOMES)
    answer = Text(max_length=LONGEST_STATEMENT, help_text="Why; the partner reads it")


class AppealSerializer(serializers.Serializer):
    """An appeal against findings, and its answer."""

    id = serializers.UUIDField()
    application = serializers.UUIDField()
    partner = serializers.UUIDField()
    partner_name = serializers.CharField()
    key = serializers.CharField()
    revision = serializers.IntegerField()
    evidence = serializers.UUIDField()
    findings = OpenFindingSerializer(many=True)
    statement = serializers.CharField()
    raised_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="By when a second reviewer answers: three business days")
    outcome = serializers.ChoiceField(choices=[*APPEAL_OUTCOMES, "withdrawn"], allow_null=True)
    answer = serializers.CharField(help_text="Empty while it is open")
    decided_at = serializers.DateTimeField(allow_null=True)


class AppealPageSerializer(serializers.Serializer):
    """A page of appeals."""

    results = AppealSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


def appeal_json(appeal: Appeal) -> dict[str, Any]:
    """Return an appeal that came through `_shown`."""
    assessment = appeal.assessment
    partner = assessment.application.partner
    return {
        "id": appeal.pk,
        "application": assessment.application_id,
        "partner": partner.pk,
        "partner_name": partner.display_name,
        "key": assessment.key,
        "revision": assessment.requirement.revision,
        "evidence": appeal.evidence_id,
        "findings": [finding_json(finding, assessment) for finding in appeal.findings.all()],
        "statement": appeal.statement,
        "raised_at": appeal.raised_at,
        "due_at": appeal.due_at,
        "outcome": appeal.outcome or None,
        "answer": appeal.answer,
        "decided_at": appeal.decided_at,
    }


def _shown(rows: AppealQuerySet) -> AppealQuerySet:
    return rows.select_related("assessment__requirement", "assessment__application__partner").prefetch_related(
        "findings"
    )


class AppealsView(ApiView):
    """The appeals about one requirement of an application."""

    access = {"GET": Needs("partner:read"), "POST": Needs("partner:write")}

    @extend_schema(summary="List the appeals about a requirement", responses={200: AppealPageSerializer})
    def get(self, request: Request, id: UUID, key: str) -> Response:
        """Answer a page, newest first."""
        assessment = assessment_at(self.principal, id, key)
        rows = _shown(Appeal.objects.visible_to(self.principal).filter(assessment=assessment))
        return paginate(request, rows, appeal_json)

    @extend_schema(
        summary="Appeal against findings of a refusal",
        description=(
            "Somebody else than the first reviewer answers within three business days. At most three times about the"
            " same evidence. Newer evidence withdraws an open appeal."
        ),
        request=RaisingSerializer,
        responses={201: AppealSerializer},
        examples=[
            OpenApiExample(
                "The name is the same",
                {"findings": [_FINDING], "statement": "The register writes the name in capitals; it is ours."},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, id: UUID, key: str) -> Response:
        """Raise it."""
        application: Application = assessment_at(self.principal, id, key).application
        self.principal.require("partner:write", application.partner.organisation_id)
        values = read(RaisingSerializer, request.data)
        raised = actions.appeal(application=application, key=key, **values, actor=self.principal.actor, at=clock.now())
        return Response(
            appeal_json(_shown(Appeal.objects.filter(pk=raised.pk)).get()),
            status=201,
            headers={"Location": f"/api/v1/appeals/{raised.pk}"},
        )


class AppealView(ApiView):
    """One appeal."""

    access = {"GET": Needs("partner:read")}

    @extend_schema(summary="Show an appeal and its answer", responses={200: AppealSerializer})
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the appeal."""
        return Response(appeal_json(one(_shown(Appeal.objects.visible_to(self.principal)), pk=id)))


class AppealDecisionView(ApiView):
    """The answer to an appeal."""

    access = {"POST": Staff(StaffRole.VETTING)}

    @extend_schema(
        summary="Answer an appeal",
        description=(
            "By somebody else than the reviewer who refused. “upheld”: the refusal stands. “overturned”: the findings"
            " fall. “rule_clarified”: the rule could be read in the partner's way, so they fall as well."
        ),
        request=AnsweringSerializer,
        responses={200: AppealSerializer},
        examples=[
            OpenApiExample(
                "Overturned",
                {"outcome": "overturned", "answer": "The names are the same; capitals do not matter."},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Answer it."""
        appeal = one(Appeal.objects.visible_to(self.principal).select_related("assessment"), pk=id)
        values = read(AnsweringSerializer, request.data)
        actions.decide_appeal(appeal=appeal, **values, actor=self.principal.actor, at=clock.now())
        return Response(appeal_json(_shown(Appeal.objects.filter(pk=id)).get()))


class OpenAppealsView(ApiView):
    """The appeals that wait for an answer."""

    access = {"GET": Staff(StaffRole.VETTING)}

    @extend_schema(
        summary="List the appeals that wait for an answer, oldest first",
        description="Without those of the reviewer's own decisions and organisations.",
        responses={200: AppealPageSerializer},
    )
    def get(self, request: Request) -> Response:
        """Answer a page."""
        size, cursor = page_size_of(request), cursor_of(request)
        rows = _shown(Appeal.objects.decidable_by(self.principal))
        found = list((rows.filter(pk__gt=cursor) if cursor else rows).order_by("pk")[: size + 1])
        page = found[:size]
        return Response(
            {
                "results": [appeal_json(appeal) for appeal in page],
                "next_cursor": page[-1].pk if len(found) > size else None,
            }
        )
