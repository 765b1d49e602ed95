"""The contact address of the profile is confirmed."""

from partners.vetting.checks.facts import PASSED, Facts, Result, failed

CODES = ("contact_not_confirmed",)


def check(facts: Facts) -> Result:
    """Pass when the present address was confirmed."""
    return PASSED if facts.evidence.get("confirmed_at") else failed("contact_not_confirmed")
