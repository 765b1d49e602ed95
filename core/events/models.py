"""The fact table and its deliveries."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from core.ids import uuid7


class FactQuerySet(models.QuerySet["Fact"]):
    """The query language of facts."""

    def about(self, ref: str) -> Self:
        """Facts that belong to the history of `ref` (`<kind>:<uuid>`)."""
        return self.filter(refs__contains=[ref])


class Fact(models.Model):
    """Something that happened. Append-only: a correction is another fact."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    type = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    refs = ArrayField(models.CharField(max_length=80))
    data = models.JSONField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(fields=["refs"], name="fact_refs")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.type} {self.subject}"


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    PENDING = "pending"
    DONE = "done"
    DEAD = "dead"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """The query language of deliveries."""

    def due(self, at: datetime) -> Self:
        """Deliveries that should be tried (again) at `at`."""
        return self.filter(state=DeliveryState.PENDING, next_attempt_at__lte=at)


class Delivery(models.Model):
    """One fact owed to one handler. It is done in the same transaction as the handler's own writes."""

    id = models.BigAutoField(primary_key=True)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["fact", "handler"], name="delivery_once"),
            models.CheckConstraint(condition=models.Q(state__in=DeliveryState.values), name="delivery_state_is_known"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="delivery_due", condition=models.Q(state=DeliveryState.PENDING)
            )
        ]

    def __str__(self) -> str:
        return f"{self.handler} ← {self.fact_id}"
