"""Which tier a partner has reached, and how far it is to the next."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.web.access import Needs
from core.web.addressing import one
from core.web.views import ApiView
from partners.organisations.models import Partner
from partners.programmes.facts import FACTS
from partners.programmes.models.programmes import in_readers_language
from partners.programmes.tiers import Tier, following, lacking, reached, read_all
from partners.vetting.api.serializers import NAMES
from partners.vetting.models import Application, Assessment
from partners.vetting.queries import board_of
from partners.vetting.standing import Stage, standing_of


class LackingSerializer(serializers.Serializer):
    """A requirement that is still to be met."""

    key = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    awaiting_action_from = serializers.ChoiceField(choices=[(name, name) for name in NAMES])


class TierSerializer(serializers.Serializer):
    """A tier by its code and its name."""

    code = serializers.CharField()
    name = serializers.CharField()


class NextTierSerializer(TierSerializer):
    """The next tier, and what is lacking for it, by the shortest way."""

    lacking = LackingSerializer(many=True)


class BadgeSerializer(serializers.Serializer):
    """A badge, and what is lacking for it."""

    badge = serializers.CharField()
    held = serializers.BooleanField()
    lacking = LackingSerializer(many=True)


class StandingInProgrammeSerializer(serializers.Serializer):
    """Where a partner stands in one programme."""

    programme = serializers.CharField()
    tier = TierSerializer(allow_null=True)
    next = NextTierSerializer(allow_null=True)
    badges = BadgeSerializer(many=True)


class PartnerTierSerializer(serializers.Serializer):
    """Where a partner stands in each of its programmes."""

    partner = serializers.UUIDField()
    programmes = StandingInProgrammeSerializer(many=True)


class PartnerTierView(ApiView):
    """The tier and the badges of a partner."""

    access = {"GET": Needs("partner:read")}

    @extend_schema(
        summary="Show the tier and the badges of a partner, and the distance to the next",
        description="A query over its requirements, worked out anew: what ends takes the tier with it after its grace.",
        responses={200: PartnerTierSerializer},
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Answer for each programme."""
        partner = one(Partner.objects.visible_to(self.principal), pk=id)
        applications = Application.objects.visible_to(self.principal).filter(partner=partner, subject_id=None)
        found = [_programme_json(one) for one in applications.select_related("programme").order_by("pk")]
        return Response({"partner": partner.pk, "programmes": found})


def _programme_json(application: Application) -> dict[str, Any]:
    board, at = board_of(application), clock.now()
    by_key = {one.key: one for one in board}
    met = standing_of([one.mark for one in board], at).met
    tiers = read_all(application.programme.tiers)
    now, above = reached(tiers, met), following(tiers, met)
    badges: dict[str, list[str]] = {}
    for one_ in board:
        if one_.requirement.badge:
            lacks = [] if one_.mark.stage(at) <= Stage.IN_GRACE else [one_.key]
            badges.setdefault(one_.requirement.badge, []).extend(lacks)
    return {
        "programme": application.programme.code,
        "tier": now and _tier_json(now),
        "next": above and {**_tier_json(above), "lacking": _lacking_json(lacking(above, met), by_key)},
        "badges": [
            {"badge": badge, "held": not keys, "lacking": _lacking_json(keys, by_key)}
            for badge, keys in sorted(badges.items())
        ],
    }


def _tier_json(tier: Tier) -> dict[str, Any]:
    choices = FACTS["tier"].choices or {}
    return {"code": tier.code, "name": in_readers_language(dict(choices[tier.code]))}


def _lacking_json(keys: Sequence[str], board: dict[str, Assessment]) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "title": board[key].requirement.title,
            "status": board[key].state,
            "awaiting_action_from": board[key].awaiting,
        }
        for key in keys
        if key in board
    ]
