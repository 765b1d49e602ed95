"""Idempotency keys: a POST sent twice has one effect and one answer.

The answer is stored in the transaction of the effect, so it can never be stuck "in progress": either both are there or
neither. This is the one place outside the actions that opens a transaction (docs/adr/0003).
"""

import base64
from collections.abc import Callable
from datetime import timedelta
from functools import cache, wraps
from hashlib import blake2b, sha256
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import connection, transaction
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core import clock
from core.accounts.principals import principal_of
from core.refusals import Invalid, Refusal
from core.web import json, problems
from core.web.models import IdempotentAnswer

LONGEST_KEY = 255
KEPT_FOR = timedelta(hours=48)
KEPT_HEADERS = ("Location", "ETag")
KEPT_REFUSALS = frozenset({409})


class KeyReused(Refusal):
    """The key came with another request before."""

    code = "idempotency-key-reused"
    title = "This Idempotency-Key belongs to another request"
    status = 422


class InFlight(Refusal):
    """The same key is being worked on at this moment."""

    code = "idempotency-key-in-flight"
    title = "The first request with this Idempotency-Key is still being answered"


Handler = Callable[..., Response]


def idempotent(handler: Handler) -> Handler:
    """Wrap a view's `post`, so that a repeated Idempotency-Key gets the stored answer of the first request."""

    @wraps(handler)
    def answer(view: APIView, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401
        key = request.headers.get("Idempotency-Key")
        principal = principal_of(request)
        if key is None or principal.is_anonymous:
            return handler(view, request, *args, **kwargs)
        if not (1 <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
            raise Invalid.field("Idempotency-Key", f"The key is 1 to {LONGEST_KEY} printable ASCII characters.")
        with transaction.atomic():
            _claim(principal.id, key)
            stored = IdempotentAnswer.objects.filter(principal=principal.id, key=key).first()
            if stored is not None:
                return _replay(stored, request)
            response = _answer_or_refusal(lambda: handler(view, request, *args, **kwargs))
            _store(response, principal.id, key, request)
            return response

    return answer


def once(principal: str, key: str, act: Callable[[], str]) -> str:
    """Do what a form asks for once for its key; return the address it led to, also to who sends it again.

    Who clicks twice waits for the first answer. A refusal undoes what was written and is not kept: the form may be sent
    again as it is.
    """
    key = f"form {key}"
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_number(principal, key)])
        stored = IdempotentAnswer.objects.filter(principal=principal, key=key).first()
        if stored is not None:
            return str(stored.headers["Location"])
        address = act()
        IdempotentAnswer.objects.create(
            principal=principal,
            key=key,
            fingerprint="",
            status=302,
            headers={"Location": address},
            body=b"",
            created_at=clock.now(),
        )
        return address


def _lock_number(principal: str, key: str) -> int:
    return int.from_bytes(blake2b(f"{principal} {key}".encode(), digest_size=8).digest(), "big", signed=True)


def _claim(principal: str, key: str) -> None:
    """Hold the key until the transaction ends. Raises InFlight when somebody else does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_lock_number(principal, key)])
        (claimed,) = cursor.fetchone()
    if not claimed:
        raise InFlight("Wait for the first answer, or send the same request with the same key again in a moment.")


def _answer_or_refusal(handler: Callable[[], Response]) -> Response:
    """Run the handler; a business refusal undoes what it wrote, and is an answer worth keeping."""
    try:
        with transaction.atomic():
            return handler()
    except Refusal as refusal:
        if refusal.status not in KEPT_REFUSALS:
            raise
        return problems.response(refusal)


def _fingerprint(request: Request) -> str:
    return sha256(
        b"\0".join([(request.method or "").encode(), request.path.encode(), json.canonical(request.data)])
    ).hexdigest()


def _store(response: Response, principal: str, key: str, request: Request) -> None:
    IdempotentAnswer.objects.create(
        principal=principal,
        key=key,
        fingerprint=_fingerprint(request),
        status=response.status_code,
        headers={name: response[name] for name in KEPT_HEADERS if name in response},
        body=_cipher().encrypt(json.dumps(response.data)),
        created_at=clock.now(),
    )


def _replay(stored: IdempotentAnswer, request: Request) -> Response:
    if stored.fingerprint != _fingerprint(request):
        raise KeyReused(
            "The first request with this key had another address or another body. Use a new key for a new request."
        )
    body = json.loads(_cipher().decrypt(bytes(stored.body)))
    headers = stored.headers | {"Idempotency-Replayed": "true"}
    content_type = problems.MEDIA_TYPE if stored.status in KEPT_REFUSALS else None
    return Response(body, status=stored.status, headers=headers, content_type=content_type)


@cache
def _cipher() -> Fernet:
    key = sha256(b"idempotent answers" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def forget_old() -> int:
    """Delete answers older than 48 hours. Returns how many."""
    deleted, _ = IdempotentAnswer.objects.filter(created_at__lt=clock.now() - KEPT_FOR).delete()
    return deleted
