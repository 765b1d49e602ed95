"""A declaration is complete: confirmed, by a named person in a named role."""

from partners.vetting.checks.facts import PASSED, Facts, Observation, Result, has_letters

CODES = ("statement_not_confirmed", "person_missing", "role_missing")


def check(facts: Facts) -> Result:
    """Pass when the statement is confirmed and person and role are given; every gap is named at once."""
    gaps = []
    if facts.evidence.get("confirmed") is not True:
        gaps.append(Observation("statement_not_confirmed"))
    gaps += signature_gaps(facts)
    return Result("failed", tuple(gaps)) if gaps else PASSED


def signature_gaps(facts: Facts) -> list[Observation]:
    """Return what is missing of the person who signs, and the role."""
    return [
        Observation(code) for name, code in (("person", CODES[1]), ("role", CODES[2]))
        if not has_letters(facts.evidence.get(name))
    ]  # fmt: skip
