"""What changes from one version of a rule book to another. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from partners.programmes.specs import Spec
from partners.programmes.strictness import FieldChange, compare, overall

How = Literal["new", "stricter", "eased", "reworded", "gone"]
HOWS: tuple[How, ...] = ("new", "stricter", "eased", "reworded", "gone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A content of a requirement with the number of its revision."""

    spec: Spec
    number: int

    def __str__(self) -> str:
        return f"{self.spec.key}@{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How one requirement changes; `before` is missing of a new one, `after` of one that is gone."""

    key: str
    how: How
    before: Revision | None
    after: Revision | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def demands_notice(self) -> bool:
        """Whether somebody who sells now could have to do more than before to go on."""
        return self.how in ("new", "stricter") and self.after is not None and self.after.spec.level == "mandatory"

    def __str__(self) -> str:
        return str(self.after or self.before)


def diff(before: Sequence[Revision], after: Sequence[Revision]) -> list[Change]:
    """Return the changes from one version to another: in the order of the later one, then what is gone."""
    old, new = ({revision.spec.key: revision for revision in version} for version in (before, after))
    changes = [_change(old.get(key), revision) for key, revision in new.items()]
    gone = [Change(key=key, how="gone", before=revision, after=None) for key, revision in old.items() if key not in new]
    return [change for change in changes if change is not None] + gone


def keys(changes: Sequence[Change], how: How) -> list[str]:
    """Return the requirements with their revision (`IDN-001@2`) that changed in this way; of those gone, the last."""
    return [str(change) for change in changes if change.how == how]


def _change(before: Revision | None, after: Revision) -> Change | None:
    key = after.spec.key
    if before is None:
        return Change(key=key, how="new", before=None, after=after)
    fields = compare(before.spec, after.spec)
    if not fields:
        return None
    return Change(key=key, how=overall(fields), before=before, after=after, fields=tuple(fields))
