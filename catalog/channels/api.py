"""REST v1: channels of the storefront."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.channels import actions
from catalog.channels.models import Channel
from core import clock
from core.accounts.roles import StaffRole
from core.web.access import PUBLIC, Staff
from core.web.addressing import one
from core.web.conditional import expected_version, version_tag
from core.web.serializers import Flag, StrictSerializer, Text, read
from core.web.views import ApiView

MOST_CATEGORIES = 200
EXAMPLE = {"code": "north", "name": "North Window", "accent": "#0b5d54", "categories": ["accounting"], "is_open": True}


class ChannelChanges(StrictSerializer):
    """What may be changed of a channel."""

    name = Text(max_length=80)
    tagline = Text(max_length=200, required=False, allow_blank=True)
    tagline_fr = Text(max_length=200, required=False, allow_blank=True)
    accent = Text(max_length=7, required=False, allow_blank=True, help_text="Such as #0b5d54; white text is on it")
    categories = serializers.ListField(
        child=Text(max_length=60), required=False, max_length=MOST_CATEGORIES, help_text="Slugs; [] for every shelf"
    )
    is_open = Flag(required=False, help_text="Whether everybody may enter it")


class ChannelDraft(ChannelChanges):
    """A new channel."""

    code = Text(max_length=40)


class ChannelSerializer(serializers.Serializer):
    """A storefront."""

    code = serializers.CharField()
    name = serializers.CharField()
    tagline = serializers.CharField()
    tagline_fr = serializers.CharField()
    accent = serializers.CharField()
    categories = serializers.ListField(child=serializers.CharField())
    is_open = serializers.BooleanField()
    version = serializers.IntegerField()


class ChannelsSerializer(serializers.Serializer):
    """Channels by their codes."""

    results = ChannelSerializer(many=True)


class ChannelsView(ApiView):
    """The storefronts there are; a marketplace has few."""

    access = {"GET": PUBLIC, "POST": Staff(StaffRole.CATALOGUE)}

    @extend_schema(summary="List channels", responses=ChannelsSerializer)
    def get(self, request: Request) -> Response:
        """Answer all that are open; staff see the others too."""
        rows = Channel.objects.all() if self.principal.is_staff else Channel.objects.open()
        return Response({"results": [channel_json(channel) for channel in rows]})

    @extend_schema(
        summary="Found a channel",
        request=ChannelDraft,
        responses={201: ChannelSerializer},
        examples=[OpenApiExample("A window of its own", EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Found it."""
        values = read(ChannelDraft, request.data)
        channel = actions.found_channel(**values, actor=self.principal.actor, at=clock.now())
        headers = {"Location": f"/api/v1/channels/{channel.code}", "ETag": version_tag(channel.version)}
        return Response(channel_json(channel), status=201, headers=headers)


class ChannelView(ApiView):
    """One channel."""

    access = {"GET": PUBLIC, "PATCH": Staff(StaffRole.CATALOGUE)}

    @extend_schema(summary="Show a channel", responses=ChannelSerializer)
    def get(self, request: Request, code: str) -> Response:
        """Answer it, if it is open."""
        rows = Channel.objects.all() if self.principal.is_staff else Channel.objects.open()
        channel = one(rows, code=code)
        return Response(channel_json(channel), headers={"ETag": version_tag(channel.version)})

    @extend_schema(
        summary="Change a channel",
        request=ChannelChanges(partial=True),
        responses=ChannelSerializer,
        examples=[OpenApiExample("Open it", {"is_open": True}, request_only=True)],
    )
    def patch(self, request: Request, code: str) -> Response:
        """Change the named fields."""
        channel = one(Channel.objects.all(), code=code)
        version = expected_version(request, channel.version)
        channel = actions.change_channel(
            channel=channel,
            version=version,
            changes=read(ChannelChanges, request.data, partial=True),
            actor=self.principal.actor,
            at=clock.now(),
        )
        return Response(channel_json(channel), headers={"ETag": version_tag(channel.version)})


def channel_json(channel: Channel) -> dict[str, Any]:
    """Return a channel as the API shows it."""
    return {field: getattr(channel, field) for field in ("code", *actions.EDITABLE, "version")}
