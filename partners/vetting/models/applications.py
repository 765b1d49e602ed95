"""Applications."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from core.accounts.roles import StaffRole
from core.ids import uuid7
from core.states import Moves
from partners.organisations.models import Partner
from partners.programmes.models import Programme

if TYPE_CHECKING:
    from core.accounts.principals import Principal

APPLICATION_MOVES = Moves({"in_progress": ["vetted"], "vetted": ["in_progress"]})


class ApplicationQuerySet(models.QuerySet["Application"]):
    """The query language of applications."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see their organisation's applications, vetting staff all, everybody else none."""
        if principal.has_staff_role(StaffRole.VETTING):
            return self
        return self.filter(partner__organisation_id__in=principal.organisation_ids)


class Application(models.Model):
    """A subject's way through a programme: the partner's own, or that of something it has, such as an offer.

    It is held to the version of the rule book that is in force, and asked what the `facts` ask for.

    Every action that writes anything below it locks this row first, so that its standing is worked out in one order.
    `capabilities`, `step` and `tier` are what was last announced (`CapabilityChanged`, `StandingStepped`,
    `TierChanged`), to tell what is new: whoever asks what is allowed gets it worked out from the assessments.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="applications")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="applications")
    # What it is about on a higher floor; empty: the partner itself.
    subject_id = models.UUIDField(null=True, blank=True)
    # What the higher floor said of it when it was reviewed last: plain values, its name among them.
    facts = models.JSONField(default=dict, blank=True, editable=False)
    state = models.CharField(
        max_length=20, choices=[(state, state) for state in APPLICATION_MOVES.states], default="in_progress"
    )
    opened_at = models.DateTimeField()
    vetted_at = models.DateTimeField(null=True, blank=True)
    capabilities = models.JSONField(default=dict, blank=True, editable=False)
    tier = models.CharField(max_length=20, blank=True, editable=False)
    step = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "programme", "subject_id"], name="application_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=APPLICATION_MOVES.check(), name="application_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="vetted", vetted_at__isnull=False) | Q(state="in_progress", vetted_at=None),
                name="application_vetted_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_name or self.partner} → {self.programme}"

    @property
    def subject_name(self) -> str:
        """What it is about, where that is not the partner itself."""
        return str(self.facts.get("name", ""))
