"""What goes in and out: reviews, replies and reports as JSON."""

from typing import Any

from rest_framework import serializers

from catalog.listings.api.shapes import RatingSerializer
from catalog.listings.ratings import BEST, WORST
from core.web.serializers import StrictSerializer, Text, Whole
from marketplace.reviews.models import ABOUT, MODERATION, REPORTED_FOR, STATES, Edition, Reply, Report, Review
from marketplace.reviews.rules import LANGUAGES, REASON, TEXT, TITLE

EXAMPLE = {
    "organisation": "01981f3e-7c00-7000-8000-000000000001",
    "listing": "tide-board",
    "stars": 4,
    "title": "Calm, and quick to set up",
    "text": "Our three teams moved over in a week. We miss an export to spreadsheets.",
    "language": "en",
}


class ReviewChanges(StrictSerializer):
    """What an organisation says of an offer."""

    stars = Whole(min_value=WORST, max_value=BEST)
    title = Text(max_length=TITLE)
    text = Text(max_length=TEXT)
    language = serializers.ChoiceField(choices=LANGUAGES, help_text="ISO 639-1: the language it is written in")


class ReviewInput(ReviewChanges):
    """A new review."""

    organisation = serializers.UUIDField(help_text="The customer for whom it is written")
    listing = serializers.SlugField(max_length=160, help_text="Of what: the slug of a listing")


class ReplyChanges(StrictSerializer):
    """What a partner answers."""

    text = Text(max_length=TEXT)
    language = serializers.ChoiceField(choices=LANGUAGES, help_text="ISO 639-1: the language it is written in")


class ReplyInput(ReplyChanges):
    """A new reply."""

    review = serializers.UUIDField(help_text="What is answered")


class ReportInput(StrictSerializer):
    """What should not stand there, and why."""

    review = serializers.UUIDField()
    about = serializers.ChoiceField(choices=ABOUT, default="review")
    reason = serializers.ChoiceField(choices=REPORTED_FOR)
    detail = Text(max_length=REASON, allow_blank=True, required=False, default="")


class ModerationInput(StrictSerializer):
    """What staff decide."""

    about = serializers.ChoiceField(choices=ABOUT, default="review")
    outcome = serializers.ChoiceField(
        choices=["hide", "restore", "dismiss"], help_text="dismiss: let stand what was reported"
    )
    reason = Text(
        max_length=REASON,
        allow_blank=True,
        required=False,
        default="",
        help_text="Needed to hide and to restore: author and partner are told, and everybody reads why it is hidden",
    )


class PublicReplySerializer(serializers.Serializer):
    """The partner's reply, as everybody reads it."""

    id = serializers.UUIDField()
    is_hidden = serializers.BooleanField()
    reason = serializers.CharField(help_text="Why it is hidden; empty where it is not")
    text = serializers.CharField(allow_null=True)
    language = serializers.CharField(allow_null=True)
    written_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()


class PublicReviewSerializer(serializers.Serializer):
    """A review, as everybody reads it. Of a hidden one there is only the reason."""

    id = serializers.UUIDField()
    is_hidden = serializers.BooleanField()
    reason = serializers.CharField(help_text="Why it is hidden; empty where it is not")
    organisation = serializers.CharField(allow_null=True, help_text="The customer's name")
    stars = serializers.IntegerField(allow_null=True, min_value=WORST, max_value=BEST)
    title = serializers.CharField(allow_null=True)
    text = serializers.CharField(allow_null=True)
    language = serializers.CharField(allow_null=True)
    written_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    reply = PublicReplySerializer(allow_null=True)


class PublicReviewPageSerializer(serializers.Serializer):
    """A page of an offer's reviews, and what their stars come to."""

    rating = RatingSerializer()
    results = PublicReviewSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)


