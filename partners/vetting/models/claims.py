"""Who of the reviewers has taken what."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.accounts.models import User
from core.ids import uuid7
from partners.vetting.models.assessments import Assessment

ENDS = ("decided", "released", "handed_over", "lapsed", "passed")


class ClaimQuerySet(models.QuerySet["Claim"]):
    """The query language of claims."""

    def open(self) -> Self:
        """Those that were not ended; their time may be over."""
        return self.filter(ended_at=None)

    def holding(self, at: datetime) -> Self:
        """Those that keep others away at an instant."""
        return self.open().filter(until__gt=at)


class Claim(models.Model):
    """A reviewer has taken an assessment and keeps the others away `until` then: at most one for each assessment.

    `ended_as` says how it ended: decided, released, handed over, lapsed (somebody else took it when its time was over)
    or passed (the platform had nothing to decide any more).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="claims")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, help_text="What whoever handed it over said")
    claimed_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=12, choices=[(end, end) for end in ENDS], blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment"], condition=Q(ended_at=None), name="claim_one_holds"),
            models.CheckConstraint(condition=Q(until__gt=F("claimed_at")), name="claim_lasts"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_as="") | Q(ended_at__isnull=False, ended_as__in=ENDS),
                name="claim_ends_in_some_way",
            ),
        ]
        indexes = [models.Index(fields=["reviewer"], name="claim_of_reviewer", condition=Q(ended_at=None))]
        triggers = [pgtrigger.ReadOnly(name="claimed_is_final", exclude=["until", "ended_at", "ended_as"])]

    def __str__(self) -> str:
        return f"{self.reviewer} until {self.until}"
