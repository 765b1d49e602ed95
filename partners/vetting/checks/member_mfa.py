"""Every member of the organisation signs in with a second factor."""

from partners.vetting.checks.facts import PASSED, UNDECIDED, Facts, Result, failed
from partners.vetting.checks.reading import whole

CODES = ("members_without_second_factor",)


def check(facts: Facts) -> Result:
    """Pass when there are `members` and none of them is among `members_without_mfa`."""
    members, without = whole(facts.subject, "members"), whole(facts.subject, "members_without_mfa")
    if members is None or without is None or members < 1:
        return UNDECIDED
    if without <= 0:
        return PASSED
    return failed("members_without_second_factor", without=str(without), members=str(members))
