"""Looks at what is outside, one for each time that it was looked at."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from core.ids import uuid7
from partners.vetting.models.evidence import Evidence

OUTCOMES = ("passed", "failed", "undecided", "dropped")


class ProbeQuerySet(models.QuerySet["Probe"]):
    """The query language of probes."""

    def open(self) -> Self:
        """Those without an outcome."""
        return self.filter(outcome="")

    def left_lying(self, at: datetime) -> Self:
        """Open ones that nobody is at any more, or never was."""
        return self.open().filter(leased_until__lte=at)

    def due_again(self, at: datetime) -> Self:
        """Those whose result has become too old."""
        return self.filter(again_at__lte=at)


class Probe(models.Model):
    """One look at what the evidence is about. Its row is the task: the broker is only told of it.

    `leased_until` is until when it is left to the worker that has begun it, `gathered` what was seen, `outcome` what
    the check made of that. `again_at` is when the result is too old; `failures` how many looks in a row have failed at
    something that was good before.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="probes")
    asked_at = models.DateTimeField()
    leased_until = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    gathered = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, blank=True, choices=[(outcome, outcome) for outcome in OUTCOMES])
    judged_at = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)

    objects = ProbeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence"], condition=Q(outcome=""), name="probe_one_open"),
            models.UniqueConstraint(fields=["evidence"], condition=Q(again_at__isnull=False), name="probe_one_repeats"),
            models.CheckConstraint(condition=Q(outcome__in=["", *OUTCOMES]), name="probe_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(outcome="", judged_at=None) | (~Q(outcome="") & Q(judged_at__isnull=False)),
                name="probe_judged_with_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["leased_until"], name="probe_open", condition=Q(outcome="")),
            models.Index(fields=["again_at"], name="probe_again", condition=Q(again_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.outcome or 'open'}"
