"""What this room holds about a person: what they wrote for their organisations, and what they reported."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.accounts.models import User
from core.accounts.personal import tells_personal_data
from marketplace.reviews.models import Edition, ReplyEdition, Report


@tells_personal_data("reviews")
def reviews_of(user: User) -> Iterable[Mapping[str, Any]]:
    """Return every edition of a review that the person wrote."""
    written = Edition.objects.filter(written_by_id=user.pk).order_by("pk")
    return written.values(
        "review_id", "review__organisation_id", "number", "stars", "title", "text", "language", "written_at"
    )


@tells_personal_data("review_replies")
def replies_of(user: User) -> Iterable[Mapping[str, Any]]:
    """Return every edition of a reply that the person wrote."""
    written = ReplyEdition.objects.filter(written_by_id=user.pk).order_by("pk")
    return written.values("reply_id", "number", "text", "language", "written_at")


@tells_personal_data("review_reports")
def reports_of(user: User) -> Iterable[Mapping[str, Any]]:
    """Return what the person reported."""
    made = Report.objects.filter(reported_by=user).order_by("pk")
    return made.values("id", "review_id", "about", "reason", "detail", "reported_at", "closed_at")
