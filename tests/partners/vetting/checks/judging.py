"""Running one check on facts written down in a test."""

from datetime import UTC, datetime

from partners.vetting.checks import CHECKS
from partners.vetting.checks.facts import Facts

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def run(code, *, country="FR", accepts=None, subject=None, gathered=None, at=AT, **evidence):
    facts = Facts(
        country=country, accepts=accepts or {}, evidence=evidence, subject=subject or {}, gathered=gathered or {}, at=at
    )
    return CHECKS[code].run(facts)


def codes(result):
    return [observation.code for observation in result.observations]
