"""What a partner puts in place so that looks at its domain and webhook can tell that it is its own."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.access import Needs
from core.web.addressing import one
from core.web.views import ApiView
from partners.organisations.models import Partner
from partners.vetting.checks.domains import PATH, RECORD
from partners.vetting.subject import domain_token, webhook_secret

_TOKEN = "6f1d2c9a8b7e4f3a5d6c7b8a9f0e1d2c3b4a5f6e"  # noqa: S105 - an example


class ChallengesSerializer(serializers.Serializer):
    """What to put in place."""

    domain_token = serializers.CharField(help_text="For partner-check, and for what follows")
    dns_record = serializers.CharField(help_text="A TXT record of the domain itself")
    file_path = serializers.CharField(help_text="Where on the web site a file can prove the same")
    file_content = serializers.CharField()
    webhook_secret = serializers.CharField(help_text="Signs the messages of probes (Standard Webhooks 1.0)")


class ChallengesView(ApiView):
    """The challenges of one partner."""

    access = {"GET": Needs("partner:write")}

    @extend_schema(
        summary="Show what proves your domain, and the secret that signs probes of your webhook",
        description="The same each time. Whoever has the secret can sign such probes: show it to nobody.",
        responses={200: ChallengesSerializer},
        examples=[
            OpenApiExample(
                "A partner's",
                {
                    "domain_token": _TOKEN,
                    "dns_record": RECORD + _TOKEN,
                    "file_path": PATH,
                    "file_content": RECORD + _TOKEN,
                    "webhook_secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
                },
                response_only=True,
            )
        ],
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Answer them."""
        partner = one(Partner.objects.visible_to(self.principal), pk=id)
        self.principal.require("partner:write", partner.organisation_id)
        token = domain_token(partner.pk)
        return Response(
            {
                "domain_token": token,
                "dns_record": RECORD + token,
                "file_path": PATH,
                "file_content": RECORD + token,
                "webhook_secret": webhook_secret(partner.pk),
            },
            headers={"Cache-Control": "no-store"},
        )
