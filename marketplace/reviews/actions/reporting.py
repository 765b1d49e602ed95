"""Saying that a review or a reply should not stand there."""

from datetime import datetime

from django.db import transaction

from catalog.offers.refusals import refuse_fields
from core.accounts.models import User
from core.actors import Actor
from core.events.recording import record
from core.refusals import NotFound
from marketplace.reviews.events import ReviewReported
from marketplace.reviews.models import PUBLISHED, Report, Review
from marketplace.reviews.refusals import AlreadyReported
from marketplace.reviews.rules import review_errors


@transaction.atomic
def report(
    *, review: Review, about: str, reason: str, detail: str = "", reported_by: User, actor: Actor, at: datetime
) -> Report:
    """Report words that everybody reads, for staff to look at. Nothing is hidden by it.

    Raises Invalid, NotFound where there is nothing to read, and AlreadyReported while one's earlier report is open.
    """
    refuse_fields(review_errors({"reason": detail} if detail else {}))
    words = review if about == "review" else getattr(review, "reply", None)
    if words is None or words.is_hidden or review.is_hidden or review.state != PUBLISHED:
        raise NotFound
    made = Report(review=review, about=about, reason=reason, detail=detail, reported_by=reported_by, reported_at=at)
    Report.objects.bulk_create([made], ignore_conflicts=True)
    if not Report.objects.filter(pk=made.pk).exists():
        raise AlreadyReported("Your report waits for our staff already. There is nothing more to do.")
    fact = ReviewReported(report_id=made.pk, review_id=review.pk, about=about, reason=reason)
    record(fact, actor=actor, at=at)
    return made
