"""Judging a profile by a rule book, as the marketplace would: the same conditions, gatherers and checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from core.outgoing.targets import Reach
from partners.programmes.conditions import evaluate
from partners.programmes.evidence import Accepts
from partners.programmes.specs import Spec
from partners.vetting.checks import CHECKS
from partners.vetting.checks.facts import UNDECIDED, Facts, Observation, Result
from partners.vetting.gatherers import gather
from partners.vetting.gatherers.given import Given
from partners.vetting.partner_check.profiles import Profile

# What the marketplace reads from the profile or looks at by itself needs no evidence of its own.
_WITHOUT_EVIDENCE = ("probe", "contact_email")
Outcome = Literal["pass", "fail", "person", "missing", "unclear", "not_asked"]
_WORST_FIRST = ("failed", "undecided", "passed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How one requirement stands; `open` are the facts it depends on and which the profile does not say."""

    spec: Spec
    outcome: Outcome
    observations: tuple[Observation, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def stands_in_the_way(self) -> bool:
        """Whether something mandatory is to be done by the partner."""
        return self.spec.level == "mandatory" and self.outcome in ("fail", "missing", "unclear")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How far requests reach, who answers for the DNS, and what time it is."""

    reach: Reach
    nameservers: tuple[str, ...]
    at: datetime


def judge(spec: Spec, profile: Profile, world: World) -> Judged:
    """Judge one requirement; reaches over the network where its check has to look at something."""
    verdict = evaluate(spec.applies_if, profile.facts)
    if verdict.holds is None:
        return Judged(spec=spec, outcome="unclear", open=verdict.open)
    if not verdict.holds:
        return Judged(spec=spec, outcome="not_asked")
    have = {name for name, accepts in spec.evidence.items() if _given(name, accepts, profile) is not None}
    complete = [names for names in spec.any_of if set(names) <= have]
    if not complete:
        return Judged(spec=spec, outcome="missing")
    results = [_of_alternative(spec, names, profile, world) for names in complete]
    best = max(results, key=lambda result: _WORST_FIRST.index(result.verdict))
    if best.verdict == "failed":
        return Judged(spec=spec, outcome="fail", observations=best.observations)
    decided = best.verdict == "passed" and spec.decided_by == "check"
    return Judged(spec=spec, outcome="pass" if decided else "person")


def _given(name: str, accepts: Accepts, profile: Profile) -> Mapping[str, Any] | None:
    if name in profile.evidence:
        return profile.evidence[name]
    if accepts.kind == "vat_id" and "vat_id" in profile.subject:
        return {"vat_id": "".join(str(profile.subject["vat_id"]).split())}
    return {} if accepts.kind in _WITHOUT_EVIDENCE else None


def _of_alternative(spec: Spec, names: tuple[str, ...], profile: Profile, world: World) -> Result:
    """Judge all pieces of one alternative: it is as good as the worst of them, and everything wrong is named."""
    results = [_of_piece(spec, spec.evidence[name], _given(name, spec.evidence[name], profile) or {}, profile, world)
               for name in names]  # fmt: skip
    observations = tuple(observation for result in results for observation in result.observations)
    worst = min(results, key=lambda result: _WORST_FIRST.index(result.verdict))
    return Result(worst.verdict, observations)


def _of_piece(spec: Spec, accepts: Accepts, evidence: Mapping[str, Any], profile: Profile, world: World) -> Result:
    check = CHECKS.get(spec.check)
    # Whether the address is confirmed, only the marketplace knows.
    if check is None or (accepts.kind == "contact_email" and not evidence):
        return UNDECIDED
    given = Given(evidence=evidence, subject=profile.subject, reach=world.reach, nameservers=world.nameservers)
    facts = Facts(
        country=profile.country,
        accepts=accepts.plain(),
        evidence=evidence,
        subject=profile.subject,
        gathered=gather(check.gathers, given),
        at=world.at,
    )
    return check.run(facts)
