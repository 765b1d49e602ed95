"""The documents of a partner, and their redacted copies."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts.roles import StaffRole
from core.storage.actions import DOWNLOAD_EXPIRES, download_link
from core.storage.models import Upload
from core.web.access import Needs
from core.web.addressing import named, one
from core.web.pagination import paginate
from core.web.serializers import StrictSerializer, read
from core.web.views import ApiView
from partners.organisations.models import Partner
from partners.vetting import actions
from partners.vetting.api.serializers import DownloadSerializer
from partners.vetting.documents import Document, documents, uploads_of
from partners.vetting.models import Evidence, RedactedCopy


class CoversSerializer(serializers.Serializer):
    """A requirement for which the document was shown."""

    evidence = serializers.UUIDField()
    application = serializers.UUIDField()
    key = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField(help_text="Of the requirement now")
    counts = serializers.BooleanField(help_text="Nothing newer was shown for it")
    issued_on = serializers.DateField(allow_null=True)
    expires_on = serializers.DateField(allow_null=True)


class RedactedCopySerializer(serializers.Serializer):
    """A copy in which what need not go round is blackened."""

    id = serializers.UUIDField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    attached_at = serializers.DateTimeField()


class DocumentSerializer(serializers.Serializer):
    """A file that a partner has shown. Who on staff does not vet sees the redacted copy only."""

    id = serializers.UUIDField(help_text="The upload")
    filename = serializers.CharField(allow_null=True)
    content_type = serializers.CharField(allow_null=True)
    size = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)
    stored_at = serializers.DateTimeField()
    covers = CoversSerializer(many=True)
    redacted_copy = RedactedCopySerializer(allow_null=True)


class DocumentPageSerializer(serializers.Serializer):
    """A page of documents."""

    results = DocumentSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


class RedactedCopyRequest(StrictSerializer):
    """The upload that is the copy."""

    upload = serializers.UUIDField(help_text="Completed, with the purpose “evidence”")


def redacted_copy_json(found: RedactedCopy) -> dict[str, Any]:
    """Return a redacted copy as the API shows it."""
    return {
        "id": found.pk,
        "sha256": found.copy.sha256,
        "size": found.copy.size,
        "attached_at": found.attached_at,
    }


def document_json(document: Document, *, whole: bool) -> dict[str, Any]:
    """Return a document as the API shows it; not `whole`: without what the document itself says of itself."""
    upload = document.upload
    file = {name: getattr(upload, name) if whole else None for name in ("filename", "content_type", "size", "sha256")}
    return {
        "id": upload.pk,
        **file,
        "stored_at": upload.stored_at,
        "covers": [
            {
                "evidence": use.pk,
                "application": use.assessment.application_id,
                "key": use.assessment.requirement.key,
                "title": use.assessment.requirement.title,
                "status": use.assessment.state,
                "counts": use in document.covers,
                "issued_on": use.data.get("issued_on"),
                "expires_on": use.data.get("expires_on"),
            }
            for use in document.uses
        ],
        "redacted_copy": document.redacted_copy and redacted_copy_json(document.redacted_copy),
    }


class DocumentsView(ApiView):
    """Everything that a partner has shown as a file."""

    access = {"GET": Needs("partner:read")}

    @extend_schema(
        summary="List the documents of a partner, and what each is shown for",
        responses={200: DocumentPageSerializer},
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Answer a page, newest first; staff who do not vet see those that have a redacted copy."""
        partner = one(Partner.objects.visible_to(self.principal), pk=id)
        whole = self.principal.has_staff_role(StaffRole.VETTING) or self.principal.may(
            "partner:read", partner.organisation_id
        )
        rows = uploads_of(partner)
        if not whole:
            rows = rows.exclude(redacted_copies=None)
        return paginate(request, rows, lambda upload: document_json(documents([upload])[0], whole=whole))


class EvidenceRedactedCopy(ApiView):
    """The redacted copy of a document."""

    access = {"POST": Needs("partner:write")}

    @extend_schema(
        summary="Add a redacted copy to a document",
        description=(
            "For everybody on staff but reviewers, who judge the document itself. It holds wherever the same upload was"
            " shown; a later copy takes its place."
        ),
        request=RedactedCopyRequest,
        responses={201: RedactedCopySerializer},
        examples=[
            OpenApiExample("A copy", {"upload": "01981f3e-7c00-7000-8000-000000000004"}, request_only=True),
        ],
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Attach it."""
        rows = Evidence.objects.visible_to(self.principal).select_related(
            "upload", "assessment__application__partner", "assessment__requirement"
        )
        evidence = one(rows, pk=id)
        self.principal.require("partner:write", evidence.assessment.application.partner.organisation_id)
        values = read(RedactedCopyRequest, request.data)
        copy = named(Upload.objects.visible_to(self.principal), "upload", values["upload"])
        made = actions.attach_redacted_copy(evidence=evidence, copy=copy, actor=self.principal.actor, at=clock.now())
        headers = {"Location": f"/api/v1/redacted-copies/{made.pk}/download"}
        return Response(redacted_copy_json(made), status=201, headers=headers)


class RedactedCopyDownload(ApiView):
    """A link to a redacted copy."""

    access = {"GET": Needs("partner:read")}

    @extend_schema(
        summary="Get a link that downloads a redacted copy, good for five minutes", responses={200: DownloadSerializer}
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the link."""
        found = one(RedactedCopy.objects.visible_to(self.principal).select_related("copy"), pk=id)
        at = clock.now()
        return Response(
            {"url": download_link(upload=found.copy, at=at), "expires_at": at + DOWNLOAD_EXPIRES},
            headers={"Cache-Control": "no-store"},
        )
