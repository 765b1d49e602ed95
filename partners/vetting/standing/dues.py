"""What a partner is told of one requirement: how urgent it is, by when, why it is asked, what it takes away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from partners.vetting.standing.ladder import Stage, Status, status_of
from partners.vetting.standing.marks import Mark

DueStatus = Literal[
    "met", "not_applicable", "waived", "pending_verification", "eventually_due", "currently_due", "past_due"
]
Because = Literal["onboarding", "expiry", "new_demand", "refusal"]

# What is due within this time is due now; what is due later can wait.
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Impact:
    """What a capability becomes at an instant if nothing is done (None: it is so, and was never otherwise)."""

    capability: str
    status: Status
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How one requirement presses: `deadline` is when one should have acted, `grace_until` when it begins to cost."""

    status: DueStatus
    deadline: datetime | None
    grace_until: datetime | None
    because: tuple[Because, ...]
    impact: tuple[Impact, ...]


def due_of(mark: Mark, *, due_at: datetime | None, mend_by: datetime | None, at: datetime) -> Due:
    """Work it out at `at`; `due_at` was set for a new demand, `mend_by` by what was found wrong."""
    deadlines = [instant for instant in (mark.good_until, due_at, mend_by) if instant is not None]
    deadline = min(deadlines, default=None)
    if mark.state in ("not_applicable", "waived"):
        return Due(
            status="waived" if mark.state == "waived" else "not_applicable",
            deadline=mark.good_until if mark.state == "waived" else None,
            grace_until=mark.grace_until if mark.state == "waived" else None,
            because=(),
            impact=impact_of(mark) if mark.state == "waived" else (),
        )
    return Due(
        status=_status(mark, deadline, at),
        deadline=deadline,
        grace_until=mark.grace_until,
        because=_because(mark, due_at),
        impact=impact_of(mark),
    )


def _status(mark: Mark, deadline: datetime | None, at: datetime) -> DueStatus:
    if mark.awaiting == "none":
        return "met"
    if mark.awaiting == "platform":
        return "pending_verification"
    if deadline is not None and deadline <= at:
        return "past_due"
    if not mark.held:
        return "currently_due" if mark.mandatory else "eventually_due"
    return "currently_due" if deadline is None or deadline - at <= SOON else "eventually_due"


def _because(mark: Mark, due_at: datetime | None) -> tuple[Because, ...]:
    if mark.state == "action_required":
        return ("refusal",)
    if mark.state == "reopened" or (mark.state == "missing" and due_at is not None):
        return ("new_demand",)
    if mark.state in ("expiring", "lapsed", "blocking"):
        return ("expiry",)
    return ("onboarding",) if mark.awaiting != "none" else ()


def impact_of(mark: Mark) -> tuple[Impact, ...]:
    """Return each change of what the requirement blocks, in the order of time."""
    if not mark.mandatory:
        return ()
    if not mark.held:
        return tuple(Impact(name, "pending", None) for name in mark.blocks)
    found: list[tuple[datetime, str, Status]] = []
    for name in mark.blocks:
        before: Status = "active"
        for stage, instant in mark.steps().items():
            status = status_of(name, stage)
            if stage > Stage.IN_GRACE and status != before:
                found.append((instant, name, status))
                before = status
    return tuple(Impact(name, status, instant) for instant, name, status in sorted(found))
