"""What the API of accounts reads and shows."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from core.accounts.models import ApiClient, Invitation, InvitationState, Membership, Organisation, User
from core.accounts.naming import COUNTRY, ONE_LINE
from core.accounts.principals import Principal
from core.accounts.roles import PERMISSIONS, SCOPES, Role
from core.web.serializers import StrictSerializer, Text

ORGANISATION_ID = "01939f6e-7000-7e0b-a5c7-0d1f64a8e1c2"
ORGANISATION = {
    "id": ORGANISATION_ID,
    "name": "Atelier Nord",
    "country": "FR",
    "created_at": "2026-11-22T09:30:00Z",
    "version": 1,
}
MEMBER = {
    "id": "01939f6e-7c1d-7a52-9c51-9f4b8f0f7a11",
    "user": {"id": "01939f6e-7c1d-7a52-9c51-9f4b8f0f7a12", "name": "Ada Martin", "email": "ada@example.org"},
    "role": "developer",
    "created_at": "2026-11-22T09:30:00Z",
}
INVITATION = {
    "id": "01939f6e-7c1d-7a52-9c51-9f4b8f0f7a13",
    "email": "lin@example.org",
    "role": "billing",
    "state": "pending",
    "created_at": "2026-11-22T09:30:00Z",
    "expires_at": "2026-11-29T09:30:00Z",
}
API_CLIENT = {
    "id": "01939f6e-7c1d-7a52-9c51-9f4b8f0f7a14",
    "name": "Nightly import",
    "scopes": ["offers:read", "offers:write"],
    "created_at": "2026-11-22T09:30:00Z",
    "revoked_at": None,
}


class Line(Text):
    """A text of one line."""

    default_validators = [ONE_LINE]


class Country(Text):
    """An ISO 3166-1 alpha-2 code."""

    default_validators = [COUNTRY]


class OrganisationChanges(StrictSerializer):
    """What may be said of an organisation."""

    name = Line(max_length=150)
    country = Country(help_text="ISO 3166-1 alpha-2")


@extend_schema_serializer(examples=[OpenApiExample("An organisation", ORGANISATION, response_only=True)])
class OrganisationSerializer(serializers.Serializer):
    """A company on the marketplace."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    country = serializers.CharField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class OrganisationPageSerializer(serializers.Serializer):
    """A page of organisations."""

    results = OrganisationSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


def organisation_json(organisation: Organisation) -> dict[str, Any]:
    """Return an organisation as the API shows it."""
    return {
        "id": organisation.pk,
        "name": organisation.name,
        "country": organisation.country,
        "created_at": organisation.created_at,
        "version": organisation.version,
    }


class RoleChange(StrictSerializer):
    """Another role for a member."""

    role = serializers.ChoiceField(choices=[role.value for role in Role])


class ColleagueSerializer(serializers.Serializer):
    """A person, as members of the same organisation see them."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()


@extend_schema_serializer(examples=[OpenApiExample("A member", MEMBER, response_only=True)])
class MemberSerializer(serializers.Serializer):
    """A person's role in an organisation."""

    id = serializers.UUIDField()
    user = ColleagueSerializer()
    role = serializers.ChoiceField(choices=[role.value for role in Role])
    created_at = serializers.DateTimeField()


class MemberPageSerializer(serializers.Serializer):
    """A page of members."""

    results = MemberSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


def member_json(membership: Membership) -> dict[str, Any]:
    """Return a membership as the API shows it; its `user` is loaded."""
    user = membership.user
    return {
        "id": membership.pk,
        "user": {"id": user.pk, "name": user.name, "email": user.email},
        "role": membership.role,
        "created_at": membership.created_at,
    }


class InvitationRequest(StrictSerializer):
    """Whom to invite, in which role."""

    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=[role.value for role in Role])


class Acceptance(StrictSerializer):
    """The token of an invitation."""

    token = Line(max_length=100, help_text="The last part of the address in the e-mail")


@extend_schema_serializer(examples=[OpenApiExample("An invitation", INVITATION, response_only=True)])
class InvitationSerializer(serializers.Serializer):
    """An offer to become a member."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=[role.value for role in Role])
    state = serializers.ChoiceField(choices=InvitationState.values)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class InvitationPageSerializer(serializers.Serializer):
    """A page of invitations."""

    results = InvitationSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


def invitation_json(invitation: Invitation) -> dict[str, Any]:
    """Return an invitation as the API shows it: never with its token."""
    return {
        "id": invitation.pk,
        "email": invitation.email,
        "role": invitation.role,
        "state": invitation.state,
        "created_at": invitation.created_at,
        "expires_at": invitation.expires_at,
    }


class ApiClientRequest(StrictSerializer):
    """A new program, and what it may do."""

    name = Line(max_length=100)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=list(SCOPES)), min_length=1, max_length=len(SCOPES)
    )


@extend_schema_serializer(examples=[OpenApiExample("A program", API_CLIENT, response_only=True)])
class ApiClientSerializer(serializers.Serializer):
    """A program that acts for an organisation. Its `id` is the OAuth client_id."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)


class ApiClientPageSerializer(serializers.Serializer):
    """A page of programs."""

    results = ApiClientSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A program and its secret",
            {**API_CLIENT, "secret": "vN2w…", "token_url": "https://guichet.example/oauth/token"},
            response_only=True,
        )
    ]
)
class ApiClientWithSecretSerializer(ApiClientSerializer):
    """A program with its secret, which is shown this once only."""

    secret = serializers.CharField()
    token_url = serializers.URLField()


def api_client_json(api_client: ApiClient) -> dict[str, Any]:
    """Return a program as the API shows it."""
    return {
        "id": api_client.pk,
        "name": api_client.name,
        "scopes": api_client.scopes,
        "created_at": api_client.created_at,
        "revoked_at": api_client.revoked_at,
    }


class Profile(StrictSerializer):
    """What a person says of themselves."""

    name = Line(max_length=150)
    language = serializers.ChoiceField(choices=[code for code, _ in settings.LANGUAGES])


class Erasure(StrictSerializer):
    """The person's own e-mail address, as a sign that this is meant."""

    email = serializers.EmailField(max_length=254)


class OwnOrganisationSerializer(serializers.Serializer):
    """An organisation the caller acts for, and what it may do there."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=[role.value for role in Role], allow_null=True)
    permissions = serializers.ListField(child=serializers.CharField())


class MeSerializer(serializers.Serializer):
    """Who is calling."""

    kind = serializers.ChoiceField(choices=["user", "client"])
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField(allow_null=True)
    language = serializers.CharField(allow_null=True)
    staff_roles = serializers.ListField(child=serializers.CharField())
    organisations = OwnOrganisationSerializer(many=True)


def me_json(principal: Principal) -> dict[str, Any]:
    """Return who is calling, and what they may do where."""
    user: User | None = principal.user
    organisations = Organisation.objects.filter(pk__in=principal.organisation_ids).order_by("pk")
    return {
        "kind": principal.kind,
        "id": principal.actor.id,
        "name": user.name if user else principal.actor.label,
        "email": user.email if user else None,
        "language": user.language if user else None,
        "staff_roles": sorted(principal.staff_roles),
        "organisations": [
            {
                "id": organisation.pk,
                "name": organisation.name,
                "role": (role := principal.memberships[organisation.pk]),
                "permissions": sorted(PERMISSIONS[role] if role else principal.scopes),
            }
            for organisation in organisations
        ],
    }
