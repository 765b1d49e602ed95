"""The only place that writes programmes and rule books."""

from partners.programmes.actions.announcing import announce_version, draft_version, withdraw_announcement
from partners.programmes.actions.forcing import bring_into_force_due
from partners.programmes.actions.publishing import publish_programme
from partners.programmes.refusals import ProgrammeUnreadable

__all__ = [
    "ProgrammeUnreadable",
    "announce_version",
    "bring_into_force_due",
    "draft_version",
    "publish_programme",
    "withdraw_announcement",
]
