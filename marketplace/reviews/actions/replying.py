"""The partner's one reply to a review."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from catalog.offers.refusals import refuse_fields
from core.accounts.models import User
from core.actors import Actor
from core.events.recording import record
from core.refusals import PreconditionFailed
from core.states import IllegalMove
from marketplace.reviews.events import ReplyWritten
from marketplace.reviews.models import PUBLISHED, Reply, ReplyEdition, Review
from marketplace.reviews.refusals import AlreadyReplied
from marketplace.reviews.rules import review_errors

EDITABLE = ("text", "language")


@transaction.atomic
def write_reply(
    *, review: Review, text: str, language: str, written_by: User | None, actor: Actor, at: datetime
) -> Reply:
    """Answer a review. Of two at once one wins. Raises Invalid, AlreadyReplied, and IllegalMove for one taken back."""
    refuse_fields(review_errors({"text": text, "language": language}))
    state = Review.objects.select_for_update().values_list("state", flat=True).get(pk=review.pk)
    if state != PUBLISHED:
        raise IllegalMove("The review was taken back, so there is nothing to answer.", state=state)
    reply = Reply(review=review, text=text, language=language, written_by=written_by, written_at=at, changed_at=at)
    Reply.objects.bulk_create([reply], ignore_conflicts=True)
    if not Reply.objects.filter(pk=reply.pk).exists():
        raise AlreadyReplied("You have answered this review already. Change that reply instead.")
    _announce(reply, written_by, actor=actor, at=at)
    return reply


@transaction.atomic
def change_reply(
    *, reply: Reply, version: int, changes: Mapping[str, Any], written_by: User | None, actor: Actor, at: datetime
) -> Reply:
    """Change the reply's words; the editions before are kept. A hidden reply stays hidden until staff look again.

    `version` is compared and set. What is equal changes nothing. Raises Invalid and PreconditionFailed.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise ValueError(f"a reply's {sorted(unknown)} cannot be changed here")
    refuse_fields(review_errors(changes))
    changed = {field: value for field, value in changes.items() if getattr(reply, field) != value}
    if not changed:
        return reply
    said = {**changed, "written_by": written_by, "changed_at": at}
    if not Reply.objects.filter(pk=reply.pk, version=version).update(version=F("version") + 1, **said):
        raise PreconditionFailed("Load the reply again, look at what has changed, and send it with the new ETag.")
    for field, value in said.items():
        setattr(reply, field, value)
    reply.version = version + 1
    _announce(reply, written_by, actor=actor, at=at)
    return reply


def _announce(reply: Reply, written_by: User | None, *, actor: Actor, at: datetime) -> None:
    ReplyEdition.objects.create(
        reply=reply,
        number=reply.version,
        text=reply.text,
        language=reply.language,
        written_by_id=written_by.pk if written_by else None,
        written_at=at,
    )
    fact = ReplyWritten(
        reply_id=reply.pk,
        review_id=reply.review_id,
        partner_id=reply.review.offer.partner_id,
        number=reply.version,
    )
    record(fact, actor=actor, at=at)
