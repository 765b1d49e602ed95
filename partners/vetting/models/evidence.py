"""What was shown for a requirement."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import Q

from core.accounts.roles import StaffRole
from core.ids import uuid7
from core.storage.models import Upload
from partners.programmes.specs import EVIDENCE_KINDS
from partners.vetting.models.assessments import Assessment

if TYPE_CHECKING:
    from core.accounts.principals import Principal


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """The query language of evidence."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see what their organisation submitted, vetting staff all, everybody else none."""
        if principal.has_staff_role(StaffRole.VETTING):
            return self
        return self.filter(assessment__application__partner__organisation_id__in=principal.organisation_ids)


class Evidence(models.Model):
    """What was shown in one round, as it was shown: it never changes. `data` depends on the kind (`offered`).

    `name` is the piece of the requirement that it is, in the revision to which it was given.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="submissions")
    round = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40, help_text="Which piece of the requirement's evidence it is")
    revision = models.PositiveSmallIntegerField(help_text="Of the requirement, to which it was given")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in EVIDENCE_KINDS])
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="shown_as")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the file, in hexadecimal")
    data = models.JSONField()
    submitted_at = models.DateTimeField()
    submitted_by_kind = models.CharField(max_length=10)
    submitted_by_id = models.UUIDField(null=True)
    submitted_by_label = models.CharField(max_length=200, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "round"], name="evidence_round_once"),
            models.CheckConstraint(condition=Q(kind__in=EVIDENCE_KINDS), name="evidence_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="file", upload__isnull=False, sha256__regex=r"^[0-9a-f]{64}$")
                | (~Q(kind="file") & Q(upload=None, sha256="")),
                name="evidence_file_with_its_hash",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="shown_is_final")]

    def __str__(self) -> str:
        return f"{self.kind} (round {self.round})"
