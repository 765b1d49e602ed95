"""The step-down ladder: what follows when an answer is not good any more, step by step, each at a known instant.

Warn, hide from new customers, stop selling, suspend. What customers have bought already runs on through all of it.
"""

from datetime import datetime, timedelta
from enum import IntEnum
from typing import Literal

Status = Literal["active", "restricted", "pending", "off"]

STOP_SELLING_AFTER = timedelta(days=14)
SUSPEND_AFTER = STOP_SELLING_AFTER + timedelta(days=30)


class Stage(IntEnum):
    """How far one requirement has come on the ladder; a higher one is worse."""

    MET = 0
    IN_GRACE = 1
    HIDDEN = 2
    SALES_STOPPED = 3
    SUSPENDED = 4
    NOT_MET = 5

    @property
    def code(self) -> str:
        """The reason code that the API shows."""
        return self.name.lower()


def starts(good_until: datetime, grace_until: datetime) -> dict[Stage, datetime]:
    """Return when each step begins for an answer that is good until then, unless a better one comes."""
    return {
        Stage.IN_GRACE: good_until,
        Stage.HIDDEN: grace_until,
        Stage.SALES_STOPPED: grace_until + STOP_SELLING_AFTER,
        Stage.SUSPENDED: grace_until + SUSPEND_AFTER,
    }


# From which stage a capability is restricted to what exists already, and from which it is off.
_RESTRICTED_FROM = {"sell": Stage.HIDDEN, "bundle": Stage.HIDDEN, "metering": Stage.SUSPENDED}
_OFF_FROM = {
    "list_public": Stage.HIDDEN,
    "new_sales": Stage.HIDDEN,
    "sell": Stage.SALES_STOPPED,
    "bundle": Stage.SALES_STOPPED,
    "payout": Stage.SUSPENDED,
}


def status_of(name: str, stage: Stage) -> Status:
    """Return the status of a capability whose worst requirement has come to this stage.

    Restricted: it goes on for what customers have, and for nothing new. Metering is never off for them.
    """
    if stage == Stage.NOT_MET:
        return "pending"
    if stage >= _OFF_FROM.get(name, Stage.NOT_MET):
        return "off"
    return "restricted" if stage >= _RESTRICTED_FROM.get(name, Stage.NOT_MET) else "active"
