"""What a check is given, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a check may look at; whoever calls it has gathered this.

    `country` is the organisation's (ISO 3166-1 alpha-2), `accepts` what the requirement takes, `evidence` what came,
    `subject` what is known of the partner or offer otherwise, `gathered` what each gatherer of the check brought.
    `at` is when it is judged; a check that needs it leaves its verdict to a person without.
    """

    country: str
    accepts: Mapping[str, Any]
    evidence: Mapping[str, Any]
    subject: Mapping[str, Any] = field(default_factory=dict)
    gathered: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """Something that does not meet the requirement; `partners.vetting.checks.words` has the sentences for its code."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """A check's verdict: passed, failed for these reasons, or for a person to decide."""

    verdict: Literal["passed", "failed", "undecided"]
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check, every code with which it may fail, and the gatherers it needs (`partners.vetting.gatherers`).

    One that needs gatherers is judged by a task, a moment after the evidence came. `about_subject`: it looks at what is
    known of the partner or offer beside the evidence.
    """

    run: Callable[[Facts], Result]
    codes: tuple[str, ...]
    gathers: tuple[str, ...] = ()
    about_subject: bool = False


PASSED = Result("passed")
UNDECIDED = Result("undecided")


def failed(code: str, **values: str) -> Result:
    """Return the verdict of a check that failed for one reason."""
    return Result("failed", (Observation(code, values),))


def judged(observations: list[Observation]) -> Result:
    """Return the verdict from everything that was seen wanting: passed where that is nothing."""
    return Result("failed", tuple(observations)) if observations else PASSED


def has_letters(text: object) -> bool:
    """Whether it is text with at least two letters, as names and roles have."""
    return isinstance(text, str) and sum(c.isalpha() for c in text) >= 2  # noqa: PLR2004
