"""The signed links of the filesystem store: what may be done with which object, until when."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from django.core import signing

from core.refusals import Refusal

_SALT = "core.storage.objects"


class LinkInvalid(Refusal):
    """The link was not made by us, or was changed on the way."""

    code = "link-invalid"
    title = "The link is not valid"
    status = 403


class LinkExpired(Refusal):
    """The link was made by us, but its time is over."""

    code = "link-expired"
    title = "The link has expired"
    status = 403


@dataclass(frozen=True, slots=True)
class Grant:
    """What the bearer of a link may do: put exactly `size` bytes of `content_type`, or get them as `filename`."""

    verb: Literal["PUT", "GET"]
    key: str
    content_type: str
    expires: int
    size: int = 0
    filename: str = ""


def sign(grant: Grant) -> str:
    """Return the grant as a token for an address, signed by HMAC-SHA256 with the server's secret key."""
    return signing.dumps(asdict(grant), salt=_SALT)


def verify(token: str, *, verb: str, at: datetime) -> Grant:
    """Return the grant that `token` carries. Raises LinkInvalid, LinkExpired."""
    try:
        grant = Grant(**signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkInvalid("The link was not made here or is not complete. Ask for a new one.") from None
    if grant.verb != verb:
        raise LinkInvalid(f"The link is for {grant.verb}, not for {verb}.")
    if at.timestamp() >= grant.expires:
        raise LinkExpired("The link has expired. Ask for a new one.")
    return grant
