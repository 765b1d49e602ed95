"""Programmes, the revisions of their requirements, and the versions of their rule books."""

from partners.programmes.models.programmes import Programme
from partners.programmes.models.requirements import Requirement
from partners.programmes.models.versions import VERSION_MOVES, RuleBookEntry, RuleBookVersion

__all__ = ["VERSION_MOVES", "Programme", "Requirement", "RuleBookEntry", "RuleBookVersion"]
