"""The OAuth 2.0 endpoint for programs: a token for client credentials (RFC 6749, section 4.4).

Nothing else of allauth's identity provider has an address here: no authorisation codes (`prompt=none` hands one client
the consent given to another), no device grant, no registration, no revocation of other clients' tokens. Every token is
bound to this API (RFC 8707).
"""

from typing import Any
from uuid import UUID

from allauth.core.internal.httpkit import extract_basic_auth
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.views import TokenView
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from core.accounts.models import ApiClient
from core.accounts.roles import SCOPES

API = f"{settings.BASE_URL}/api/v1/"
GRANT = "client_credentials"


class Issuer(DefaultOIDCAdapter):
    """Who issues tokens: this site under its public address, whatever Host header was sent."""

    def get_issuer(self) -> str:
        """Return the issuer."""
        return str(settings.BASE_URL)

    def validate_resource_uris(self, *, uris: list[str], **kwargs: Any) -> None:  # noqa: ANN401
        """Refuse tokens for anything but this API. Raises ValidationError."""
        if any(uri != API for uri in uris):
            raise ValidationError(f"The only resource here is {API}")


@method_decorator(never_cache, name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")
class Token(TokenView):
    """Gives a program a token for client credentials.

    The program's row is locked meanwhile, so that no token comes out of a secret that is being rotated or revoked.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        """Answer with the token, or with an error of RFC 6749, section 5.2."""
        if request.POST.get("grant_type") != GRANT:
            return _error("unsupported_grant_type", f"Programs use grant_type={GRANT}.")
        identifier = _uuid(extract_basic_auth(request.headers)[0] or request.POST.get("client_id", ""))
        if identifier is None:
            return _error("invalid_client", "Send the client's id and secret by HTTP Basic.", status=401)
        if not request.POST.getlist("resource"):
            parameters = request.POST.copy()
            parameters["resource"] = API
            request.POST = parameters  # type: ignore[assignment]
        with transaction.atomic():
            list(ApiClient.objects.select_for_update(of=("self",)).filter(pk=identifier))
            try:
                answer: HttpResponse = super().post(request, *args, **kwargs)
            except ValidationError as error:
                return _error("invalid_target", str(error.message))
        return answer


def metadata(request: HttpRequest) -> JsonResponse:
    """Describe the authorisation server (RFC 8414)."""
    return JsonResponse(
        {
            "issuer": settings.BASE_URL,
            "token_endpoint": f"{settings.BASE_URL}{reverse('oauth_token')}",
            "grant_types_supported": [GRANT],
            "response_types_supported": [],
            "token_endpoint_auth_methods_supported": settings.IDP_OIDC_AUTH_METHODS,
            "scopes_supported": list(SCOPES),
        }
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _error(code: str, description: str, *, status: int = 400) -> JsonResponse:
    headers = {"WWW-Authenticate": 'Basic realm="guichet"'} if status == 401 else None  # noqa: PLR2004
    return JsonResponse({"error": code, "error_description": description}, status=status, headers=headers)
