"""What reviewers decided."""

import pgtrigger
from django.db import models
from django.db.models import Q

from core.accounts.models import User
from core.ids import uuid7
from partners.programmes.models import Requirement
from partners.vetting.models.assessments import Assessment
from partners.vetting.models.evidence import Evidence

OUTCOMES = ("accept", "refuse")


class Decision(models.Model):
    """A reviewer's answer to one round of evidence: there is one, and it ends the round with all that was found.

    Where `decided_by` is null, the system decided. `waited` is how long the platform's clock had run, in seconds of
    business time; `fingerprint` tells what was seen (`rounds.fingerprint`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="decisions")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=[(outcome, outcome) for outcome in OUTCOMES])
    fingerprint = models.CharField(max_length=64)
    waited = models.PositiveIntegerField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "round"], name="decision_ends_the_round"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="decision_outcome_is_known"),
        ]
        indexes = [models.Index(fields=["requirement", "decided_at"], name="decision_pace", include=["waited"])]
        triggers = [pgtrigger.ReadOnly(name="decided_is_final")]

    def __str__(self) -> str:
        return f"{self.outcome} (round {self.round})"
