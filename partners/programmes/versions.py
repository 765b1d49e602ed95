"""Numbers of rule book versions, and how long before it takes effect a change is announced. Pure."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Self

from partners.programmes.diff import Change

NOTICE = timedelta(days=90)
EMERGENCY_NOTICE = timedelta(days=14)
_WRITTEN = re.compile(r"(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """A semantic version. Major: somebody may have to do more. Minor: anything else that counts. Patch: words."""

    major: int
    minor: int
    patch: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read `1.2.3`; None when it is no number of a version."""
        found = _WRITTEN.fullmatch(text)
        return cls(*map(int, found.groups())) if found else None

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def after(self, changes: Sequence[Change]) -> "Number":
        """Return the number of the next version, which makes these changes."""
        if any(change.demands_notice for change in changes):
            return Number(self.major + 1, 0, 0)
        if any(change.how != "reworded" for change in changes):
            return Number(self.major, self.minor + 1, 0)
        return Number(self.major, self.minor, self.patch + 1)


FIRST = Number(1, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """Why a security emergency shortens the notice, and who approved that by name."""

    approver: str
    reason: str


def earliest(changes: Sequence[Change], *, emergency: bool, first: bool, at: datetime) -> datetime:
    """Return when a version announced at `at` may take effect at the earliest; the first of a rule book at once."""
    if first or not any(change.demands_notice for change in changes):
        return at
    return at + (EMERGENCY_NOTICE if emergency else NOTICE)


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return content as the bytes that are hashed: JSON in UTF-8, keys sorted, without blanks."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical(content)).hexdigest()
