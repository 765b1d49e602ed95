"""Conditional requests: 304 for what has not changed, 412 and 428 against lost updates."""

from hashlib import blake2b

from rest_framework.request import Request

from core.refusals import PreconditionFailed, Refusal


class PreconditionRequired(Refusal):
    """A versioned thing is only changed by those who say which version they saw."""

    code = "precondition-required"
    title = "Say which version you saw"
    status = 428


def version_tag(version: int) -> str:
    """Return the ETag of a versioned thing."""
    return f'"{version}"'


def body_tag(body: bytes) -> str:
    """Return an ETag made of the answer itself."""
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def expected_version(request: Request, current: int) -> int:
    """Return the version the client saw, which must be the current one.

    The action still compares and sets with it. Raises PreconditionRequired and PreconditionFailed.
    """
    sent = request.headers.get("If-Match", "").strip()
    if not sent:
        raise PreconditionRequired("Send the ETag you were given in If-Match, so that no other change is overwritten.")
    if version_tag(current) not in [tag.strip() for tag in sent.split(",")]:
        raise PreconditionFailed("Load it again, look at what has changed, and send your change with the new ETag.")
    return current


def not_modified(request: Request, etag: str) -> bool:
    """Whether the client has this very answer already (If-None-Match, weak comparison)."""
    tags = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
    return etag.removeprefix("W/") in tags or tags == ["*"]
