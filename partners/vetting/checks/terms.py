"""The terms are accepted in the version that the requirement names."""

from partners.vetting.checks.declaration import signature_gaps
from partners.vetting.checks.facts import PASSED, Facts, Observation, Result

CODES = ("terms_version_differs", "person_missing", "role_missing")


def check(facts: Facts) -> Result:
    """Pass when exactly the required version is accepted by a named person."""
    required, accepted = str(facts.accepts.get("version", "")), str(facts.evidence.get("version", ""))
    gaps = signature_gaps(facts)
    if accepted != required:
        gaps.insert(0, Observation("terms_version_differs", {"accepted": accepted or "–", "required": required}))
    return Result("failed", tuple(gaps)) if gaps else PASSED
