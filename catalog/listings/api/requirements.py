"""How an offer stands to its requirements, as it is shown with its newest version."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from catalog.listings.models import ListingVersion
from partners.vetting.api.serializers import EntrySerializer
from partners.vetting.api.shapes import entry_json
from partners.vetting.queries import board_of_subject
from partners.vetting.waiting import places


class HeldToSerializer(EntrySerializer):
    """One requirement that the offer is held to, with what was found wrong."""

    application = serializers.UUIDField(help_text="On whose board it stands")


def requirements_json(version: ListingVersion, *, at: datetime) -> list[dict[str, Any]]:
    """Return what the offer is held to and how it stands, for its newest version; nothing for the earlier ones."""
    if ListingVersion.objects.filter(offer_id=version.offer_id, number__gt=version.number).exists():
        return []
    board = board_of_subject(version.offer_id)
    waiting = places(board, at=at)
    return [
        entry_json(one, one.application.programme, waiting.get(one.pk), at=at) | {"application": one.application_id}
        for one in board
    ]
