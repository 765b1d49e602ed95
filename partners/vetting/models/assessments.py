"""How each requirement stands in an application."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.accounts.roles import StaffRole
from core.ids import uuid7
from core.states import Moves
from partners.programmes.models import Requirement
from partners.vetting.models.applications import Application
from partners.vetting.standing import AWAITING, DECIDED_BY_PEOPLE, MOVES, WITH_EVIDENCE, Awaiting, Mark

if TYPE_CHECKING:
    from core.accounts.principals import Principal

ASSESSMENT_MOVES = Moves(MOVES)
# `Assessment.is_held`, for rows of which no model is made.
HELD = Q(satisfied_at__isnull=False) | Q(good_until__isnull=False)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """The query language of assessments."""

    def visible_to(self, principal: "Principal") -> Self:
        """As applications are."""
        if principal.has_staff_role(StaffRole.VETTING):
            return self
        return self.filter(application__partner__organisation_id__in=principal.organisation_ids)

    def awaiting_review(self) -> Self:
        """Those that a person on staff has to decide."""
        return self.filter(state="needs_review")

    def to_look_at(self, at: datetime) -> Self:
        """Those that time changes at `at` or has changed before."""
        return self.filter(next_look_at__lte=at)

    def decidable_by(self, principal: "Principal") -> Self:
        """Without those of the reviewer's own organisations."""
        return self.exclude(application__partner__organisation_id__in=principal.organisation_ids)


class Assessment(models.Model):
    """How one requirement stands in one application; `requirement` is the revision that is judged.

    What is under way is in `state`, `evidence` and `round`; what the answer is worth is in the dates. A good answer is
    given at `satisfied_at` and counts until `good_until` (empty: without end) and, with a warning, until `grace_until`.
    Where nothing was answered yet, `good_until` is how long somebody who sells already has. `due_at` is when the
    partner is asked to have acted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="assessments")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="assessments")
    key = models.CharField(max_length=10)
    state = models.CharField(
        max_length=20, choices=[(state, state) for state in ASSESSMENT_MOVES.states], default="missing"
    )
    since = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=0, help_text="How many times evidence came")
    in_hand = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="Which pieces of evidence have come for the answer that is under way, by name",
    )
    evidence = models.ForeignKey("Evidence", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    satisfied_at = models.DateTimeField(null=True, blank=True)
    good_until = models.DateTimeField(null=True, blank=True)
    grace_until = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    next_look_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When time changes it next")
    reminded = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False, help_text="The last reminder given, in days before the end"
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="assessment_once"),
            models.CheckConstraint(condition=ASSESSMENT_MOVES.check(), name="assessment_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_EVIDENCE) | Q(evidence__isnull=False), name="assessment_judges_evidence"
            ),
            models.CheckConstraint(
                condition=Q(good_until=None, grace_until=None)
                | Q(good_until__isnull=False, grace_until__gte=F("good_until")),
                name="assessment_grace_follows_its_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="waived") | Q(good_until__isnull=False), name="assessment_waiver_ends"
            ),
        ]
        indexes = [
            # The queue: evidence ids are ordered by arrival, so this is oldest first.
            models.Index(fields=["evidence"], name="assessment_queue", condition=Q(state="needs_review")),
            models.Index(
                fields=["next_look_at"], name="assessment_to_look_at", condition=Q(next_look_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.key} {self.state}"

    @property
    def awaits_person(self) -> bool:
        """Whether a person on staff has to decide."""
        return self.state in DECIDED_BY_PEOPLE

    @property
    def awaiting(self) -> Awaiting:
        """Whose turn it is: partner, platform or none."""
        return AWAITING[self.state]

    @property
    def is_held(self) -> bool:
        """Whether a good answer was given once, or time was granted to give the first."""
        return self.satisfied_at is not None or self.good_until is not None

    @property
    def mark(self) -> Mark:
        """How the requirement stands, as a value."""
        return Mark(
            key=self.key,
            title=self.requirement.title,
            state=self.state,
            mandatory=self.requirement.is_mandatory,
            blocks=tuple(self.requirement.blocks),
            held=self.is_held,
            good_until=self.good_until,
            grace_until=self.grace_until,
        )
