"""Who may do what in vetting, beyond what an address and a role say."""

from core.accounts.principals import Principal
from core.accounts.roles import StaffRole
from partners.vetting.models import Assessment


def may_decide(principal: Principal, assessment: Assessment) -> bool:
    """Whether a decision of this reviewer is due now: four eyes, and the reviewer's turn.

    The action `decide` asks the same of the actor, under lock.
    """
    if not principal.has_staff_role(StaffRole.VETTING) or assessment.state != "needs_review":
        return False
    own = assessment.application.partner.organisation_id in principal.organisation_ids
    submitted = assessment.evidence is not None and assessment.evidence.submitted_by_id == principal.actor.id
    return not own and not submitted
