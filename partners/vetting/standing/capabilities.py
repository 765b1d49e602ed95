"""What a subject may do at an instant, from the marks of its requirements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from partners.vetting.standing.ladder import Stage, Status, status_of
from partners.vetting.standing.marks import Mark, needed_first


@dataclass(frozen=True, slots=True)
class Change:
    """What a capability becomes at an instant if nothing is done until then."""

    at: datetime
    status: Status
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """Whether a subject may do something, why, since when, and what comes next.

    `reason` is the code of the worst stage among its requirements, or `not_granted` where no rule grants it. `since`
    is when that stage began (None: it always was so, or was never met). `missing` are the requirements to mend.
    """

    name: str
    status: Status
    reason: str
    since: datetime | None = None
    next: Change | None = None
    missing: tuple[Mark, ...] = ()

    @property
    def is_allowed(self) -> bool:
        """Whether it may be done at all, if only for what exists already."""
        return self.status in ("active", "restricted")


def capability(name: str, marks: Sequence[Mark], at: datetime) -> Capability:
    """Work out one capability from the marks of one application.

    It is as good as the worst mandatory requirement that blocks it. A programme in which none blocks it does not grant
    it: nothing is allowed for want of a rule.
    """
    needed = [mark for mark in marks if mark.mandatory and name in mark.blocks]
    if not needed:
        return Capability(name=name, status="pending", reason="not_granted")
    stages = [mark.stage(at) for mark in needed]
    worst = max(stages)
    starts = [mark.steps().get(worst) for mark, stage in zip(needed, stages, strict=True) if stage == worst]
    status = status_of(name, worst)
    return Capability(
        name=name,
        status=status,
        reason=worst.code,
        since=min((start for start in starts if start), default=None),
        next=_next(name, needed, status, worst, at),
        missing=tuple(mark for mark, stage in zip(needed, stages, strict=True) if stage != Stage.MET),
    )


def _next(name: str, needed: Sequence[Mark], status: Status, worst: Stage, at: datetime) -> Change | None:
    """Return the first later instant at which the status or its reason becomes another."""
    if worst == Stage.NOT_MET:
        return None
    starts = sorted({start for mark in needed for start in mark.steps().values() if start > at})
    for start in starts:
        stage = max(mark.stage(start) for mark in needed)
        then = status_of(name, stage)
        if stage > worst and (then != status or worst == Stage.MET):
            return Change(start, then, stage.code)
    return None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a subject stands in one application: what is announced when it changes.

    `complete`: every requirement that is needed first (`needed_first`) is met or in grace, and there is at least one;
    `missing` are the others of these. `step`: how far it has come on the ladder, by the worst of what it has met once.
    `capabilities`: status and reason of each that a rule grants. `met`: every requirement that is met or in grace.
    """

    complete: bool
    step: Stage
    capabilities: Mapping[str, tuple[Status, str]]
    missing: tuple[str, ...]
    met: frozenset[str]


def standing_of(marks: Iterable[Mark], at: datetime) -> Standing:
    """Work out the standing at `at`; the same rules as `capability`, for all of them at once."""
    worst: dict[str, Stage] = {}
    step, marks = Stage.MET, list(marks)
    mandatory = [mark for mark in marks if mark.mandatory]
    first = needed_first(mandatory)
    missing = tuple(mark.key for mark in first if mark.stage(at) > Stage.IN_GRACE)
    for mark in mandatory:
        stage = mark.stage(at)
        if mark.held and stage > step:
            step = stage
        for name in mark.blocks:
            worst[name] = max(worst.get(name, Stage.MET), stage)
    return Standing(
        complete=bool(first) and not missing,
        step=step,
        capabilities={name: (status_of(name, stage), stage.code) for name, stage in worst.items()},
        missing=missing,
        met=frozenset(mark.key for mark in marks if mark.stage(at) <= Stage.IN_GRACE),
    )


_ORDER = {"active": 0, "restricted": 1, "off": 2, "pending": 3}


def best(capabilities: Sequence[Capability]) -> Capability | None:
    """Of one capability in several applications, return the one that allows most, or else lacks least.

    An application whose programme could never grant it comes last.
    """
    return min(
        capabilities,
        key=lambda found: (_ORDER[found.status], found.reason == "not_granted", len(found.missing)),
        default=None,
    )
