"""What the floors above ask: may this partner do that? They ask the capability, never a flag."""

from datetime import datetime
from uuid import UUID

from partners.organisations.models import Partner
from partners.vetting import wording
from partners.vetting.queries import capability_of_partner, in_the_way
from partners.vetting.refusals import CapabilityMissing, SubjectNotReady
from partners.vetting.standing import Capability


def capability_of(partner: Partner, capability: str, *, at: datetime) -> Capability:
    """Return whether the partner may do `capability` (such as "list_public") at `at`, why, and what comes next."""
    return capability_of_partner(partner.pk, capability, at)[0]


def require_capability(partner: Partner, capability: str, *, at: datetime) -> None:
    """Raise CapabilityMissing, which names every requirement in the way, unless the partner may do it at `at`.

    What is restricted to existing customers passes: whoever asks for new ones asks for "new_sales".
    """
    found, applied = capability_of_partner(partner.pk, capability, at)
    if found.is_allowed:
        return
    turns = [mark.awaiting for mark in found.missing]
    what_to_do = (
        wording.not_met(partner=turns.count("partner"), platform=turns.count("platform"))
        if applied
        else wording.apply_first()
    )
    raise CapabilityMissing(
        wording.capability_missing(capability, [f"{mark.key} {mark.title}" for mark in found.missing], what_to_do),
        capability=capability,
        capability_status=found.status,
        reason=found.reason,
        since=found.since and found.since.isoformat(),
        missing=[
            {"key": mark.key, "title": mark.title, "status": mark.state, "awaiting_action_from": mark.awaiting}
            for mark in found.missing
        ],
    )


def require_subject_fit(subject_id: UUID, capability: str, *, at: datetime) -> None:
    """Raise SubjectNotReady, which names them, if requirements of `capability` are refused to a subject or never met.

    A subject that was never reviewed is held to none, as it is while no programme of its scope is published.
    """
    wanting = in_the_way(subject_id, capability, at)
    if wanting:
        named = "; ".join(f"{one.key} {one.requirement.title}" for one in wanting)
        raise SubjectNotReady(
            wording.subject_not_ready(named),
            missing=[
                {
                    "key": one.key,
                    "title": one.requirement.title,
                    "status": one.state,
                    "awaiting_action_from": one.awaiting,
                    "application": str(one.application_id),
                    "findings": [finding.code for finding in one.findings.all()],
                }
                for one in wanting
            ],
        )
