"""An IBAN has the form and the check digits of its country (ISO 13616); whether it exists is asked of nobody."""

from stdnum import iban
from stdnum.exceptions import InvalidChecksum, ValidationError

from partners.vetting.checks.facts import PASSED, Facts, Result, failed
from partners.vetting.checks.reading import shown, text

CODES = ("iban_missing", "iban_malformed", "iban_checksum")


def check(facts: Facts) -> Result:
    """Judge the IBAN in the evidence."""
    written = text(facts.evidence, "iban")
    if not written.strip():
        return failed("iban_missing")
    try:
        iban.validate(written)
    except InvalidChecksum:
        return failed("iban_checksum", iban=shown(written))
    except (ValidationError, ValueError):
        return failed("iban_malformed", iban=shown(written))
    return PASSED
