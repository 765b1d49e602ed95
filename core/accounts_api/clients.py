"""REST: the programs of an organisation."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts import actions
from core.accounts.models import ApiClient, Organisation
from core.accounts_api.organisations import may_look
from core.accounts_api.serializers import (
    ApiClientPageSerializer,
    ApiClientRequest,
    ApiClientWithSecretSerializer,
    api_client_json,
)
from core.web.access import Needs
from core.web.addressing import one
from core.web.pagination import paginate
from core.web.serializers import read
from core.web.views import ApiView


def _with_secret(api_client: ApiClient, secret: str) -> dict[str, Any]:
    token_url = f"{settings.BASE_URL}{reverse('oauth_token')}"
    return api_client_json(api_client) | {"secret": secret, "token_url": token_url}


class ApiClients(ApiView):
    """The programs that act for an organisation."""

    access = {"GET": Needs("clients:read"), "POST": Needs("clients:write")}

    @extend_schema(summary="List the API clients of an organisation", responses=ApiClientPageSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer a page, newest first."""
        organisation = one(Organisation.objects.visible_to(self.principal), pk=id)
        may_look(self.principal, "clients:read", organisation.pk)
        return paginate(request, organisation.api_clients.all(), api_client_json)

    @extend_schema(
        summary="Create an API client; its secret is shown this once only",
        description=(
            "Ask `token_url` for a token with grant_type=client_credentials, the id and the secret by HTTP Basic."
            " A client is granted at most what the person creating it holds."
        ),
        request=ApiClientRequest,
        responses={201: ApiClientWithSecretSerializer},
        examples=[
            OpenApiExample(
                "An importer", {"name": "Nightly import", "scopes": ["offers:read", "offers:write"]}, request_only=True
            )
        ],
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Create it."""
        organisation = one(Organisation.objects.visible_to(self.principal), pk=id)
        self.principal.require("clients:write", organisation.pk)
        values = read(ApiClientRequest, request.data)
        api_client, secret = actions.create_api_client(
            organisation_id=organisation.pk, **values, actor=self.principal.actor, at=clock.now()
        )
        return Response(_with_secret(api_client, secret), status=201)


class OneApiClient(ApiView):
    """One program."""

    access = {"DELETE": Needs("clients:write")}

    @extend_schema(
        summary="Revoke an API client; its tokens stop working with the next request",
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, id: UUID, client: UUID) -> Response:
        """Revoke it."""
        api_client = one(ApiClient.objects.visible_to(self.principal), organisation_id=id, pk=client)
        self.principal.require("clients:write", id)
        actions.revoke_api_client(api_client=api_client, actor=self.principal.actor, at=clock.now())
        return Response(status=204)


class ApiClientSecret(ApiView):
    """The secret of a program."""

    access = {"POST": Needs("clients:write")}

    @extend_schema(
        summary="Give an API client a new secret; the old one and all its tokens end",
        request=None,
        responses={201: ApiClientWithSecretSerializer},
    )
    def post(self, request: Request, id: UUID, client: UUID) -> Response:
        """Rotate it."""
        api_client = one(ApiClient.objects.visible_to(self.principal), organisation_id=id, pk=client)
        self.principal.require("clients:write", id)
        api_client, secret = actions.rotate_api_client_secret(
            api_client=api_client, actor=self.principal.actor, at=clock.now()
        )
        return Response(_with_secret(api_client, secret), status=201)
