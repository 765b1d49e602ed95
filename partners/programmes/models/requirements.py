"""The revisions of requirements."""

from typing import Any, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.ids import uuid7
from partners.programmes import specs
from partners.programmes.diff import Revision
from partners.programmes.models.programmes import Programme, in_readers_language


class RequirementQuerySet(models.QuerySet["Requirement"]):
    """The query language of requirements."""

    def current(self) -> Self:
        """The revisions in force."""
        return self.filter(in_force_at__isnull=False, retired_at=None)

    def in_order(self) -> Self:
        """As the programme lists them."""
        return self.order_by("position", "key")


class Requirement(models.Model):
    """One published revision of a requirement. What it says never changes; a change is the next revision.

    Its columns are the parts of `specs.Spec`, which says what they mean; `evidence` is by name (`evidence.Accepts`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="requirements")
    key = models.CharField(max_length=10)
    revision = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in specs.KINDS])
    level = models.CharField(max_length=20, choices=[(level, level) for level in specs.LEVELS])
    badge = models.CharField(max_length=40, blank=True)
    applies_if = models.JSONField(null=True, blank=True)
    evidence = models.JSONField()
    any_of = models.JSONField()
    check_code = models.CharField(max_length=40, blank=True)
    decided_by = models.CharField(max_length=10, choices=[(decider, decider) for decider in specs.DECIDERS])
    blocks = ArrayField(models.CharField(max_length=20), blank=True)
    due_in = models.CharField(max_length=10)
    grace = models.CharField(max_length=10)
    valid_for = models.CharField(max_length=10, blank=True)
    max_age = models.CharField(max_length=10, blank=True)
    touches = ArrayField(models.CharField(max_length=20), blank=True)
    words = models.JSONField()
    published_at = models.DateTimeField()
    # Announced only, until the version of the rule book that brings it is in force.
    in_force_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "key", "revision"], name="requirement_revision_once"),
            models.UniqueConstraint(
                fields=["programme", "key"],
                condition=Q(in_force_at__isnull=False, retired_at=None),
                name="requirement_one_in_force",
            ),
            models.CheckConstraint(condition=Q(revision__gt=0), name="requirement_revision_from_one"),
            models.CheckConstraint(condition=Q(level__in=specs.LEVELS), name="requirement_level_is_known"),
            models.CheckConstraint(condition=Q(decided_by__in=specs.DECIDERS), name="requirement_decider_is_known"),
        ]
        triggers = [
            # `position` is where it stands in the list, not what it says.
            pgtrigger.ReadOnly(name="published_is_final", exclude=["in_force_at", "retired_at", "position"]),
            pgtrigger.Protect(name="published_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def spec(self) -> specs.Spec:
        """What it says, as a value."""
        return specs.Spec.read(
            {name: getattr(self, name) for name in specs.Spec.__dataclass_fields__ if name != "check"}
            | {"check": self.check_code}
        )

    @property
    def contents(self) -> Revision:
        """What it says with the number of its revision, for comparing versions."""
        return Revision(spec=self.spec, number=self.revision)

    @property
    def is_in_force(self) -> bool:
        """Whether it is asked now."""
        return self.in_force_at is not None and self.retired_at is None

    @property
    def accepts(self) -> dict[str, Any]:
        """The first piece of evidence of its first alternative, as plain data."""
        first: dict[str, Any] = self.evidence[self.any_of[0][0]]
        return first

    @property
    def said(self) -> dict[str, str]:
        """Its words in the reader's language."""
        return dict(in_readers_language(self.words))

    @property
    def title(self) -> str:
        """Its title in the reader's language."""
        return self.said["title"]

    @property
    def is_mandatory(self) -> bool:
        """Whether what it blocks stays blocked without it."""
        return self.level == "mandatory"
