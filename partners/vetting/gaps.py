"""What a piece of evidence lacks by itself, whatever requirement it is for: a signature, or a recent day of issue."""

from datetime import datetime

from partners.programmes.models import Requirement
from partners.vetting.checks import CHECKS
from partners.vetting.checks.facts import Facts, Observation
from partners.vetting.models import Evidence
from partners.vetting.pieces import accepted_as

AGE = "evidence_age"


def gaps_of(requirement: Requirement, evidence: Evidence, *, at: datetime) -> tuple[Observation, ...]:
    """Return everything that is wanting: the declaration is not signed, or the document too old for the requirement."""
    accepts = accepted_as(requirement, evidence.name)
    asked = [*(["declaration"] if evidence.kind == "declaration" else []), *([AGE] if accepts.get("max_age") else [])]
    facts = Facts(country="", accepts=accepts, evidence=evidence.data, at=at)
    return tuple(observation for code in asked for observation in CHECKS[code].run(facts).observations)


def is_left_to_gaps(requirement: Requirement, evidence: Evidence) -> bool:
    """Whether the requirement's own check asks nothing more of this piece than `gaps_of` has asked already."""
    if requirement.check_code == AGE:
        return bool(accepted_as(requirement, evidence.name).get("max_age")) or len(requirement.evidence) > 1
    return requirement.check_code == "declaration" and evidence.kind == "declaration"
