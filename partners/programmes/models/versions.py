"""The numbered versions of what a programme says: its rule book."""

from functools import reduce
from operator import or_
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from core.ids import uuid7
from core.states import Moves
from partners.programmes.diff import Revision
from partners.programmes.models.programmes import Programme, in_readers_language
from partners.programmes.models.requirements import Requirement
from partners.programmes.versions import Number

VERSION_MOVES = Moves(
    {
        "draft": ["announced"],
        "announced": ["in_force", "withdrawn"],
        "in_force": ["retired"],
        "retired": [],
        "withdrawn": [],
    }
)
_ANNOUNCED_ONCE = (
    "programme", "number", "major", "minor", "patch", "content", "sha256", "changelog", "announced_at", "effective_at",
    "emergency_approver", "emergency_reason",
)  # fmt: skip
_CHANGED = reduce(or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in _ANNOUNCED_ONCE))


class RuleBookVersionQuerySet(models.QuerySet["RuleBookVersion"]):
    """The query language of versions."""

    def public(self) -> Self:
        """Everything that was ever announced."""
        return self.exclude(state="draft")

    def numbered(self, text: str) -> Self:
        """The one that was announced under this number; none where it is no number."""
        return self.public().filter(number=text) if Number.read(text) else self.none()

    def to_read(self) -> Self:
        """What is in force, then what is announced, the next one first."""
        return self.filter(state__in=("in_force", "announced")).order_by("-state", "major", "minor", "patch")

    def newest_first(self) -> Self:
        """By their number."""
        return self.order_by("-major", "-minor", "-patch")

    def head(self) -> "RuleBookVersion | None":
        """The newest that is announced or in force: what the next one builds on."""
        return self.filter(state__in=("announced", "in_force")).newest_first().first()


class RuleBookVersion(models.Model):
    """What a programme says, or will say from `effective_at`. Once announced it never changes.

    A draft has its requirements in `content` as plain specs, and no number. From its announcement on `content` is the
    whole version, `sha256` the fingerprint of its canonical form (`versions.canonical`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="versions")
    number = models.CharField(max_length=20, blank=True)
    major = models.PositiveSmallIntegerField(default=0)
    minor = models.PositiveSmallIntegerField(default=0)
    patch = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=[(s, s) for s in VERSION_MOVES.states], default="draft")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64, blank=True)
    changelog = models.JSONField()
    emergency_approver = models.CharField(max_length=200, blank=True)
    emergency_reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, blank=True)
    effective_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    requirements = models.ManyToManyField(Requirement, through="RuleBookEntry", related_name="versions")

    objects = RuleBookVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], condition=~Q(state="draft"), name="version_once"),
            models.UniqueConstraint(fields=["programme"], condition=Q(state="in_force"), name="one_version_in_force"),
            models.CheckConstraint(condition=VERSION_MOVES.check(), name="version_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(announced_at__isnull=False, effective_at__gte=models.F("announced_at")),
                name="version_takes_effect_after_its_announcement",
            ),
            models.CheckConstraint(
                condition=Q(emergency_approver="", emergency_reason="")
                | ~Q(emergency_approver="") & ~Q(emergency_reason=""),
                name="emergency_has_approver_and_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="announced_is_final",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="draft") & _CHANGED,
            ),
            pgtrigger.Protect(
                name="announced_is_kept", operation=pgtrigger.Delete, condition=~pgtrigger.Q(old__state="draft")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.number or self.state}"

    @property
    def semver(self) -> Number:
        """Its number as a value."""
        return Number(self.major, self.minor, self.patch)

    @property
    def changes(self) -> str:
        """Its changelog in the reader's language."""
        return str(in_readers_language(self.changelog))

    def in_order(self) -> list[Requirement]:
        """Return its requirements in its order."""
        return list(self.requirements.order_by("rulebookentry__position"))

    @property
    def contents(self) -> list[Revision]:
        """What its requirements say, in its order, for comparing versions."""
        return [requirement.contents for requirement in self.in_order()]


class RuleBookEntry(models.Model):
    """One requirement revision in one version, in its place."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(RuleBookVersion, on_delete=models.PROTECT, related_name="entries")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "requirement"], name="entry_once"),
            models.UniqueConstraint(fields=["version", "position"], name="entry_in_its_place"),
        ]
        triggers = [pgtrigger.Protect(name="entries_are_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.version}: {self.requirement}"
