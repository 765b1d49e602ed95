"""Submitting evidence, and looking at what was submitted."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts.principals import Principal
from core.refusals import NotFound
from core.storage.actions import DOWNLOAD_EXPIRES, download_link
from core.web.access import Needs
from core.web.addressing import one
from core.web.serializers import read
from core.web.views import ApiView
from partners.vetting import actions
from partners.vetting.api.serializers import (
    DownloadSerializer,
    EntrySerializer,
    EvidenceSerializer,
)
from partners.vetting.api.shapes import entry_json, evidence_json
from partners.vetting.api.submissions import EvidenceRequest, ForSeveral, offered, read_evidence
from partners.vetting.models import Application, Assessment, Evidence
from partners.vetting.queries import entry_of, newest_evidence

_SIGNED = {"person": "Ada Martin", "role": "managing director"}
_UPLOAD = "01981f3e-7c00-7000-8000-000000000003"


class EvidenceSubmission(ApiView):
    """Evidence for one requirement of an application."""

    access = {"POST": Needs("partner:write")}

    @extend_schema(
        summary="Submit evidence for a requirement",
        description=(
            "Automatic checks answer at once: the answer is the requirement's entry on the board as it stands then."
            " Where something outside has to be looked at, it is “in_check” until a few seconds later."
            " After a refusal, or while nobody has decided, newer evidence takes the place of the older one."
        ),
        request=EvidenceRequest,
        responses={201: EntrySerializer},
        examples=[
            OpenApiExample("A completed upload", {"kind": "file", "upload": _UPLOAD}, request_only=True),
            OpenApiExample(
                "A document whose age matters",
                {"kind": "file", "upload": _UPLOAD, "issued_on": "2026-03-02"},
                request_only=True,
            ),
            OpenApiExample("An address", {"kind": "url", "url": "https://atelier.example/help"}, request_only=True),
            OpenApiExample(
                "An account", {"kind": "iban", "iban": "FR14 2004 1010 0505 0001 3M02 606"}, request_only=True
            ),
            OpenApiExample("A look at what the profile names", {"kind": "probe"}, request_only=True),
            OpenApiExample("A declaration", {"kind": "declaration", "confirmed": True, **_SIGNED}, request_only=True),
            OpenApiExample("The terms", {"kind": "terms", "version": "2026-01", **_SIGNED}, request_only=True),
            OpenApiExample("The VAT id", {"kind": "vat_id", "vat_id": "FR 40 303 265 045"}, request_only=True),
        ],
    )
    def post(self, request: Request, id: UUID, key: str) -> Response:
        """Take the evidence in."""
        assessment = assessment_at(self.principal, id, key)
        application = assessment.application
        self.principal.require("partner:write", application.partner.organisation_id)
        values = read_evidence(request.data)
        actions.submit_evidence(
            application=application,
            key=key,
            evidence=offered(values, self.principal),
            name=values.get("name", ""),
            actor=self.principal.actor,
            at=clock.now(),
        )
        entry, place = entry_of(assessment.pk, at=clock.now())
        return Response(
            entry_json(entry, application.programme, place, at=clock.now()),
            status=201,
            headers={"Location": f"/api/v1/evidence/{newest_evidence(assessment.pk)}"},
        )


class SharedSubmission(ApiView):
    """One document for several requirements of an application."""

    access = {"POST": Needs("partner:write")}

    @extend_schema(
        summary="Submit one document for several requirements, all of them or none",
        description=(
            "`evidence` is a submission as for one requirement: a file, url, external_ref, conformance_run, or evidence"
            " that was submitted before. The upload and its SHA-256 are shared. What is given to one requirement only,"
            " such as a declaration, is refused."
        ),
        request=ForSeveral,
        responses={201: EntrySerializer(many=True)},
        examples=[
            OpenApiExample(
                "A report for two requirements",
                {
                    "evidence": {"kind": "file", "upload": _UPLOAD, "issued_on": "2026-03-02"},
                    "requirements": [{"key": "SEC-004", "name": "soc2_type2"}, {"key": "REL-001"}],
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Take the document in for each."""
        rows = Application.objects.visible_to(self.principal).select_related("partner", "programme")
        application = one(rows, pk=id)
        self.principal.require("partner:write", application.partner.organisation_id)
        values = read(ForSeveral, request.data)
        taken = actions.submit_for_several(
            application=application,
            asked=[actions.Asked(**asked) for asked in values["requirements"]],
            evidence=offered(read_evidence(values["evidence"]), self.principal),
            actor=self.principal.actor,
            at=clock.now(),
        )
        at = clock.now()
        found = [entry_of(assessment.pk, at=at) for assessment in taken]
        return Response([entry_json(entry, application.programme, place, at=at) for entry, place in found], status=201)


def assessment_at(principal: Principal, application_id: UUID, key: str) -> Assessment:
    """Return the assessment at an address, among those the principal may see. Raises NotFound."""
    rows = Assessment.objects.visible_to(principal).select_related("application__partner", "application__programme")
    return one(rows, application_id=application_id, requirement__key=key)


class EvidenceView(ApiView):
    """One piece of evidence."""

    access = {"GET": Needs("partner:read")}

    @extend_schema(summary="Show evidence as it was submitted", responses={200: EvidenceSerializer})
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the evidence."""
        rows = Evidence.objects.visible_to(self.principal).select_related("assessment__requirement")
        return Response(evidence_json(one(rows, pk=id)))


class EvidenceDownload(ApiView):
    """A link to the file of a piece of evidence."""

    access = {"GET": Needs("partner:read")}

    @extend_schema(
        summary="Get a link that downloads the file, good for five minutes", responses={200: DownloadSerializer}
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the link."""
        evidence = one(Evidence.objects.visible_to(self.principal).select_related("upload"), pk=id)
        if evidence.upload is None:
            raise NotFound("This evidence has no file; all of it is at the address without “/download”.")
        at = clock.now()
        return Response(
            {"url": download_link(upload=evidence.upload, at=at), "expires_at": at + DOWNLOAD_EXPIRES},
            headers={"Cache-Control": "no-store"},
        )
