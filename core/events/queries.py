"""Questions about what happened."""

from core.events.models import Fact, FactQuerySet


def history(ref: str) -> FactQuerySet:
    """The story of one thing (`<kind>:<uuid>`), oldest first."""
    return Fact.objects.about(ref).order_by("id")
