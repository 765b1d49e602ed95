"""What a partner was told."""

from typing import TYPE_CHECKING, Self

from django.db import models

from core.accounts.roles import StaffRole
from core.ids import uuid7
from partners.organisations.models import Partner
from partners.programmes.models import Requirement
from partners.vetting.models.applications import Application

if TYPE_CHECKING:
    from core.accounts.principals import Principal

NOTICE_KINDS = (
    "expiring",
    "in_grace",
    "hidden",
    "sales_stopped",
    "suspended",
    "restored",
    "asked",
    "refused",
    "vetted",
)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """The query language of notices."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see what their organisation was told, vetting staff all, everybody else nothing."""
        if principal.has_staff_role(StaffRole.VETTING):
            return self
        return self.filter(partner__organisation_id__in=principal.organisation_ids)

    def unread(self) -> Self:
        """Those that no member has marked as read."""
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing that a partner was told, by e-mail and here; `notices` has the words, in the reader's language.

    Read is read for all members: somebody has seen to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="notices")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notices")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in NOTICE_KINDS])
    values = models.JSONField(default=dict)
    given_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=NOTICE_KINDS), name="notice_kind_is_known"),
        ]
        indexes = [models.Index(fields=["partner", "-id"], name="notice_of_partner")]

    def __str__(self) -> str:
        return self.kind
