"""Facts about bundles and what partners agree to."""

from dataclasses import dataclass
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class BundleDrafted(Event):
    """Staff began a bundle, or its next version."""

    bundle_id: UUID
    bundle_version_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class BundleChanged(Event):
    """A draft says something else now; `fields` names what."""

    bundle_id: UUID
    bundle_version_id: UUID
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class BundleProposed(Event):
    """A version was frozen, and its partners were asked."""

    bundle_id: UUID
    bundle_version_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class AgreementAsked(Event):
    """A partner was asked to agree to a version; `carried`: nothing changed for it, so its earlier consent counts."""

    agreement_id: UUID
    bundle_id: UUID
    bundle_version_id: UUID
    partner_id: UUID
    carried: bool


@dataclass(frozen=True, kw_only=True)
class AgreementAccepted(Event):
    """A partner agreed to its part in a version."""

    agreement_id: UUID
    bundle_id: UUID
    bundle_version_id: UUID
    partner_id: UUID


@dataclass(frozen=True, kw_only=True)
class AgreementDeclined(Event):
    """A partner did not agree, and said why."""

    agreement_id: UUID
    bundle_id: UUID
    bundle_version_id: UUID
    partner_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """A partner does not agree any more. What is live is sold to new customers until `sales_end_at`."""

    agreement_id: UUID
    bundle_id: UUID
    bundle_version_id: UUID
    partner_id: UUID
    reason: str
    sales_end_at: str | None


@dataclass(frozen=True, kw_only=True)
class AgreementNoticeGiven(Event):
    """A partner was told something about an agreement of its own."""

    agreement_notice_id: UUID
    partner_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class BundleAgreed(Event):
    """Every partner has agreed to a version."""

    bundle_id: UUID
    bundle_version_id: UUID


@dataclass(frozen=True, kw_only=True)
class BundlePublished(Event):
    """A version went live, in place of the one before it if there was one."""

    bundle_id: UUID
    bundle_version_id: UUID


@dataclass(frozen=True, kw_only=True)
class BundleWithdrawn(Event):
    """A bundle is not sold any more for the time being; who holds it keeps it. The version is the one that was live."""

    bundle_id: UUID
    bundle_version_id: UUID | None = None
    reason: str


@dataclass(frozen=True, kw_only=True)
class BundleRetired(Event):
    """A bundle is never sold again; who holds it keeps it. The version is the one that was live, if one was."""

    bundle_id: UUID
    bundle_version_id: UUID | None = None
    reason: str
