"""For how long an answer counts: what a requirement's spans of time make of the day it was given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from partners.programmes.spans import Span
from partners.vetting.standing.deadlines import first_reminder, next_look


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long an answer counts (None: without end), how long the grace is after it, how long a new demand may take."""

    valid_for: Span | None
    grace: Span
    due_in: Span

    @classmethod
    def read(cls, *, valid_for: str, grace: str, due_in: str) -> "Terms":
        """Read them as rules write them. Raises Misprint."""
        return cls(
            valid_for=Span.read(valid_for) if valid_for else None, grace=Span.read(grace), due_in=Span.read(due_in)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """The dates of an assessment, by the names of its columns."""

    satisfied_at: datetime | None
    good_until: datetime | None
    grace_until: datetime | None
    due_at: datetime | None
    next_look_at: datetime | None
    reminded: int | None


def _worth(
    *, satisfied_at: datetime | None, ends: datetime | None, due_at: datetime | None, terms: Terms, at: datetime
) -> Worth:
    grace_until = ends and terms.grace.after(ends)
    return Worth(
        satisfied_at=satisfied_at,
        good_until=ends,
        grace_until=grace_until,
        due_at=due_at,
        next_look_at=ends and grace_until and next_look(ends, grace_until, at),
        reminded=first_reminder(ends, at) if ends else None,
    )


def answered(terms: Terms, *, issued_at: datetime | None, ends: Iterable[datetime], at: datetime) -> Worth:
    """Return what a good answer given at `at` is worth.

    It counts from the day its evidence was issued, if it says one, and never longer than what it shows itself (`ends`).
    """
    instants = [*ends]
    if terms.valid_for is not None:
        instants.append(terms.valid_for.after(issued_at or at))
    return _worth(satisfied_at=at, ends=min(instants, default=None), due_at=None, terms=terms, at=at)


def ending(
    terms: Terms, *, satisfied_at: datetime | None, good_until: datetime | None, ends: datetime, at: datetime
) -> Worth:
    """Return what is left of an answer that is known at `at` to end at `ends` at the latest, and what is due then."""
    if good_until is not None:
        ends = min(ends, good_until)
    return _worth(satisfied_at=satisfied_at, ends=ends, due_at=ends, terms=terms, at=at)


def waived(terms: Terms, *, until: datetime, at: datetime) -> Worth:
    """Return what a waiver is worth: it stands for an answer until it ends."""
    return _worth(satisfied_at=at, ends=until, due_at=None, terms=terms, at=at)


UNASKED = Worth(satisfied_at=None, good_until=None, grace_until=None, due_at=None, next_look_at=None, reminded=None)
