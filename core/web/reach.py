"""How far this installation's outgoing requests reach."""

from django.conf import settings

from core.outgoing.targets import Reach


def reach() -> Reach:
    """Return what the settings open beside public addresses."""
    return Reach(opened=tuple(settings.OUTGOING_ALLOWED_NETWORKS))
