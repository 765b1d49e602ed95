"""Subscriptions, their items, and the timeline that says what became of each."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import Func, Q, Value

from catalog.bundles.models import BundleVersion
from catalog.listings.models import ListingVersion
from catalog.offers.models import Plan
from catalog.pricing.models import Price
from core.ids import uuid7
from core.states import Moves
from marketplace.customers.models import Customer
from marketplace.subscriptions.timeline import Change, Kind
from partners.organisations.models import Partner

if TYPE_CHECKING:
    from core.accounts.principals import Principal

STAFF_WHO_SEE_ALL = ("support", "finance")
ACTIVE, ENDING, ENDED = "active", "ending", "ended"
MOVES = Moves({ACTIVE: [ENDING], ENDING: [ENDED], ENDED: []})


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """The query language of subscriptions."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see their organisation's, staff in support and finance see all, everybody else none."""
        if principal.has_any_staff_role(STAFF_WHO_SEE_ALL):
            return self
        return self.filter(customer__organisation_id__in=principal.organisation_ids)

    def to_bill(self, at: datetime) -> Self:
        """Subscriptions with something to bill on the furthest calendar that has a date at `at` (UTC+14)."""
        return self.filter(next_bill_on__lte=_latest_date(at))

    def to_end(self, at: datetime) -> Self:
        """Cancelled subscriptions whose last day may have passed on the furthest calendar."""
        return self.filter(state=ENDING, ends_on__lte=_latest_date(at))


def _latest_date(at: datetime) -> date:
    return (at + timedelta(hours=14)).date()


class Subscription(models.Model):
    """What a customer holds, in one currency; items of many partners, all counted from one anchor date.

    `state`, `ends_on` and `next_bill_on` follow from the timeline and are kept for finding things quickly.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.BigIntegerField(unique=True, db_default=Func(Value("subscription_number"), function="nextval"))
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="subscriptions")
    currency = models.CharField(max_length=3)
    anchor_on = models.DateField(help_text="The date on the customer's calendar from which periods are counted")
    state = models.CharField(max_length=10, default=ACTIVE)
    started_at = models.DateTimeField()
    ends_on = models.DateField(null=True)
    next_bill_on = models.DateField(null=True, db_index=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=MOVES.check(), name="subscription_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=ACTIVE, ends_on__isnull=True) | (~Q(state=ACTIVE) & Q(ends_on__isnull=False)),
                name="subscription_end_is_known_once_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number as people read it, such as S-001042."""
        return f"S-{self.number:06d}"

    def changes(self) -> list[Change]:
        """The timeline as plain values."""
        rows = self.timeline.all()
        return [Change(row.item_id, Kind(row.kind), row.effective_on) for row in rows]


class ItemQuerySet(models.QuerySet["Item"]):
    """The query language of items."""

    def held_by(self, customer: Customer) -> Self:
        """Items of the customer's subscriptions that have not ended."""
        return self.filter(subscription__customer=customer).exclude(subscription__state=ENDED)


class Item(models.Model):
    """One plan in a subscription, with the price, listing version and words of the moment it was sold. Immutable."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    price = models.ForeignKey(Price, on_delete=models.PROTECT, related_name="+")
    listing_version = models.ForeignKey(ListingVersion, on_delete=models.PROTECT, related_name="+")
    bundle_version = models.ForeignKey(
        BundleVersion, null=True, on_delete=models.PROTECT, related_name="+", help_text="What it was sold as a part of"
    )
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    partner_name = models.CharField(max_length=200)
    description = models.CharField(max_length=300)
    quantity = models.PositiveIntegerField()

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "plan"], name="item_plan_once"),
            models.UniqueConstraint(fields=["subscription", "position"], name="item_position_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="item_quantity_is_positive"),
        ]
        triggers = [pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.description


class TimelineEntry(models.Model):
    """Something that happened to an item. Append-only: the subscription at any date is a fold over these.

    `effective_on` is `effective_at` on the customer's calendar, kept so that another zone later moves no billing day.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="timeline")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="timeline")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    effective_at = models.DateTimeField()
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "timeline entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="timeline_entry_kind_is_known"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_on}"
