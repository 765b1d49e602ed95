"""Verbs of importing: every one of them calls the actions that partners and staff use."""

from catalog.importing.actions.ground import Ground, prepare
from catalog.importing.actions.publishing import Outcome, import_publisher

__all__ = ["Ground", "Outcome", "import_publisher", "prepare"]
