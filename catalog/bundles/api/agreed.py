"""What comes out: agreements as JSON."""

from typing import Any

from rest_framework import serializers

from catalog.bundles.consent import changes
from catalog.bundles.models import AGREEMENT_MOVES, VERSION_MOVES, Agreement
from catalog.bundles.wording import change_sentence


class AgreementSerializer(serializers.Serializer):
    """What a partner is asked to agree to, how that differs from before, and what it has answered."""

    id = serializers.UUIDField()
    bundle = serializers.UUIDField()
    bundle_name = serializers.CharField()
    bundle_version = serializers.UUIDField()
    number = serializers.IntegerField()
    version_state = serializers.ChoiceField(choices=VERSION_MOVES.states)
    partner = serializers.UUIDField()
    state = serializers.ChoiceField(choices=AGREEMENT_MOVES.states)
    agreed_to = serializers.DictField(help_text="Parts, share, burden of the discount, support and policies")
    changes = serializers.ListField(child=serializers.CharField(), help_text="Since the consent before, in sentences")
    carried_from = serializers.UUIDField(allow_null=True, help_text="The earlier consent that counts on")
    reason = serializers.CharField()
    asked_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    sales_end_at = serializers.DateTimeField(allow_null=True)


class AgreementPageSerializer(serializers.Serializer):
    """A page of agreements."""

    results = AgreementSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


def agreement_json(agreement: Agreement) -> dict[str, Any]:
    """Return an agreement as its partner sees it; version, bundle and the consent before are loaded with it."""
    version, before = agreement.version, agreement.before
    return {
        "id": agreement.pk,
        "bundle": version.bundle_id,
        "bundle_name": version.shown_name,
        "bundle_version": version.pk,
        "number": version.number,
        "version_state": version.state,
        "partner": agreement.partner_id,
        "state": agreement.state,
        "agreed_to": agreement.seen,
        "changes": [change_sentence(change) for change in changes(before.seen if before else None, agreement.seen)],
        "carried_from": agreement.carried_from_id,
        "reason": agreement.reason,
        "asked_at": agreement.asked_at,
        "answered_at": agreement.answered_at,
        "withdrawn_at": agreement.withdrawn_at,
        "sales_end_at": agreement.sales_end_at,
    }
