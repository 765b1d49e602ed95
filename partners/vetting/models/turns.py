"""Whose clock has run when."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.ids import uuid7
from partners.vetting.models.assessments import Assessment

SIDES = ("partner", "platform")


class TurnQuerySet(models.QuerySet["Turn"]):
    """The query language of turns."""

    def running(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at=None)

    def overdue(self, at: datetime) -> Self:
        """Those that run beyond what is allowed and were not noted yet."""
        return self.running().filter(due_at__lt=at, breached_at=None)


class Turn(models.Model):
    """A stretch of time in which one side's clock ran: a row is added when it begins and only completed when it ends.

    Usually the side whose clock runs is the one that has to act. After a finding that came too late it is the platform
    while the partner mends it. `due_at` is when a decision is late, by the desk's calendar of the day it began.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="turns")
    side = models.CharField(max_length=10, choices=[(side, side) for side in SIDES])
    began_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)

    objects = TurnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment"], condition=Q(ended_at=None), name="turn_one_clock_runs"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="turn_side_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="turn_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(side="platform", due_at__isnull=False) | Q(side="partner", due_at=None, breached_at=None),
                name="turn_of_the_platform_is_due",
            ),
        ]
        indexes = [
            models.Index(fields=["assessment", "began_at"], name="turn_story"),
            models.Index(fields=["due_at"], name="turn_overdue", condition=Q(ended_at=None, breached_at=None)),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="begun_is_final", exclude=["ended_at", "breached_at"]),
            pgtrigger.Protect(
                name="ended_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False, old__ended_at__df=pgtrigger.F("new__ended_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} since {self.began_at}"
