"""Programmes."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import get_language

from core.ids import uuid7
from partners.programmes import specs

if TYPE_CHECKING:
    from partners.programmes.models.versions import RuleBookVersion


def in_readers_language(texts: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return what is said in the reader's language, of what is said in each."""
    language = (get_language() or "en").split("-")[0]
    return texts.get(language) or texts["en"]


class Programme(models.Model):
    """What something is held to: a partner, or an offer, add-on or bundle (`scope`). Texts are by language."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    scope = models.CharField(max_length=10, choices=[(scope, scope) for scope in specs.SCOPES], default="partner")
    names = models.JSONField()
    summaries = models.JSONField()
    # Partners do not apply to it themselves: the operator enters those whom it answers for, such as imported ones.
    by_operator = models.BooleanField(default=False)
    # Queries over its requirements, the lowest tier first (`tiers`).
    tiers = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__in=specs.SCOPES), name="programme_scope_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return str(in_readers_language(self.names))

    @property
    def standing(self) -> "list[RuleBookVersion]":
        """The versions in force and announced, of a programme that came through `queries.with_versions`."""
        found: list[RuleBookVersion] = self.__dict__["present_versions"]
        return found

    @property
    def summary(self) -> str:
        """What the programme is for, in the reader's language."""
        return str(in_readers_language(self.summaries))
