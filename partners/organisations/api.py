"""REST v1: partner profiles and the confirmation of their contact address."""

from typing import Any
from uuid import UUID

from django.core.validators import EmailValidator, RegexValidator, URLValidator
from django.db.models import QuerySet
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts.models import Organisation
from core.accounts.principals import Principal
from core.web.access import PUBLIC, Needs
from core.web.addressing import named, one
from core.web.conditional import expected_version, version_tag
from core.web.history import HistoryView
from core.web.pagination import paginate
from core.web.serializers import StrictSerializer, Text, read
from core.web.views import ApiView
from partners.organisations import actions, names
from partners.organisations.models import LONGEST_DESCRIPTION, LONGEST_WEBSITE, ContactConfirmation, Partner

ONE_LINE = RegexValidator(
    r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$",
    "Send one line, without line breaks or control characters.",
    code="not-one-line",
)
# Printable text of several lines: tabs and line breaks, no other control characters.
LINES = RegexValidator(
    r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$", "Control characters are not accepted.", code="control-character"
)
WEBSITE = URLValidator(
    schemes=["http", "https"], message="Send the whole address, such as https://example.com.", code="not-a-website"
)
EMAIL = EmailValidator(message="Send one e-mail address, such as name@example.com.", code="not-an-e-mail-address")

_ID = "01981f3e-7c00-7000-8000-000000000001"
_PROFILE = {
    "display_name": "Atelier Nord",
    "website": "https://atelier-nord.example",
    "contact_email": "partners@atelier-nord.example",
    "vat_id": "FR40303265045",
    "description": "Add-ons for workshops and their suppliers.",
}


class PartnerChangesSerializer(StrictSerializer):
    """What may be changed in a profile."""

    display_name = Text(
        min_length=names.SHORTEST,
        max_length=names.LONGEST,
        validators=[ONE_LINE],
        help_text="As customers see it; unlike every other partner's",
    )
    website = Text(max_length=LONGEST_WEBSITE, validators=[WEBSITE])
    contact_email = Text(max_length=254, validators=[EMAIL], help_text="Another address is to be confirmed again")
    vat_id = Text(
        max_length=40,
        allow_blank=True,
        default="",
        validators=[ONE_LINE],
        help_text="With its country code; blanks, points and hyphens do not matter",
    )
    description = Text(max_length=LONGEST_DESCRIPTION, allow_blank=True, default="", validators=[LINES])


class NewPartnerSerializer(PartnerChangesSerializer):
    """A new partner profile."""

    organisation = serializers.UUIDField(help_text="One organisation of yours; it has one profile")


class PartnerSerializer(serializers.Serializer):
    """An organisation as a publisher."""

    id = serializers.UUIDField()
    organisation = serializers.UUIDField()
    display_name = serializers.CharField()
    slug = serializers.CharField(help_text="Its place in addresses; stays when the name changes")
    website = serializers.CharField()
    contact_email = serializers.CharField()
    contact_confirmed_at = serializers.DateTimeField(allow_null=True)
    vat_id = serializers.CharField()
    description = serializers.CharField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class PartnerPageSerializer(serializers.Serializer):
    """A page of partner profiles."""

    results = PartnerSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


class ConfirmationMailSerializer(serializers.Serializer):
    """The confirmation mail that is on its way."""

    sent_to = serializers.CharField()
    expires_at = serializers.DateTimeField(help_text="Until then its link works, once")


class TokenSerializer(StrictSerializer):
    """The token at the end of the link in the mail."""

    token = Text(max_length=200, validators=[ONE_LINE])


class ConfirmedContactSerializer(serializers.Serializer):
    """A partner whose contact address is confirmed."""

    display_name = serializers.CharField()
    contact_confirmed_at = serializers.DateTimeField()


def partner_json(partner: Partner) -> dict[str, Any]:
    """Return a profile as the API shows it to members and staff."""
    return {
        "id": partner.pk,
        "organisation": partner.organisation_id,
        "display_name": partner.display_name,
        "slug": partner.slug,
        "website": partner.website,
        "contact_email": partner.contact_email,
        "contact_confirmed_at": partner.contact_confirmed_at,
        "vat_id": partner.vat_id,
        "description": partner.description,
        "created_at": partner.created_at,
        "version": partner.version,
    }


