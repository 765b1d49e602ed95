"""What is said of a finding, and how its English is marked for translators."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FindingWords:
    """What a check saw, what was expected, and what mends it, in English; `%(name)s` stands for a value of the finding.

    `partners.vetting.wording` says it in the reader's language, `partner-check` without any framework.
    """

    observed: str
    expected: str
    fix: str


def marked(text: str) -> str:
    """Return the text; imported as `_`, it lets `make messages` find it."""
    return text
