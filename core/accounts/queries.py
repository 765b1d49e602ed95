"""Questions about people."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q

from core.accounts.models import Invitation, Membership, User
from core.accounts.personal import told_by_rooms
from core.events.models import Fact


def personal_data(user: User) -> dict[str, Any]:
    """Return everything held about a person, for the person (GDPR, articles 15 and 20)."""
    addresses = list(EmailAddress.objects.filter(user=user).order_by("pk"))
    return {
        "person": {
            "id": user.pk,
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "staff_roles": user.staff_roles,
            "joined_at": user.date_joined,
            "last_login_at": user.last_login,
        },
        "email_addresses": [
            {"email": address.email, "confirmed": address.verified, "primary": address.primary} for address in addresses
        ],
        "second_factors": list(
            Authenticator.objects.filter(user=user).order_by("pk").values("type", "created_at", "last_used_at")
        ),
        "memberships": list(
            Membership.objects.filter(user=user)
            .order_by("pk")
            .values("organisation_id", "organisation__name", "role", "created_at")
        ),
        "invitations": list(
            Invitation.objects.filter(email__in={user.email, *(address.email for address in addresses)})
            .order_by("pk")
            .values("organisation_id", "email", "role", "state", "created_at", "expires_at")
        ),
        "sessions": list(UserSession.objects.filter(user=user).order_by("pk").values("ip", "user_agent", "created_at")),
        "facts": list(
            Fact.objects.filter(Q(actor_id=user.pk) | Q(refs__contains=[f"user:{user.pk}"]))
            .order_by("pk")
            .values("id", "type", "subject", "at", "data")
        ),
        **told_by_rooms(user),
    }
