"""Who may do what with bundles."""

from catalog.bundles.models import Agreement
from core.accounts.principals import Principal
from core.accounts.roles import StaffRole

CURATOR = StaffRole.CATALOGUE
# Held by owners and admins only: what is agreed binds the organisation.
ANSWER = "agreements:write"


def may_curate(principal: Principal) -> bool:
    """Whether it puts bundles together."""
    return principal.has_staff_role(CURATOR)


def may_answer(principal: Principal, agreement: Agreement) -> bool:
    """Whether it may answer for the partner."""
    return principal.may(ANSWER, agreement.partner.organisation_id)
