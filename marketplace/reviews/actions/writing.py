"""Writing a review, changing it, and taking it back: the organisation's doing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from catalog.offers.models import Offer
from catalog.offers.refusals import refuse_fields
from core.accounts.models import Organisation, User
from core.actors import Actor
from core.events.recording import record
from core.refusals import PreconditionFailed
from core.states import IllegalMove
from marketplace.reviews.events import ReviewChanged, ReviewWithdrawn, ReviewWritten
from marketplace.reviews.models import PUBLISHED, STATES, WITHDRAWN, Edition, Review
from marketplace.reviews.queries import standing
from marketplace.reviews.refusals import AlreadyReviewed, MayNotReview
from marketplace.reviews.rules import review_errors, why_not
from marketplace.reviews.wording import may_not_review

EDITABLE = ("stars", "title", "text", "language")


@transaction.atomic
def write_review(
    *,
    offer: Offer,
    organisation: Organisation,
    stars: int,
    title: str,
    text: str,
    language: str,
    written_by: User | None,
    actor: Actor,
    at: datetime,
) -> Review:
    """Say what an organisation thinks of an offer that it holds or held.

    One that was taken back comes back as another edition of the same review; if staff had hidden it, it stays hidden.
    Of two at once one wins. Raises Invalid (which names each field), MayNotReview and AlreadyReviewed.
    """
    words = {"stars": stars, "title": title, "text": text, "language": language}
    refuse_fields(review_errors(words))
    _refuse_whom_may_not(offer, organisation)
    review = Review(
        offer=offer, organisation=organisation, written_by=written_by, written_at=at, changed_at=at, **words
    )
    Review.objects.bulk_create([review], ignore_conflicts=True)
    found = Review.objects.select_for_update().get(offer=offer, organisation=organisation)
    if found.pk != review.pk:
        if found.state == PUBLISHED:
            raise AlreadyReviewed(
                f"{organisation.name} has reviewed “{offer.name}” already. Change that review, or take it back first.",
                review=str(found.pk),
            )
        _set(found, words, version=found.version, written_by=written_by, at=at, state=PUBLISHED)
    _keep_edition(found, written_by, at)
    fact = ReviewWritten(review_id=found.pk, organisation_id=organisation.pk, number=found.version)
    record(fact, actor=actor, at=at)
    return found


@transaction.atomic
def change_review(
    *, review: Review, version: int, changes: Mapping[str, Any], written_by: User | None, actor: Actor, at: datetime
) -> Review:
    """Change any of `EDITABLE`; the editions before are kept. A hidden review stays hidden until staff look again.

    `version` is the one the change is based on, compared and set in one statement. What is equal changes nothing and
    leaves no fact. Raises Invalid, MayNotReview, IllegalMove when it was taken back, and PreconditionFailed.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise ValueError(f"a review's {sorted(unknown)} cannot be changed here")
    refuse_fields(review_errors(changes))
    _refuse_whom_may_not(review.offer, review.organisation)
    if review.state != PUBLISHED:
        raise IllegalMove("The review was taken back. Write it anew instead of changing it.", state=review.state)
    changed = {field: value for field, value in changes.items() if getattr(review, field) != value}
    if not changed:
        return review
    _set(review, changed, version=version, written_by=written_by, at=at)
    _keep_edition(review, written_by, at)
    fact = ReviewChanged(review_id=review.pk, organisation_id=review.organisation_id, number=review.version)
    record(fact, actor=actor, at=at)
    return review


@transaction.atomic
def withdraw_review(*, review: Review, actor: Actor, at: datetime) -> Review:
    """Take a review back: nobody else reads it any more, nor the reply. Raises IllegalMove when it is back already."""
    STATES.apply(Review.objects.filter(pk=review.pk), to=WITHDRAWN)
    review.state = WITHDRAWN
    record(ReviewWithdrawn(review_id=review.pk, organisation_id=review.organisation_id), actor=actor, at=at)
    return review


def _refuse_whom_may_not(offer: Offer, organisation: Organisation) -> None:
    why = why_not(standing(offer, organisation.pk))
    if why is not None:
        raise MayNotReview(may_not_review(why, offer.name, organisation.name), reason=why.value)


def _set(
    review: Review, values: Mapping[str, Any], *, version: int, written_by: User | None, at: datetime, **moved: str
) -> None:
    """Write new words over those of `version`, which must still be the current one."""
    said = {**values, **moved, "written_by": written_by, "changed_at": at}
    rows = Review.objects.filter(pk=review.pk, version=version, state=review.state)
    if not rows.update(version=F("version") + 1, **said):
        raise PreconditionFailed("Load the review again, look at what has changed, and send it with the new ETag.")
    for field, value in said.items():
        setattr(review, field, value)
    review.version = version + 1


def _keep_edition(review: Review, written_by: User | None, at: datetime) -> None:
    person: UUID | None = written_by.pk if written_by else None
    Edition.objects.create(
        review=review,
        number=review.version,
        stars=review.stars,
        title=review.title,
        text=review.text,
        language=review.language,
        written_by_id=person,
        written_at=at,
    )
