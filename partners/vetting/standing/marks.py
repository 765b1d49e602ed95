"""How one requirement stands for one subject, as a value."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from partners.vetting.standing.ladder import Stage, starts
from partners.vetting.standing.states import AWAITING, Awaiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How one requirement stands. `blocks` names the capabilities that need it, if it is mandatory.

    `held`: a good answer was given once, or nothing was asked yet when the subject began to sell. It counts until
    `good_until` (None: without end) and, with a warning, until `grace_until`; what is in review does not change that.
    """

    key: str
    title: str = ""
    state: str
    mandatory: bool
    blocks: tuple[str, ...]
    held: bool
    good_until: datetime | None = None
    grace_until: datetime | None = None

    @property
    def awaiting(self) -> Awaiting:
        """Whose turn it is."""
        return AWAITING[self.state]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done by somebody."""
        return AWAITING[self.state] != "none"

    def stage(self, at: datetime) -> Stage:
        """Return how far it has come on the ladder at `at`."""
        if self.state == "not_applicable":
            return Stage.MET
        if not self.held:
            return Stage.NOT_MET
        if self.good_until is None or self.grace_until is None or at < self.good_until:
            return Stage.MET
        if at < self.grace_until:
            return Stage.IN_GRACE
        return max(stage for stage, start in starts(self.good_until, self.grace_until).items() if start <= at)

    def steps(self) -> dict[Stage, datetime]:
        """Return when each step of the ladder begins if nothing is done; empty where none is in sight."""
        if self.state == "not_applicable" or not self.held or self.good_until is None or self.grace_until is None:
            return {}
        return starts(self.good_until, self.grace_until)


def needed_first(marks: Iterable[Mark]) -> list[Mark]:
    """Return the mandatory marks without which nothing can be listed; all mandatory ones where none is about that.

    What only blocks payouts, bundles or metering is mandatory too, for those who want them.
    """
    mandatory = [mark for mark in marks if mark.mandatory]
    return [mark for mark in mandatory if "list_public" in mark.blocks] or mandatory
