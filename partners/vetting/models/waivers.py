"""Waivers."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.accounts.models import User
from core.accounts.roles import StaffRole
from core.ids import uuid7
from partners.programmes.models import Requirement
from partners.vetting.models.assessments import Assessment

if TYPE_CHECKING:
    from core.accounts.principals import Principal

WAIVER_ENDS = ("declined", "expired", "revoked", "replaced")


class WaiverQuerySet(models.QuerySet["Waiver"]):
    """The query language of waivers."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see the waivers their organisation has or had, vetting staff all that were asked for too."""
        if principal.has_staff_role(StaffRole.VETTING):
            return self
        own = self.filter(assessment__application__partner__organisation_id__in=principal.organisation_ids)
        return own.exclude(approved_at=None)

    def about(self, assessment: Assessment) -> Self:
        """Those of one assessment."""
        return self.filter(assessment=assessment)

    def open(self) -> Self:
        """Those that have not ended, approved or not."""
        return self.filter(ended_at=None)

    def in_force(self) -> Self:
        """Those that were approved and have not ended."""
        return self.open().exclude(approved_at=None)

    def run_out(self, at: datetime) -> Self:
        """Those whose time is over and which were not ended yet."""
        return self.open().filter(expires_at__lte=at)


class Waiver(models.Model):
    """A requirement need not be met for a time: one person on staff asks, another approves, and it always expires.

    It is about the revision that was judged when it was asked for. `ended_as` says how it ended: declined (before it
    was approved), expired, revoked, or replaced by a newer one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="waivers")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, blank=True, choices=[(end, end) for end in WAIVER_ENDS])

    objects = WaiverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(ended_at=None, approved_at=None), name="waiver_one_is_asked_for"
            ),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(ended_at=None, approved_at__isnull=False),
                name="waiver_one_is_in_force",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("requested_at")), name="waiver_expires"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("requested_by"))),
                name="waiver_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_as="") | Q(ended_at__isnull=False, ended_as__in=WAIVER_ENDS),
                name="waiver_ends_in_some_way",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="waiver_running_out", condition=Q(ended_at=None))]
        triggers = [
            pgtrigger.ReadOnly(name="asked_is_final", exclude=["approved_by", "approved_at", "ended_at", "ended_as"]),
        ]

    def __str__(self) -> str:
        return f"{self.requirement.key} until {self.expires_at:%Y-%m-%d}"
