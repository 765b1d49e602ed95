"""What was found wrong with evidence."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from core.ids import uuid7
from partners.programmes.models import Requirement
from partners.vetting.models.assessments import Assessment
from partners.vetting.models.decisions import Decision
from partners.vetting.models.evidence import Evidence
from partners.vetting.rounds import SEVERITIES, TYPES

# Whoever writes a finding, by whatever way: it is about the revision that the assessment is held to, once published and
# while that is not waived.
AGAINST_THE_PUBLISHED = """
    IF NOT EXISTS (
        SELECT 1 FROM vetting_assessment a JOIN programmes_requirement r ON r.id = a.requirement_id
        WHERE a.id = NEW.assessment_id AND a.state <> 'waived'
            AND r.id = NEW.requirement_id AND r.published_at <= NEW.found_at
    ) THEN
        RAISE EXCEPTION 'found_against_the_published: a finding is about what is published and not waived'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class FindingQuerySet(models.QuerySet["Finding"]):
    """The query language of findings."""

    def open(self) -> Self:
        """Those that are not mended yet."""
        return self.filter(resolved_at=None)

    def blocking(self) -> Self:
        """Those that stand in the way; the others are advice."""
        return self.filter(type="blocking")


class Finding(models.Model):
    """What was found wrong with evidence, against a published requirement revision and nothing else.

    A reviewer's sentences are kept as written. A check's finding keeps the code and its `values`; its sentences are put
    together in the reader's language (`wording`). Advice never stands in the way. One that is `late` should have come
    in an earlier round, so the time it takes to mend it runs on the platform's clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="findings")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="findings")
    source = models.CharField(max_length=10, choices=[("check", "check"), ("reviewer", "reviewer")])
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="findings")
    code = models.CharField(max_length=40)
    type = models.CharField(max_length=10, choices=[(name, name) for name in TYPES], default="blocking")
    severity = models.CharField(max_length=10, choices=[(name, name) for name in SEVERITIES], default="medium")
    values = models.JSONField(default=dict)
    observed = models.TextField(blank=True)
    expected = models.TextField(blank=True)
    fix = models.TextField(blank=True)
    where = models.CharField(max_length=200, blank=True, help_text="Such as a page of the evidence")
    how_to_reproduce = models.TextField(blank=True)
    late = models.BooleanField(default=False)
    mend_by = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source="check") | (Q(source="reviewer") & ~Q(observed="") & ~Q(expected="") & ~Q(fix="")),
                name="finding_says_what_to_do",
            ),
            models.CheckConstraint(condition=Q(type__in=TYPES), name="finding_type_is_known"),
            models.CheckConstraint(condition=Q(severity__in=SEVERITIES), name="finding_severity_is_known"),
            models.CheckConstraint(
                condition=Q(type="blocking") | Q(late=False, mend_by=None), name="finding_advice_has_no_deadline"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="found_is_final", exclude=["resolved_at"]),
            pgtrigger.Trigger(
                name="found_against_the_published",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=AGAINST_THE_PUBLISHED,
            ),
        ]

    def __str__(self) -> str:
        return self.code
