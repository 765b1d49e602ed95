"""A document is recent enough by its own date of issue."""

from datetime import UTC, datetime, time

from partners.programmes.reading import Misprint
from partners.programmes.spans import Span
from partners.vetting.checks.facts import PASSED, UNDECIDED, Facts, Result, failed
from partners.vetting.checks.reading import day, shown, text

CODES = ("issued_on_missing", "issued_in_future", "evidence_too_old")
DEFAULT_AGE = "P1Y"


def check(facts: Facts) -> Result:
    """Pass when `issued_on` is not to come and at most the accepted `max_age` ago, which is a year by default."""
    if facts.at is None:
        return UNDECIDED
    issued_on = day(text(facts.evidence, "issued_on"))
    if issued_on is None:
        return failed("issued_on_missing")
    if issued_on > facts.at.date():
        return failed("issued_in_future", issued_on=issued_on.isoformat())
    try:
        age = Span.read(text(facts.accepts, "max_age") or DEFAULT_AGE)
        oldest = age.before(datetime.combine(facts.at.date(), time(), UTC)).date()
    except (Misprint, ValueError):
        return UNDECIDED
    if issued_on < oldest:
        return failed("evidence_too_old", issued_on=issued_on.isoformat(), oldest=shown(oldest))
    return PASSED
