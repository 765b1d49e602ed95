"""Pages that stand in a channel, if their address names one."""

from django.http import Http404, HttpRequest

from catalog.channels.models import Channel
from catalog.channels.queries import entered
from core.accounts.principals import principal_of


def channel_at(request: HttpRequest, code: str) -> Channel:
    """Return the channel at an address, if the reader may enter it; one query. Raises Http404."""
    channel = entered(code, principal_of(request))
    if channel is None:
        raise Http404
    return channel
