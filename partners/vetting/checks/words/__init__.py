"""The sentences of every code with which a check may fail, by topic."""

from partners.vetting.checks.words.content import CONTENT
from partners.vetting.checks.words.outside import OUTSIDE
from partners.vetting.checks.words.profile import PROFILE
from partners.vetting.checks.words.reach import REACH
from partners.vetting.checks.words.shape import FindingWords

__all__ = ["FINDINGS", "FindingWords"]

FINDINGS: dict[str, FindingWords] = {**PROFILE, **REACH, **OUTSIDE, **CONTENT}
