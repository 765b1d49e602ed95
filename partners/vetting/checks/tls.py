"""The server speaks TLS 1.2 or newer, with a certificate that is trusted and will be for a while."""

from datetime import timedelta

from partners.vetting.checks.facts import UNDECIDED, Facts, Result, failed, judged
from partners.vetting.checks.reaching import CODES as REACHING
from partners.vetting.checks.reaching import gathered, not_reached
from partners.vetting.checks.reading import instant, shown, text

CODES = (*REACHING, "tls_absent", "certificate_ends_soon")
GOOD_FOR = timedelta(days=14)


def check(facts: Facts) -> Result:
    """Pass when a verified TLS connection was made and its certificate is good for 14 days more."""
    found = gathered(facts, "tls")
    if observation := not_reached(found):
        return judged([observation])
    not_after = instant(text(found, "not_after"))
    if not text(found, "version").startswith("TLSv1.") or not_after is None:
        return failed("tls_absent", address=shown(text(found, "url")))
    if facts.at is None:
        return UNDECIDED
    if not_after - facts.at < GOOD_FOR:
        return failed("certificate_ends_soon", address=shown(text(found, "url")), not_after=f"{not_after:%Y-%m-%d}")
    return judged([])
