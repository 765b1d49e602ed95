"""Questions about channels."""

import re
from typing import TYPE_CHECKING

from catalog.channels.models import CODE, Channel
from core.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from core.accounts.principals import Principal


def entered(code: str, principal: "Principal") -> Channel | None:
    """Return the channel of this code if one may enter it: staff any, others those that are open; one query."""
    if not re.fullmatch(CODE, code, re.ASCII):
        return None
    rows = Channel.objects.all() if principal.is_staff else Channel.objects.open()
    return rows.filter(code=code).first()


def named_channel(code: str | None, principal: "Principal") -> Channel | None:
    """Return the channel that a body names, None where it names none; one query, or none. Raises Invalid."""
    found = None if code is None else entered(code, principal)
    if code is not None and found is None:
        raise Invalid.field("channel", "There is no channel of this code; GET /api/v1/channels lists them.")
    return found


def channel_of(code: str | None, principal: "Principal") -> Channel | None:
    """Return the channel of this code, None where no code is given; one query, or none. Raises NotFound."""
    if code is None:
        return None
    found = entered(code, principal)
    if found is None:
        raise NotFound
    return found
