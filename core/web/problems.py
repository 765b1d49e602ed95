"""RFC 9457 problem documents: one shape for everything that the API refuses."""

from collections.abc import Iterator
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response

from core.refusals import Forbidden, Invalid, NotFound, Refusal
from core.web.json import dumps

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"


class NotSignedIn(Refusal):
    """Nobody is known behind the request, or the credentials are not valid any more."""

    code = "authentication-required"
    title = "Sign in or send a valid token"
    status = 401


class Unreadable(Refusal):
    """The body cannot be read at all: not JSON, not UTF-8, or nested too deeply."""

    code = "malformed-request"
    title = "The request cannot be read"
    status = 400


class TooLarge(Refusal):
    """The body is larger than the API reads."""

    code = "too-large"
    title = "The request is too large"
    status = 413


class UnsupportedMediaType(Refusal):
    """The body is of a type that the API does not read."""

    code = "unsupported-media-type"
    title = "The API reads application/json"
    status = 415


class MethodNotAllowed(Refusal):
    """The address exists, the method does not."""

    code = "method-not-allowed"
    title = "This address does not answer that method"
    status = 405


class TooManyRequests(Refusal):
    """More changes in a short time than one principal may make."""

    code = "too-many-requests"
    title = "Too many requests"
    status = 429


class Broken(Refusal):
    """The fault is ours; nothing was changed."""

    code = "internal-error"
    title = "Something is broken on our side"
    status = 500


def document(refusal: Refusal) -> dict[str, Any]:
    """Return the problem document of a refusal."""
    return {
        "type": f"{settings.BASE_URL}/problems/{refusal.code}",
        "code": refusal.code,
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.detail,
        **refusal.extensions,
    }


def response(refusal: Refusal, **headers: str) -> Response:
    """Return the answer of the API to a refusal."""
    return Response(document(refusal), status=refusal.status, content_type=MEDIA_TYPE, headers=headers)


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response:
    """Turn whatever a view raised into a problem document; an unforeseen one is logged and answers 500."""
    refusal = refusal_of(exc)
    if refusal is None:
        if settings.DEBUG_PROPAGATE_EXCEPTIONS:
            raise exc
        view = context.get("view")
        log.error("unhandled", view=type(view).__name__, exc_info=exc)
        refusal = Broken("Nothing was changed. Try again later; if it stays so, tell support when it happened.")
    headers = {}
    if refusal.status == NotSignedIn.status:
        headers["WWW-Authenticate"] = getattr(exc, "auth_header", None) or 'Bearer realm="guichet"'
    wait = getattr(exc, "wait", None)
    if refusal.status == TooManyRequests.status and wait is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    return response(refusal, **headers)


def refusal_of(exc: Exception) -> Refusal | None:  # noqa: PLR0911, C901 - one line for each kind
    """Return the refusal that an exception of the framework amounts to; None for an unforeseen one."""
    match exc:
        case Refusal():
            return exc
        case exceptions.ValidationError():
            errors = list(_errors(exc.detail))
            return Invalid(
                "Some values cannot be accepted; “errors” names each one and what to do.",
                errors=errors,
            )
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return NotSignedIn(str(exc.detail))
        case exceptions.PermissionDenied():
            return Forbidden(str(exc.detail))
        case PermissionDenied():
            return Forbidden("You may not do this.")
        case exceptions.NotFound() | Http404():
            return NotFound()
        case exceptions.MethodNotAllowed():
            return MethodNotAllowed(str(exc.detail))
        case exceptions.UnsupportedMediaType():
            return UnsupportedMediaType("Send the body as application/json.")
        case exceptions.Throttled():
            return TooManyRequests("Wait as long as Retry-After says, then send it again.")
        case RequestDataTooBig():
            return TooLarge("The body is larger than this address reads.")
        case exceptions.ParseError() | SuspiciousOperation():
            return Unreadable(str(getattr(exc, "detail", "The request cannot be read.")))
    return None


def _errors(detail: Any, pointer: str = "") -> Iterator[dict[str, str]]:  # noqa: ANN401
    if isinstance(detail, dict):
        for key, value in detail.items():
            at = pointer if key == "non_field_errors" else f"{pointer}/{_escape(str(key))}"
            yield from _errors(value, at)
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            nested = isinstance(value, dict | list)
            yield from _errors(value, f"{pointer}/{index}" if nested else pointer)
    else:
        yield {"pointer": pointer, "code": str(getattr(detail, "code", "invalid")), "detail": str(detail)}


def _escape(token: str) -> str:
    """Escape a reference token of a JSON pointer (RFC 6901)."""
    return token.replace("~", "~0").replace("/", "~1")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist: a problem document in the API, a page elsewhere."""
    if request.path.startswith("/api/"):
        return plain_response(NotFound("There is no such address in the API; /api/docs/ lists them all."))
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read before any view is asked, such as a Host header that is no name."""
    if request.path.startswith("/api/"):
        return plain_response(Unreadable("The request cannot be read: look at its headers, Host among them."))
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours outside the views."""
    if request.path.startswith("/api/"):
        return plain_response(Broken("Nothing was changed. Try again later."))
    return render(request, "500.html", status=500)


def plain_response(refusal: Refusal) -> HttpResponse:
    """Return a problem document outside REST framework's views."""
    return HttpResponse(dumps(document(refusal)), status=refusal.status, content_type=MEDIA_TYPE)
