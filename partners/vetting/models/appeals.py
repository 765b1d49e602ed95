"""Appeals against findings."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.accounts.models import User
from core.accounts.roles import StaffRole
from core.ids import uuid7
from partners.vetting.models.assessments import Assessment
from partners.vetting.models.evidence import Evidence
from partners.vetting.models.findings import Finding

if TYPE_CHECKING:
    from core.accounts.principals import Principal

APPEAL_OUTCOMES = ("upheld", "overturned", "rule_clarified")


class AppealQuerySet(models.QuerySet["Appeal"]):
    """The query language of appeals."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see their organisation's appeals, vetting staff all, everybody else none."""
        if principal.has_staff_role(StaffRole.VETTING):
            return self
        return self.filter(assessment__application__partner__organisation_id__in=principal.organisation_ids)

    def about(self, assessment: Assessment) -> Self:
        """Those against findings of one assessment."""
        return self.filter(assessment=assessment)

    def open(self) -> Self:
        """Those that were not answered."""
        return self.filter(outcome="")

    def decidable_by(self, principal: "Principal") -> Self:
        """The open ones without those of one's own decisions and organisations."""
        return (
            self.open()
            .filter(assessment__state="under_appeal")
            .exclude(first_reviewer_id=principal.actor.id)
            .exclude(assessment__application__partner__organisation_id__in=principal.organisation_ids)
        )


class Appeal(models.Model):
    """A partner says that findings of a refusal are wrong, and somebody else than the first reviewer answers.

    `outcome` says what becomes of the refusal: upheld, overturned, rule_clarified (the rule could be read in the
    partner's way, so it falls as well and the rule is to be written more clearly), or withdrawn, when newer evidence
    took the place of what it was about. It is empty while the appeal is open.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="appeals")
    findings = models.ManyToManyField(Finding, related_name="appeals")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    statement = models.TextField()
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    first_reviewer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(outcome, outcome) for outcome in (*APPEAL_OUTCOMES, "withdrawn")]
    )
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment"], condition=Q(outcome=""), name="appeal_one_is_open"),
            models.CheckConstraint(
                condition=Q(reviewer=None) | Q(first_reviewer=None) | ~Q(reviewer=F("first_reviewer")),
                name="appeal_to_another_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None, reviewer=None, answer="")
                | Q(outcome="withdrawn", decided_at__isnull=False, reviewer=None, answer="")
                | (Q(outcome__in=APPEAL_OUTCOMES, decided_at__isnull=False) & ~Q(answer="")),
                name="appeal_is_answered_in_words",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="raised_is_final", exclude=["reviewer", "outcome", "answer", "decided_at"]),
            pgtrigger.Protect(
                name="answered_is_final",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__outcome=""),
            ),
        ]

    def __str__(self) -> str:
        return self.outcome or "open"
