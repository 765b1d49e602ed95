"""REST: asking for an upload, completing it, and looking at it."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts.models import Organisation
from core.storage import actions
from core.storage.kinds import KINDS
from core.storage.models import Purpose, Upload, UploadState
from core.storage.port import PutLink
from core.web.access import Needs
from core.web.addressing import named, one
from core.web.schema import ProblemSerializer
from core.web.serializers import StrictSerializer, Text, Whole, read
from core.web.views import ApiView

_EXAMPLE_ID = "01939f6e-7c1d-7a52-9c51-9f4b8f0f7a10"
_EXAMPLE = {
    "id": _EXAMPLE_ID,
    "organisation": "01939f6e-7000-7e0b-a5c7-0d1f64a8e1c2",
    "purpose": "evidence",
    "filename": "register-extract.pdf",
    "content_type": "application/pdf",
    "size": 48213,
    "state": "awaiting",
    "sha256": None,
    "created_at": "2026-11-22T09:30:00Z",
    "expires_at": "2026-11-22T10:30:00Z",
    "stored_at": None,
}


class UploadRequestSerializer(StrictSerializer):
    """The file that is going to be brought."""

    organisation = serializers.UUIDField(help_text="Whose file it is")
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    filename = Text(max_length=255)
    content_type = Text(max_length=100, help_text="One of " + ", ".join(f"`{kind}`" for kind in KINDS))
    size = Whole(min_value=1, max_value=2**53, help_text="Bytes, exactly")


class PutLinkSerializer(serializers.Serializer):
    """Where and how to put the file: exactly these headers, before it expires."""

    method = serializers.CharField()
    url = serializers.URLField()
    headers = serializers.DictField(child=serializers.CharField())
    expires_at = serializers.DateTimeField()


@extend_schema_serializer(examples=[OpenApiExample("An upload", value=_EXAMPLE, response_only=True)])
class UploadSerializer(serializers.Serializer):
    """A file, from the moment it is asked for."""

    id = serializers.UUIDField()
    organisation = serializers.UUIDField()
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    filename = serializers.CharField(help_text="As it will be offered for download")
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes")
    state = serializers.ChoiceField(choices=UploadState.choices)
    sha256 = serializers.CharField(allow_null=True, help_text="Of the stored bytes, in hexadecimal")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(help_text="Until then it can be put and completed")
    stored_at = serializers.DateTimeField(allow_null=True)


class NewUploadSerializer(UploadSerializer):
    """An upload and the link to put its file to."""

    upload = PutLinkSerializer()


def upload_json(upload: Upload) -> dict[str, Any]:
    """Return an upload as the API shows it."""
    return {
        "id": upload.pk,
        "organisation": upload.organisation_id,
        "purpose": upload.purpose,
        "filename": upload.filename,
        "content_type": upload.content_type,
        "size": upload.size,
        "state": upload.state,
        "sha256": upload.sha256 or None,
        "created_at": upload.created_at,
        "expires_at": upload.expires_at,
        "stored_at": upload.stored_at,
    }


def link_json(link: PutLink) -> dict[str, Any]:
    """Return the link as the API shows it."""
    return {"method": link.method, "url": link.url, "headers": link.headers, "expires_at": link.expires_at}


class Uploads(ApiView):
    """Asking for uploads."""

    access = {"POST": Needs("partner:write")}

    @extend_schema(
        summary="Ask to upload a file; the answer says where to PUT it",
        description=(
            "PUT the file to `upload.url` with exactly `upload.headers`, then complete the upload. The file can be put"
            " again until it is completed."
        ),
        request=UploadRequestSerializer,
        responses={201: NewUploadSerializer},
        examples=[
            OpenApiExample(
                "A document",
                value={k: _EXAMPLE[k] for k in ("organisation", "purpose", "filename", "content_type", "size")},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """Make room for one file."""
        values = read(UploadRequestSerializer, request.data)
        organisation = named(
            Organisation.objects.visible_to(self.principal), "organisation", values.pop("organisation")
        )
        self.principal.require("partner:write", organisation.pk)
        upload = actions.request_upload(
            organisation=organisation,
            **values,
            uploaded_by=self.principal.user,
            actor=self.principal.actor,
            at=clock.now(),
        )
        body = upload_json(upload) | {"upload": link_json(actions.put_link(upload=upload))}
        return Response(body, status=201, headers={"Location": f"/api/v1/uploads/{upload.pk}"})


class OneUpload(ApiView):
    """One upload."""

    access = {"GET": Needs("partner:read")}

    @extend_schema(summary="See where an upload stands", responses=UploadSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the upload."""
        return Response(upload_json(one(Upload.objects.visible_to(self.principal), pk=id)))


class UploadCompletion(ApiView):
    """Completing an upload. It reads the file over the network, so it is repeatable by nature instead of by key."""

    access = {"POST": Needs("partner:write")}
    idempotency = False

    @extend_schema(
        summary="Complete an upload: the file is checked and kept",
        description=(
            "The size, the content and the declared type are compared, and the SHA-256 is kept. From then on the file"
            " cannot be replaced. Completing it again answers the same."
        ),
        request=None,
        responses={200: UploadSerializer, 503: ProblemSerializer},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Check the file and keep it."""
        upload = one(Upload.objects.visible_to(self.principal), pk=id)
        self.principal.require("partner:write", upload.organisation_id)
        kept = actions.complete_upload(upload=upload, actor=self.principal.actor, at=clock.now())
        return Response(upload_json(kept))
