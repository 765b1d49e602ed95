"""The reviewers' desk: the queue and the decision."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts.roles import StaffRole
from core.web.access import Staff
from core.web.pagination import cursor_of, page_size_of
from core.web.serializers import read
from core.web.views import ApiView
from partners.vetting import actions
from partners.vetting.api.desk_serializers import DecisionSerializer, QueueSerializer
from partners.vetting.api.evidence import assessment_at
from partners.vetting.api.serializers import EntrySerializer
from partners.vetting.api.shapes import entry_json, queue_json
from partners.vetting.models import Assessment
from partners.vetting.queries import entry_of, queue
from partners.vetting.waiting import places

_EVIDENCE = "01981f3e-7c00-7000-8000-000000000004"
_FINDING = {
    "code": "document_too_old",
    "observed": "The extract was issued on 3 March 2024.",
    "expected": "An extract issued within the last twelve months.",
    "fix": "Order a new extract from the register and upload all its pages.",
    "severity": "medium",
    "where": "page 1",
}


class QueueView(ApiView):
    """What waits for a reviewer."""

    access = {"GET": Staff(StaffRole.VETTING)}

    @extend_schema(
        summary="List what waits for a reviewer, oldest first",
        description=(
            "Without what belongs to the reviewer's own organisations. Each says whose clock runs, for how long, who"
            " has taken it, and how fast such decisions were in the last 90 days; hours are the desk's business hours."
        ),
        responses={200: QueueSerializer},
    )
    def get(self, request: Request) -> Response:
        """Answer a page. Evidence ids are ordered by arrival, so the last one is the cursor."""
        size, cursor = page_size_of(request), cursor_of(request)
        rows = queue(Assessment.objects.decidable_by(self.principal), after=cursor)
        found = list(rows[: size + 1])
        page = found[:size]
        waiting = places(page, at=clock.now())
        return Response(
            {
                "results": [queue_json(one, waiting[one.pk], self.principal) for one in page if one.pk in waiting],
                "next_cursor": page[-1].evidence_id if len(found) > size else None,
            }
        )


class DecisionView(ApiView):
    """The decision on one requirement of an application."""

    access = {"POST": Staff(StaffRole.VETTING)}

    @extend_schema(
        summary="Accept or refuse evidence",
        description=(
            "Names the evidence that was looked at: when newer has arrived, or somebody else has decided, nothing is"
            " decided (409). A refusal brings all its findings at once, each about this requirement's revision. A later"
            " round brings up only what is open and what the partner has changed (409 finding-too-late)."
        ),
        request=DecisionSerializer,
        responses={200: EntrySerializer},
        examples=[
            OpenApiExample("Accepted", {"outcome": "accept", "evidence": _EVIDENCE}, request_only=True),
            OpenApiExample(
                "Refused", {"outcome": "refuse", "evidence": _EVIDENCE, "findings": [_FINDING]}, request_only=True
            ),
        ],
    )
    def post(self, request: Request, id: UUID, key: str) -> Response:
        """Decide."""
        assessment = assessment_at(self.principal, id, key)
        values = read(DecisionSerializer, request.data)
        actions.decide(
            assessment=assessment,
            evidence_id=values["evidence"],
            revision=values.get("revision"),
            outcome=values["outcome"],
            findings=[actions.FindingInput(**finding) for finding in values["findings"]],
            actor=self.principal.actor,
            at=clock.now(),
        )
        entry, place = entry_of(assessment.pk, at=clock.now())
        return Response(entry_json(entry, assessment.application.programme, place, at=clock.now()))