class PartnersView(ApiView):
    """All partner profiles that one may see."""

    access = {"GET": Needs("partner:read"), "POST": Needs("partner:write")}

    @extend_schema(summary="List partner profiles", responses={200: PartnerPageSerializer})
    def get(self, request: Request) -> Response:
        """Answer a page, newest first."""
        return paginate(request, Partner.objects.visible_to(self.principal), partner_json)

    @extend_schema(
        summary="Register an organisation as a partner",
        request=NewPartnerSerializer,
        responses={201: PartnerSerializer},
        examples=[OpenApiExample("A French workshop", {"organisation": _ID, **_PROFILE}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Open a profile."""
        values = read(NewPartnerSerializer, request.data)
        organisation = named(
            Organisation.objects.visible_to(self.principal), "organisation", values.pop("organisation")
        )
        self.principal.require("partner:write", organisation.pk)
        partner = actions.register_partner(
            organisation=organisation, **values, actor=self.principal.actor, at=clock.now()
        )
        headers = {"Location": f"/api/v1/partners/{partner.pk}", "ETag": version_tag(partner.version)}
        return Response(partner_json(partner), status=201, headers=headers)


class PartnerView(ApiView):
    """One partner profile."""

    access = {"GET": Needs("partner:read"), "PATCH": Needs("partner:write")}

    @extend_schema(summary="Show a partner profile", responses={200: PartnerSerializer})
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the profile."""
        partner = one(Partner.objects.visible_to(self.principal), pk=id)
        return Response(partner_json(partner), headers={"ETag": version_tag(partner.version)})

    @extend_schema(
        summary="Change a partner profile",
        description="Another contact address starts unconfirmed; another VAT id is checked at once.",
        request=PartnerChangesSerializer,
        responses={200: PartnerSerializer},
        examples=[OpenApiExample("Another website", {"website": "https://nord.example"}, request_only=True)],
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Change what the body names."""
        partner = one(Partner.objects.visible_to(self.principal), pk=id)
        self.principal.require("partner:write", partner.organisation_id)
        version = expected_version(request, partner.version)
        changes = read(PartnerChangesSerializer, request.data, partial=True)
        partner = actions.change_partner(
            partner=partner, version=version, **changes, actor=self.principal.actor, at=clock.now()
        )
        return Response(partner_json(partner), headers={"ETag": version_tag(partner.version)})


class PartnerHistory(HistoryView):
    """The story of a partner profile."""

    kind = "partner"
    access = {"GET": Needs("partner:read")}

    def rows(self, principal: Principal) -> QuerySet[Any]:
        """Return the profiles that the principal may see."""
        return Partner.objects.visible_to(principal)


class ContactConfirmationView(ApiView):
    """The mail that confirms a contact address."""

    access = {"POST": Needs("partner:write")}

    @extend_schema(
        summary="Send the mail that confirms the contact address",
        request=None,
        responses={202: ConfirmationMailSerializer},
        examples=[
            OpenApiExample(
                "On its way",
                {"sent_to": _PROFILE["contact_email"], "expires_at": "2026-11-25T09:30:00Z"},
                response_only=True,
                status_codes=["202"],
            )
        ],
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Ask for the mail."""
        partner = one(Partner.objects.visible_to(self.principal), pk=id)
        self.principal.require("partner:write", partner.organisation_id)
        confirmation: ContactConfirmation = actions.send_contact_confirmation(
            partner=partner, language=get_language() or "en", actor=self.principal.actor, at=clock.now()
        )
        return Response({"sent_to": confirmation.email, "expires_at": confirmation.expires_at}, status=202)


class ContactConfirmationsView(ApiView):
    """Confirming a contact address. Whoever has the token reads that mailbox, so nobody has to sign in."""

    access = {"POST": PUBLIC}

    @extend_schema(
        summary="Confirm a contact address with the token from the mail",
        request=TokenSerializer,
        responses={200: ConfirmedContactSerializer},
        examples=[
            OpenApiExample("The token", {"token": "01981f3e7c0070008000000000000001.Xk3…"}, request_only=True),
        ],
    )
    def post(self, request: Request) -> Response:
        """Confirm the address."""
        partner = actions.confirm_contact(
            **read(TokenSerializer, request.data), actor=self.principal.actor, at=clock.now()
        )
        return Response({"display_name": partner.display_name, "contact_confirmed_at": partner.contact_confirmed_at})
