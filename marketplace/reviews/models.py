"""Reviews, replies, every edition of both, and the reports about them."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import Q

from catalog.listings.ratings import BEST, WORST
from catalog.offers.models import Offer
from core.accounts.models import Organisation, User
from core.accounts.roles import StaffRole
from core.ids import uuid7
from core.states import Moves
from marketplace.reviews.places import Order, Place
from marketplace.reviews.rules import REASON, TITLE

if TYPE_CHECKING:
    from core.accounts.principals import Principal

MODERATED_BY = StaffRole.CATALOGUE
PUBLISHED, WITHDRAWN, SHOWN, HIDDEN = "published", "withdrawn", "shown", "hidden"
# What its author does with a review, and what staff do with it: neither undoes the other.
STATES = Moves({PUBLISHED: [WITHDRAWN], WITHDRAWN: [PUBLISHED]})
MODERATION = Moves({SHOWN: [HIDDEN], HIDDEN: [SHOWN]})
ABOUT = ("review", "reply")
REPORTED_FOR = ("spam", "insult", "personal_data", "untrue", "conflict_of_interest", "other")


class ReviewQuerySet(models.QuerySet["Review"]):
    """The query language of reviews."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see what their organisations wrote and what was written about their offers; catalogue staff all."""
        if principal.has_staff_role(MODERATED_BY):
            return self
        return self.filter(
            Q(organisation_id__in=principal.organisation_ids)
            | Q(offer__partner__organisation_id__in=principal.organisation_ids, state=PUBLISHED)
        )

    def published(self) -> Self:
        """What its author has not taken back; in the place of a hidden one everybody reads why it is hidden."""
        return self.filter(state=PUBLISHED)

    def readable(self) -> Self:
        """What everybody may read."""
        return self.filter(state=PUBLISHED, moderation=SHOWN)

    def in_order(self, order: Order, *, after: Place | None = None) -> Self:
        """Return what comes after a place. By stars, hidden reviews are left out: their place would give them away."""
        rows = self if order is Order.NEWEST else self.filter(moderation=SHOWN)
        ascending = order is Order.LOWEST
        if after is not None:
            earlier = Q(pk__lt=after.review_id)
            beyond = Q(stars__gt=after.stars) if ascending else Q(stars__lt=after.stars)
            rows = rows.filter(earlier if order is Order.NEWEST else beyond | (Q(stars=after.stars) & earlier))
        keys = {Order.NEWEST: ["-pk"], Order.HIGHEST: ["-stars", "-pk"], Order.LOWEST: ["stars", "-pk"]}
        return rows.order_by(*keys[order])


class Words(models.Model):
    """Words that everybody reads, who wrote them last, and what staff decided about them.

    The name of a person is never shown: a review is its organisation's, a reply its partner's.
    """

    text = models.TextField()
    language = models.CharField(max_length=2, help_text="ISO 639-1")
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    moderation = models.CharField(max_length=10, default=SHOWN)
    reason = models.CharField(max_length=REASON, blank=True, help_text="Why it is hidden, for everybody to read")
    moderated_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @property
    def is_hidden(self) -> bool:
        """Whether staff have hidden it."""
        return self.moderation == HIDDEN


class Review(Words):
    """What an organisation says of an offer that it holds or held: one review, of which each edition is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="reviews")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reviews")
    stars = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=TITLE)
    state = models.CharField(max_length=10, default=PUBLISHED)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "organisation"], name="review_once"),
            models.CheckConstraint(condition=Q(stars__gte=WORST, stars__lte=BEST), name="review_stars_are_known"),
            models.CheckConstraint(condition=STATES.check(), name="review_state_is_known"),
            models.CheckConstraint(condition=MODERATION.check("moderation"), name="review_moderation_is_known"),
            models.CheckConstraint(condition=Q(moderation=SHOWN) | ~Q(reason=""), name="review_hidden_with_a_reason"),
        ]
        indexes = [
            models.Index(fields=["offer", "-id"], condition=Q(state=PUBLISHED), name="review_newest"),
            models.Index(
                fields=["offer", "stars", "-id"],
                condition=Q(state=PUBLISHED, moderation=SHOWN),
                name="review_by_stars",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stars} {self.title}"


class Edition(models.Model):
    """A review as it once was. Never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    stars = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=TITLE)
    text = models.TextField()
    language = models.CharField(max_length=2)
    written_by_id = models.UUIDField(null=True, help_text="The person, who may have been erased since")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="review_edition_once")]
        triggers = [pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"


class ReplyQuerySet(models.QuerySet["Reply"]):
    """The query language of replies."""

    def visible_to(self, principal: "Principal") -> Self:
        """As the reviews they are about."""
        return self.filter(review__in=Review.objects.visible_to(principal))


class Reply(Words):
    """The one answer of the partner to a review, of which each edition is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="reply")

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "replies"
        constraints = [
            models.CheckConstraint(condition=MODERATION.check("moderation"), name="reply_moderation_is_known"),
            models.CheckConstraint(condition=Q(moderation=SHOWN) | ~Q(reason=""), name="reply_hidden_with_a_reason"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ReplyEdition(models.Model):
    """A reply as it once was. Never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=2)
    written_by_id = models.UUIDField(null=True, help_text="The person, who may have been erased since")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["reply", "number"], name="reply_edition_once")]
        triggers = [pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:80]}"


class ReportQuerySet(models.QuerySet["Report"]):
    """The query language of reports."""

    def visible_to(self, principal: "Principal") -> Self:
        """Catalogue staff see all, everybody else none: who reported is nobody else's business."""
        return self if principal.has_staff_role(MODERATED_BY) else self.none()

    def open(self) -> Self:
        """Those that wait for a decision."""
        return self.filter(closed_at=None)


class Report(models.Model):
    """Somebody's word that a review or a reply should not stand there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reports")
    about = models.CharField(max_length=10, choices=[(one, one) for one in ABOUT])
    reason = models.CharField(max_length=30, choices=[(one, one) for one in REPORTED_FOR])
    detail = models.CharField(max_length=REASON, blank=True)
    reported_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    reported_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "about", "reported_by"], condition=Q(closed_at=None), name="report_open_once"
            ),
            models.CheckConstraint(condition=Q(about__in=ABOUT), name="report_about_is_known"),
            models.CheckConstraint(condition=Q(reason__in=REPORTED_FOR), name="report_reason_is_known"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(closed_at=None), name="report_queue")]

    def __str__(self) -> str:
        return f"{self.about}: {self.reason}"