class ReplySerializer(serializers.Serializer):
    """A reply with what staff decided about it."""

    id = serializers.UUIDField()
    review = serializers.UUIDField()
    text = serializers.CharField()
    language = serializers.CharField()
    written_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    moderation = serializers.ChoiceField(choices=MODERATION.states)
    reason = serializers.CharField()
    moderated_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ReviewSerializer(serializers.Serializer):
    """A review for those whom it concerns."""

    id = serializers.UUIDField()
    offer = serializers.UUIDField()
    organisation = serializers.CharField(help_text="The customer's name")
    stars = serializers.IntegerField()
    title = serializers.CharField()
    text = serializers.CharField()
    language = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES.states)
    written_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    moderation = serializers.ChoiceField(choices=MODERATION.states)
    reason = serializers.CharField()
    moderated_at = serializers.DateTimeField(allow_null=True)
    reply = ReplySerializer(allow_null=True)
    version = serializers.IntegerField()


class ReviewPageSerializer(serializers.Serializer):
    """A page of reviews."""

    results = ReviewSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


class EditionSerializer(serializers.Serializer):
    """A review as it once was."""

    number = serializers.IntegerField()
    stars = serializers.IntegerField()
    title = serializers.CharField()
    text = serializers.CharField()
    language = serializers.CharField()
    written_at = serializers.DateTimeField()


class ReviewDetailSerializer(ReviewSerializer):
    """A review with all its editions, oldest first."""

    editions = EditionSerializer(many=True)


class ReportSerializer(serializers.Serializer):
    """What somebody reported."""

    id = serializers.UUIDField()
    review = serializers.UUIDField()
    about = serializers.ChoiceField(choices=ABOUT)
    reason = serializers.ChoiceField(choices=REPORTED_FOR)
    detail = serializers.CharField()
    reported_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class ReportPageSerializer(serializers.Serializer):
    """A page of reports."""

    results = ReportSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


def public_review_json(review: Review) -> dict[str, Any]:
    """Return a review as everybody reads it; its organisation and reply are loaded with it."""
    hidden = review.is_hidden
    reply: Reply | None = getattr(review, "reply", None)
    return {
        "id": review.pk,
        "is_hidden": hidden,
        "reason": review.reason,
        "organisation": None if hidden else review.organisation.name,
        "stars": None if hidden else review.stars,
        "title": None if hidden else review.title,
        "text": None if hidden else review.text,
        "language": None if hidden else review.language,
        "written_at": review.written_at,
        "changed_at": review.changed_at,
        "reply": None if hidden or reply is None else _public_reply_json(reply),
    }


def _public_reply_json(reply: Reply) -> dict[str, Any]:
    return {
        "id": reply.pk,
        "is_hidden": reply.is_hidden,
        "reason": reply.reason,
        "text": None if reply.is_hidden else reply.text,
        "language": None if reply.is_hidden else reply.language,
        "written_at": reply.written_at,
        "changed_at": reply.changed_at,
    }


def reply_json(reply: Reply) -> dict[str, Any]:
    """Return a reply for those whom it concerns."""
    return {"id": reply.pk, "review": reply.review_id, "text": reply.text, "language": reply.language, **_kept(reply)}


def review_json(review: Review) -> dict[str, Any]:
    """Return a review for those whom it concerns; its organisation and reply are loaded with it."""
    reply: Reply | None = getattr(review, "reply", None)
    return {
        "id": review.pk,
        "offer": review.offer_id,
        "organisation": review.organisation.name,
        "stars": review.stars,
        "title": review.title,
        "text": review.text,
        "language": review.language,
        "state": review.state,
        **_kept(review),
        "reply": None if reply is None else reply_json(reply),
    }


def _kept(words: Review | Reply) -> dict[str, Any]:
    return {
        "written_at": words.written_at,
        "changed_at": words.changed_at,
        "moderation": words.moderation,
        "reason": words.reason,
        "moderated_at": words.moderated_at,
        "version": words.version,
    }


def edition_json(edition: Edition) -> dict[str, Any]:
    """Return a review as it once was."""
    return {name: getattr(edition, name) for name in ("number", "stars", "title", "text", "language", "written_at")}


def report_json(report: Report) -> dict[str, Any]:
    """Return a report; who made it is not shown."""
    return {
        "id": report.pk,
        "review": report.review_id,
        "about": report.about,
        "reason": report.reason,
        "detail": report.detail,
        "reported_at": report.reported_at,
        "closed_at": report.closed_at,
    }
