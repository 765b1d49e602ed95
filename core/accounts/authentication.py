"""Finding the principal behind a REST request: a program's bearer token, a person's session or session token."""

from typing import Any

from allauth.headless.internal.sessionkit import authenticate_by_x_session_token
from allauth.idp.oidc.models import Token
from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from core.accounts.models import ApiClient, User
from core.accounts.oauth import API
from core.accounts.principals import Principal
from core.accounts.roles import SCOPES
from core.actors import Actor

LONGEST_TOKEN = 200


class BearerToken(BaseAuthentication):
    """A program with an access token of its API client.

    Nothing is cached: a client revoked or a token deleted is refused on the next request.
    """

    def authenticate(self, request: Request) -> tuple[AnonymousUser, ApiClient] | None:
        """Attach the program as principal. Raises AuthenticationFailed for a token that is not (or no longer) good."""
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = _valid_token(value.strip())
        api_client: ApiClient | None = getattr(token.client, "api_client", None) if token else None
        if token is None or api_client is None:
            raise AuthenticationFailed("The token is unknown, has expired or was revoked. Request another one.")
        request._request.principal = Principal(  # type: ignore[attr-defined]  # noqa: SLF001 - where principal_of looks
            kind="client",
            actor=Actor("client", api_client.pk, api_client.name),
            memberships={api_client.organisation_id: None},
            scopes=frozenset(token.get_scopes()) & frozenset(api_client.scopes),
        )
        return AnonymousUser(), api_client

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401 (RFC 6750, section 3)."""
        sent = request.headers.get("Authorization", "").lower().startswith("bearer")
        return 'Bearer realm="guichet"' + (', error="invalid_token"' if sent else "")


def _valid_token(value: str) -> Token | None:
    """Return the unexpired access token, if it was issued for this API and nothing else."""
    if not (value.isascii() and value.isprintable() and 0 < len(value) <= LONGEST_TOKEN):
        return None
    tokens = Token.objects.valid().by_value(value).filter(type=Token.Type.ACCESS_TOKEN)
    token: Token | None = tokens.select_related("client__api_client").first()
    return token if token is not None and token.client is not None and token.get_resources() == [API] else None


class Session(SessionAuthentication):
    """A person signed in by the pages or by the headless API in a browser; CSRF is enforced."""


class SessionToken(BaseAuthentication):
    """A person signed in by the headless API outside a browser, by the header X-Session-Token."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        """Return the person. Raises AuthenticationFailed for a session that has ended."""
        value = request.headers.get("X-Session-Token")
        if not value:
            return None
        found: tuple[User, Any] | None = (
            authenticate_by_x_session_token(value) if value.isascii() and value.isprintable() else None
        )
        if found is None or not found[0].is_active:
            raise AuthenticationFailed("The session is unknown or has ended. Sign in again.")
        return found

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return 'Bearer realm="guichet"'


class BearerTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How OpenAPI describes BearerToken."""

    target_class = "core.accounts.authentication.BearerToken"
    name = "clientCredentials"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return the security scheme."""
        return {
            "type": "oauth2",
            "description": "For programs: an API client of an organisation.",
            "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": SCOPES}},
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How OpenAPI describes Session."""

    target_class = "core.accounts.authentication.Session"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return the security scheme."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "For people in a browser: sign in at /accounts/login/. Changes need the header X-CSRFToken.",
        }


class SessionTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How OpenAPI describes SessionToken."""

    target_class = "core.accounts.authentication.SessionToken"
    name = "sessionToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return the security scheme."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "X-Session-Token",
            "description": "For people outside a browser: POST /_allauth/app/v1/auth/login gives it.",
        }
