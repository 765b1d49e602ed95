"""Uploads: files that an organisation asked to bring, and those that are kept."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.accounts.models import Organisation
from core.accounts.roles import StaffRole
from core.ids import uuid7
from core.states import Moves

if TYPE_CHECKING:
    from core.accounts.principals import Principal


class Purpose(models.TextChoices):
    """What a file is for; it decides which kinds of file are accepted."""

    EVIDENCE = "evidence"
    MEDIA = "media"


class UploadState(models.TextChoices):
    """Where an upload stands. `abandoned` lasts only until its objects and then its row are removed."""

    AWAITING = "awaiting"
    STORED = "stored"
    ABANDONED = "abandoned"


UPLOAD_MOVES = Moves({"awaiting": ["stored", "abandoned"], "stored": [], "abandoned": []})


class UploadQuerySet(models.QuerySet["Upload"]):
    """The query language of uploads."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see the files of their organisations, vetting and catalogue staff all, everybody else none."""
        if principal.has_staff_role(StaffRole.VETTING) or principal.has_staff_role(StaffRole.CATALOGUE):
            return self
        return self.filter(organisation_id__in=principal.organisation_ids)

    def stored(self) -> Self:
        """Files that were checked and are kept."""
        return self.filter(state=UploadState.STORED)

    def open_at(self, at: datetime) -> Self:
        """Uploads that were asked for and can still be put."""
        return self.filter(state=UploadState.AWAITING, expires_at__gt=at)

    def untidy(self, before: datetime) -> Self:
        """Uploads whose link expired before `before` and which may have left objects behind."""
        return self.filter(tidied_at=None, expires_at__lt=before)


class Upload(models.Model):
    """One file, from the moment it is asked for. Once stored, neither the row's facts nor the bytes change.

    `content_type` and `size` are what was declared; a stored file was checked against both. `sha256` is in hexadecimal.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="uploads")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Empty for a program; the fact names it",
    )
    purpose = models.CharField(max_length=10, choices=Purpose)
    filename = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes")
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.AWAITING)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="Until then it can be put and completed")
    stored_at = models.DateTimeField(null=True)
    tidied_at = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=UPLOAD_MOVES.check(), name="upload_state_is_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="upload_purpose_is_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="upload_has_a_size"),
            models.CheckConstraint(
                condition=Q(state="stored", sha256__regex=r"^[0-9a-f]{64}$", stored_at__isnull=False)
                | (~Q(state="stored") & Q(sha256="", stored_at=None)),
                name="upload_stored_with_its_hash",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="upload_untidy", condition=Q(tidied_at=None)),
            models.Index(fields=["organisation", "-id"], name="upload_of_organisation"),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def prefix(self) -> str:
        """Where all objects of this upload are; no other upload has objects there."""
        return f"uploads/{self.pk}/"

    @property
    def incoming_key(self) -> str:
        """Where the link puts the body; it can be put again until the link expires, and nobody reads it afterwards."""
        return f"{self.prefix}incoming"

    def key_of(self, sha256: str) -> str:
        """Where checked bytes with this hash are kept: no link ever puts there, so they cannot be replaced."""
        return f"{self.prefix}{sha256}"
