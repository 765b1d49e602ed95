"""What partners were told."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.refusals import Invalid
from core.web.access import Needs
from core.web.addressing import asked_ids, one
from core.web.pagination import paginate
from core.web.views import ApiView
from partners.vetting import actions
from partners.vetting.models import Notice
from partners.vetting.models.notices import NOTICE_KINDS
from partners.vetting.notices import notice_words


class NoticeSerializer(serializers.Serializer):
    """One thing that a partner was told, in the words of the e-mail."""

    id = serializers.UUIDField()
    partner = serializers.UUIDField()
    application = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in NOTICE_KINDS])
    key = serializers.CharField(allow_null=True, help_text="The requirement, if it is about one")
    subject = serializers.CharField()
    text = serializers.CharField()
    given_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class NoticePageSerializer(serializers.Serializer):
    """A page of notices."""

    results = NoticeSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


def notice_json(notice: Notice) -> dict[str, Any]:
    """Return a notice in the reader's language."""
    subject, text = notice_words(notice)
    return {
        "id": notice.pk,
        "partner": notice.partner_id,
        "application": notice.application_id,
        "kind": notice.kind,
        "key": notice.requirement.key if notice.requirement else None,
        "subject": subject,
        "text": text,
        "given_at": notice.given_at,
        "read_at": notice.read_at,
    }


class NoticesView(ApiView):
    """All notices that one may see."""

    access = {"GET": Needs("partner:read")}

    @extend_schema(
        summary="List what your organisations were told",
        parameters=[
            OpenApiParameter("partner", OpenApiTypes.UUID, description="Of one partner"),
            OpenApiParameter("unread", OpenApiTypes.BOOL, description="true: only what nobody has read"),
        ],
        responses={200: NoticePageSerializer},
    )
    def get(self, request: Request) -> Response:
        """Answer a page, newest first."""
        rows = Notice.objects.visible_to(self.principal).filter(**asked_ids(request, "partner"))
        unread = request.query_params.get("unread", "false")
        if unread not in ("true", "false"):
            raise Invalid.field("unread", "Send true or false.")
        if unread == "true":
            rows = rows.unread()
        return paginate(request, rows.select_related("requirement"), notice_json)


class ReadingView(ApiView):
    """The read mark of a notice."""

    access = {"POST": Needs("partner:read")}
    idempotency = False

    @extend_schema(summary="Mark a notice as read, for all members", request=None, responses={200: NoticeSerializer})
    def post(self, request: Request, id: UUID) -> Response:
        """Mark it; again changes nothing."""
        rows = Notice.objects.visible_to(self.principal).select_related("requirement", "partner")
        notice = one(rows, pk=id)
        self.principal.require("partner:read", notice.partner.organisation_id)
        return Response(notice_json(actions.read_notice(notice=notice, actor=self.principal.actor, at=clock.now())))
