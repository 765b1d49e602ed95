"""Who handles personal data of customers has an agreement on it (GDPR article 28)."""

from partners.vetting.checks.facts import PASSED, Facts, Result, failed
from partners.vetting.checks.reading import rows, shown, text

CODES = ("data_classes_undeclared", "data_processing_agreement_missing")
PERSONAL = ("contact", "usage", "payment", "health", "special")


def check(facts: Facts) -> Result:
    """Pass when no declared class is personal, or the agreement came as a file or an address."""
    declared = [str(name) for name in rows(facts.subject, "data_classes")]
    if not declared:
        return failed("data_classes_undeclared")
    personal = [name for name in PERSONAL if name in declared]
    if not personal or text(facts.evidence, "filename") or text(facts.evidence, "url"):
        return PASSED
    return failed("data_processing_agreement_missing", classes=shown(", ".join(personal)))
