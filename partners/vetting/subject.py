"""What is known of a partner beside its evidence, for checks and gatherers; plain values, two queries."""

import hmac
from base64 import b64encode
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings

from core.accounts.models import Membership
from partners.organisations.models import Partner


def subject_of(partner: Partner) -> dict[str, Any]:
    """Return the partner's web site, what proves to it that it is us, and how its members sign in."""
    members = Membership.objects.filter(organisation_id=partner.organisation_id)
    with_mfa = Authenticator.objects.filter(
        user__in=members.values("user_id"), type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )
    count = members.count()
    return {
        "website": partner.website,
        "domain_token": domain_token(partner.pk),
        "webhook_secret": webhook_secret(partner.pk),
        "members": count,
        "members_without_mfa": count - with_mfa.values("user_id").distinct().count(),
    }


def domain_token(partner_id: UUID) -> str:
    """Return what the partner publishes under its domain; the same each time, and another for every partner."""
    return _derived("domain", partner_id)[:20].hex()


def webhook_secret(partner_id: UUID) -> str:
    """Return the secret with which probes of the partner's webhook are signed (Standard Webhooks 1.0)."""
    return "whsec_" + b64encode(_derived("webhook", partner_id)).decode()


def _derived(purpose: str, partner_id: UUID) -> bytes:
    # Derived rather than kept: nothing to store, to leak from a backup, or to hand out before it is asked for.
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, f"partners.vetting.subject {purpose} {partner_id}".encode(), "sha256")
