"""What happens while partners are vetted."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class ApplicationOpened(Event):
    """A partner applied to a programme."""

    application_id: UUID
    partner_id: UUID
    programme_id: UUID
    programme: str


@dataclass(frozen=True, kw_only=True)
class _OfRequirement:
    """What happened to one requirement of an application, in the revision that it was held to then."""

    application_id: UUID
    partner_id: UUID
    assessment_id: UUID
    key: str
    revision: int


@dataclass(frozen=True, kw_only=True)
class EvidenceSubmitted(_OfRequirement, Event):
    """Evidence came for a requirement."""

    evidence_id: UUID
    round: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class RedactedCopyAttached(Event):
    """A document has a copy now in which something is blackened."""

    redacted_copy_id: UUID
    evidence_id: UUID
    assessment_id: UUID
    application_id: UUID
    partner_id: UUID
    key: str
    revision: int


@dataclass(frozen=True, kw_only=True)
class ProbeRequested(_OfRequirement, Event):
    """Something outside is to be looked at: before the evidence can be judged, or again after a while."""

    evidence_id: UUID
    probe_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReviewRequested(_OfRequirement, Event):
    """A person on staff has to look at the evidence."""

    evidence_id: UUID


@dataclass(frozen=True, kw_only=True)
class RequirementSatisfied(_OfRequirement, Event):
    """The evidence was found to meet the requirement, by a check or by a reviewer."""

    evidence_id: UUID
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class RequirementRefused(_OfRequirement, Event):
    """The evidence was found wanting; `findings` are the codes of what was found, `late` those that came too late."""

    evidence_id: UUID
    decided_by: str
    findings: list[str]
    late: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RequirementReopened(_OfRequirement, Event):
    """What it looks at was changed, so it is asked again; `touched` are those parts of the offer."""

    touched: list[str]


@dataclass(frozen=True, kw_only=True)
class PartnerVetted(Event):
    """Every mandatory requirement of an application is satisfied."""

    application_id: UUID
    partner_id: UUID
    programme_id: UUID


@dataclass(frozen=True, kw_only=True)
class StandingLost(Event):
    """A vetted partner does not meet every mandatory requirement any more; `missing` are their keys."""

    application_id: UUID
    partner_id: UUID
    programme_id: UUID
    missing: list[str]


@dataclass(frozen=True, kw_only=True)
class DecisionDelayed(Event):
    """The platform's clock has run for longer than it may; told once for each turn."""

    assessment_id: UUID
    application_id: UUID
    partner_id: UUID
    key: str
    revision: int
    waiting_since: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class CapabilityChanged(Event):
    """What a subject may do is different; `reason` is why. No `subject_id`: the partner itself."""

    partner_id: UUID
    application_id: UUID
    subject_id: UUID | None
    capability: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StandingStepped(Event):
    """A subject went down or up the ladder: met, in_grace, hidden, sales_stopped, suspended."""

    partner_id: UUID
    application_id: UUID
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class RequirementExpiring(_OfRequirement, Event):
    """A good answer ends soon: told 90, 30, 7 and 1 days before."""

    good_until: datetime
    days: int


@dataclass(frozen=True, kw_only=True)
class RequirementLapsed(_OfRequirement, Event):
    """A good answer has ended; what it opens stays open until `grace_until`."""

    grace_until: datetime


@dataclass(frozen=True, kw_only=True)
class RequirementBlocking(_OfRequirement, Event):
    """The grace after a good answer has ended as well."""


@dataclass(frozen=True, kw_only=True)
class ReviewClaimed(Event):
    """A reviewer has taken what waits, until then."""

    assessment_id: UUID
    application_id: UUID
    partner_id: UUID
    key: str
    revision: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ReviewReleased(Event):
    """A reviewer has given back what waits."""

    assessment_id: UUID
    application_id: UUID
    partner_id: UUID
    key: str
    revision: int


@dataclass(frozen=True, kw_only=True)
class ReviewHandedOver(Event):
    """A reviewer has handed what waits to another, who has it until then."""

    assessment_id: UUID
    application_id: UUID
    partner_id: UUID
    key: str
    revision: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class AppealRaised(Event):
    """A partner says that findings (their codes) are wrong; a second reviewer answers until then."""

    appeal_id: UUID
    assessment_id: UUID
    application_id: UUID
    partner_id: UUID
    key: str
    revision: int
    findings: list[str]
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Event):
    """A second reviewer answered an appeal: upheld, overturned or rule_clarified."""

    appeal_id: UUID
    assessment_id: UUID
    application_id: UUID
    partner_id: UUID
    key: str
    revision: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class AppealWithdrawn(Event):
    """Something newer took the place of what an appeal was about."""

    appeal_id: UUID
    assessment_id: UUID
    application_id: UUID
    partner_id: UUID
    key: str
    revision: int


@dataclass(frozen=True, kw_only=True)
class RequirementAsked(_OfRequirement, Event):
    """Something is asked newly or anew, because of the `rule_book`, the `facts` or the `offer`.

    `due_at` is there for those who sell already: what they may do stays open until then.
    """

    because: str
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class RequirementNotAsked(_OfRequirement, Event):
    """Something is not asked any more, because of the `rule_book` or the `facts`."""

    because: str


@dataclass(frozen=True, kw_only=True)
class WaiverRequested(Event):
    """Somebody on staff asks for a requirement to be waived until then."""

    waiver_id: UUID
    assessment_id: UUID
    application_id: UUID
    partner_id: UUID
    key: str
    revision: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class RequirementWaived(Event):
    """The requirement need not be met until then."""

    waiver_id: UUID
    assessment_id: UUID
    application_id: UUID
    partner_id: UUID
    key: str
    revision: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class WaiverEnded(Event):
    """A waiver was declined, revoked, or has expired."""

    waiver_id: UUID
    assessment_id: UUID
    application_id: UUID
    partner_id: UUID
    key: str
    revision: int
    ended_as: str


@dataclass(frozen=True, kw_only=True)
class NoticeGiven(Event):
    """A partner was told something; the e-mail follows."""

    notice_id: UUID
    partner_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class TierChanged(Event):
    """A partner reached another tier, a higher or a lower one; empty: none."""

    partner_id: UUID
    application_id: UUID
    before: str
    after: str
