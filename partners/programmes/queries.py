"""Looking up rule books, their versions and requirements: all of them are public once announced."""

from django.db.models import Prefetch, QuerySet

from partners.programmes.models import Programme, Requirement, RuleBookVersion


def with_versions() -> QuerySet[Programme]:
    """Return all programmes, each with the versions in force and announced as its `standing`."""
    now = RuleBookVersion.objects.filter(state__in=("announced", "in_force"))
    return Programme.objects.prefetch_related(Prefetch("versions", now.defer("content"), to_attr="present_versions"))


def revisions_of(key: str, programme: Programme | None = None) -> list[Requirement]:
    """Return the revisions with this key: the one in force first, then the newest. [] where there is none."""
    rows = Requirement.objects.filter(key=key).select_related("programme")
    if programme is not None:
        rows = rows.filter(programme=programme)
    return sorted(rows.order_by("-published_at", "-revision"), key=lambda requirement: not requirement.is_in_force)
