"""How a webhook takes messages: one that is signed, the same again, and one with a wrong signature."""

import hashlib
import hmac
import json
import secrets
import time
from base64 import b64decode, b64encode
from typing import Any

from core.outgoing.failures import NotReached
from partners.vetting.gatherers.given import Given, answered, unreached

_PREFIX = "whsec_"
_LARGEST_ANSWER = 20_000


def webhook(given: Given) -> dict[str, Any]:
    """Send three messages and keep status and hash of each answer. The type of each is `guichet.probe`."""
    secret = _secret(given)
    message, forged = _message(), _message()
    return {
        "url": given.address[:300],
        "signed": _send(given, message, secret),
        # As after an answer that was lost: the same id, a signature of now.
        "again": _send(given, message, secret),
        "forged": _send(given, forged, secrets.token_bytes(32)),
    }


def signature(secret: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the header `webhook-signature` (Standard Webhooks 1.0: HMAC-SHA256 over id, timestamp and body)."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.digest(secret, signed, "sha256")).decode()


def _message() -> tuple[str, bytes]:
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    data = {"type": "guichet.probe", "timestamp": at, "data": {"nonce": secrets.token_hex(8)}}
    return f"msg_{secrets.token_hex(12)}", json.dumps(data).encode()


def _send(given: Given, message: tuple[str, bytes], secret: bytes) -> dict[str, Any]:
    message_id, body = message
    timestamp = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message_id, timestamp, body),
    }
    try:
        answer = given.ask(given.address, method="POST", body=body, headers=headers, max_bytes=_LARGEST_ANSWER)
    except NotReached as failure:
        return unreached(given.address, failure)
    return answered(answer) | {"sha256": hashlib.sha256(answer.body).hexdigest()}


def _secret(given: Given) -> bytes:
    written = str(given.subject.get("webhook_secret") or "")
    try:
        secret = b64decode(written.removeprefix(_PREFIX), validate=True)
    except ValueError:
        secret = b""
    if not secret:
        raise NotReached(
            "secret-missing", "There is no secret to sign with. Give one as whsec_… in the base64 of 24 to 64 bytes."
        )
    return secret
