"""Sentences about requirements, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partners.programmes import sentences, telling
from partners.programmes.facts import FACTS
from partners.programmes.models import Requirement
from partners.programmes.specs import LANGUAGES


def language() -> str:
    """Return the reader's language, of those that rule books are written in."""
    code = (get_language() or "en").split("-")[0]
    return code if code in LANGUAGES else "en"


def choice(fact: str, value: str) -> str:
    """Return a value of a fact in words; a value that the fact does not know stands for itself."""
    return (FACTS[fact].choices or {}).get(value, {}).get(language(), value)


def badge(code: str) -> str:
    """Return what a badge is called."""
    return telling.badge(code, language())


def satisfied_by(requirement: Requirement) -> str:
    """Return what satisfies a requirement, and who finds that out."""
    spec = requirement.spec
    return f"{sentences.satisfied_by(spec.any_of, spec.evidence, language())} {_who(requirement.decided_by)}"


def asked(requirement: Requirement) -> str:
    """Return the one sentence that says what satisfies a requirement and of whom it is asked."""
    spec = requirement.spec
    return sentences.requirement(spec.applies_if, spec.any_of, spec.evidence, language())


def _who(decided_by: str) -> str:
    if decided_by == "check":
        return _("An automatic check answers at once.")
    return _("A person of the marketplace looks at it and decides.")
