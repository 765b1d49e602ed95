"""Prices of plans beside their own."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from catalog.channels.models import Channel
from catalog.offers.models import Plan
from catalog.pricelists.choosing import Entry
from catalog.pricing.models import Price
from core.accounts.models import Organisation
from core.ids import uuid7

if TYPE_CHECKING:
    from core.accounts.principals import Principal

_NO_CHANNEL = Value("00000000-0000-0000-0000-000000000000", output_field=models.UUIDField())


class _Days(Func):
    """The days from one column up to, but not including, another; without end where that is null."""

    function = "DATERANGE"
    output_field = DateRangeField()


_DAYS_IN_ORDER = Q(valid_from=None) | Q(valid_until=None) | Q(valid_from__lt=F("valid_until"))


class ListPriceQuerySet(models.QuerySet["ListPrice"]):
    """The query language of list prices."""

    def active(self) -> Self:
        """Entries that the next version of the listing will contain."""
        return self.filter(retired_at=None)


class ListPrice(models.Model):
    """What a plan costs in a currency, a channel or a time of its own. It counts once a version with it is live.

    `channel` is null for every channel, the days are null for always. Once a submitted version refers to it
    (`frozen_at`), it is retired, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="list_prices")
    price = models.ForeignKey(Price, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    channel = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects = ListPriceQuerySet.as_manager()

    class Meta:
        ordering = ["currency", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(condition=_DAYS_IN_ORDER, name="list_price_days_in_order"),
            ExclusionConstraint(
                name="list_price_one_a_day",
                expressions=[
                    ("plan", RangeOperators.EQUAL),
                    ("currency", RangeOperators.EQUAL),
                    (Coalesce("channel", _NO_CHANNEL), RangeOperators.EQUAL),
                    (_Days("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(retired_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.currency}"

    @property
    def entry(self) -> Entry:
        """The price as plain values."""
        return Entry(
            price_id=self.price_id,
            rule=self.price.rule,
            channel=self.channel.code if self.channel else "",
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )


class NegotiatedPriceQuerySet(models.QuerySet["NegotiatedPrice"]):
    """The query language of negotiated prices."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see what their organisations offer and what they have accepted, staff all, others nothing."""
        if principal.is_staff:
            return self
        mine = principal.organisation_ids
        return self.filter(Q(plan__offer__partner__organisation_id__in=mine) | Q(organisation_id__in=mine))

    def holding(self, organisation_ids: Collection[UUID], on: date) -> Self:
        """What was agreed with any of these organisations and counts on a day."""
        begun = Q(valid_from=None) | Q(valid_from__lte=on)
        going = Q(valid_until=None) | Q(valid_until__gt=on)
        return self.filter(begun, going, organisation_id__in=organisation_ids, ended_at=None)


class NegotiatedPrice(models.Model):
    """What a partner asks one customer for a plan. The customer accepts it with a code, of which we keep the hash.

    Without a price it is an invitation to a private plan, at whatever that plan costs. Whoever has accepted one of
    either kind is named: it sees the plan, if that is private.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="negotiated_prices")
    price = models.ForeignKey(
        Price, null=True, on_delete=models.PROTECT, related_name="+", help_text="null: what the plan itself costs"
    )
    customer_name = models.CharField(max_length=150, help_text="Whom the partner means; only the partner reads it")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    code_expires_at = models.DateTimeField()
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="negotiated_prices", help_text="Who accepted it"
    )
    accepted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = NegotiatedPriceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_DAYS_IN_ORDER, name="negotiated_price_days_in_order"),
            models.CheckConstraint(
                condition=Q(organisation=None, accepted_at=None)
                | Q(organisation__isnull=False, accepted_at__isnull=False),
                name="negotiated_price_accepted_by_somebody",
            ),
            ExclusionConstraint(
                name="negotiated_price_one_a_day",
                expressions=[
                    ("plan", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (_Days("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None, organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.customer_name}"
