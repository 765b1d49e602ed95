"""Listings and their versions."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from catalog.listings.ratings import NOBODY, STARS, Rating
from catalog.offers.models import Category as Category  # noqa: PLC0414 - a listing's word too, for the rooms above
from catalog.offers.models import Offer
from core.ids import uuid7
from core.states import Moves
from partners.organisations.models import Partner

if TYPE_CHECKING:
    from core.accounts.principals import Principal

LISTING_MOVES = Moves({"live": ["withdrawn", "retired"], "retired": ["live", "withdrawn"], "withdrawn": ["live"]})
# Those that show a version: a retired one does for who holds it, although it is not sold any more.
ON_SHOW = ("live", "retired")
VERSION_MOVES = Moves(
    {
        "submitted": ["live", "scheduled", "changes_requested", "withdrawn"],
        "scheduled": ["live", "changes_requested", "withdrawn"],
        "live": ["superseded", "withdrawn"],
        "changes_requested": [],
        "superseded": [],
        "withdrawn": [],
    }
)


class ListingQuerySet(models.QuerySet["Listing"]):
    """The query language of listings."""

    def live(self) -> Self:
        """What is in the catalogue and for sale."""
        return self.filter(state="live")

    def on_show(self) -> Self:
        """What has a page: the live ones, and the retired ones, which are not for sale."""
        return self.filter(state__in=ON_SHOW)

    def visible_to(self, principal: "Principal") -> Self:
        """The listings one may act on: members those of their organisations, staff all, everybody else none."""
        if principal.is_staff:
            return self
        return self.filter(partner__organisation_id__in=principal.organisation_ids)


class Listing(models.Model):
    """An offer's place in the catalogue, from its first publication on. The slug stays for ever."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="listing")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="listings")
    slug = models.SlugField(max_length=160, unique=True)
    state = models.CharField(max_length=10, default="live")
    current = models.OneToOneField("ListingVersion", null=True, on_delete=models.PROTECT, related_name="current_of")
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=LISTING_MOVES.check(), name="listing_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=ON_SHOW, current__isnull=False)
                | models.Q(state="withdrawn", current=None),
                name="listing_shows_a_version_while_live",
            ),
            models.CheckConstraint(
                condition=models.Q(state="retired", retired_at__isnull=False)
                | (~models.Q(state="retired") & models.Q(retired_at=None)),
                name="listing_retired_since",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class ListingVersionQuerySet(models.QuerySet["ListingVersion"]):
    """The query language of listing versions."""

    def due(self, at: datetime) -> Self:
        """Scheduled versions whose instant has come."""
        return self.filter(state="scheduled", goes_live_at__lte=at)

    def visible_to(self, principal: "Principal") -> Self:
        """Members see the versions of their organisations' offers, staff see all, everybody else none."""
        if principal.is_staff:
            return self
        return self.filter(offer__partner__organisation_id__in=principal.organisation_ids)


class ListingVersion(models.Model):
    """An offer as it was submitted. What it says is frozen; the database refuses any change of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="versions")
    listing = models.ForeignKey(Listing, null=True, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, default="submitted")
    content = models.JSONField()
    findings = models.JSONField(default=list)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    goes_live_at = models.DateTimeField(null=True, help_text="From when a scheduled version is live")
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ListingVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=VERSION_MOVES.check(), name="listing_version_state_is_known"),
            models.UniqueConstraint(fields=["offer", "number"], name="listing_version_number_once"),
            models.UniqueConstraint(
                fields=["offer"],
                condition=models.Q(state__in=["submitted", "scheduled"]),
                name="listing_version_one_waiting",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="scheduled") | models.Q(goes_live_at__isnull=False),
                name="listing_version_scheduled_for_an_instant",
            ),
            models.UniqueConstraint(
                fields=["offer"], condition=models.Q(state="live"), name="listing_version_one_live"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="listing_version_queue"),
            models.Index(
                fields=["goes_live_at"], condition=models.Q(state="scheduled"), name="listing_version_scheduled"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="frozen", fields=["offer", "number", "content", "submitted_at"]),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.content.get('name', '')} {self.number}"


def _no_stars() -> list[int]:
    return list(NOBODY.by_stars)


class ListingRating(models.Model):
    """What customers' stars for an offer come to, kept so that lists and searches need not count reviews.

    `by_stars` says how many give one star, two, and so on; the average is `sum / count`.
    """

    offer = models.OneToOneField(Offer, primary_key=True, on_delete=models.PROTECT, related_name="rating")
    count = models.PositiveIntegerField(default=0)
    sum = models.PositiveIntegerField(default=0)
    by_stars = ArrayField(models.PositiveIntegerField(), size=len(STARS), default=_no_stars)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sum__gte=models.F("count"), sum__lte=len(STARS) * models.F("count")),
                name="listing_rating_is_within_the_stars",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count}: {self.rating.average}"

    @property
    def rating(self) -> Rating:
        """The same as a plain value."""
        return Rating(tuple(self.by_stars))
