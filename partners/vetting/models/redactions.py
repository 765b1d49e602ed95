"""Redacted copies of documents."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.ids import uuid7
from core.storage.models import Upload

if TYPE_CHECKING:
    from core.accounts.principals import Principal


class RedactedCopyQuerySet(models.QuerySet["RedactedCopy"]):
    """The query language of redacted copies."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see their organisation's, staff in any role all: that is what they are made for."""
        if principal.is_staff:
            return self
        return self.filter(document__organisation_id__in=principal.organisation_ids)


class RedactedCopy(models.Model):
    """A copy of a document in which its partner has blackened what need not go round; the newest one counts.

    The reviewer judges the document itself, by its SHA-256. Everybody else on staff gets the copy only.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="redacted_copies")
    copy = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="redacted_copy_of")
    attached_at = models.DateTimeField()

    objects = RedactedCopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "redacted copies"
        constraints = [
            models.CheckConstraint(condition=~Q(copy=F("document")), name="redacted_copy_is_another_file"),
        ]
        triggers = [pgtrigger.ReadOnly(name="redaction_is_final")]

    def __str__(self) -> str:
        return f"redacted copy {self.pk}"
