"""Who may do what with listings."""

from uuid import UUID

from catalog.listings.models import Listing
from core.accounts.principals import Principal

CATALOGUE = "catalogue"


def may_act_on(principal: Principal, listing: Listing) -> bool:
    """Whether the listing is its own organisation's, or it is staff: as `Listing.objects.visible_to`."""
    return principal.is_staff or listing.partner.organisation_id in principal.organisation_ids


def may_withdraw(principal: Principal, organisation_id: UUID) -> bool:
    """Whether it may take the organisation's listing or submission back: its own people, or catalogue staff."""
    return principal.has_staff_role(CATALOGUE) or principal.may("offers:write", organisation_id)


def require_withdrawal(principal: Principal, organisation_id: UUID) -> None:
    """Raise the refusal that fits, unless it may withdraw."""
    if not may_withdraw(principal, organisation_id):
        principal.require("offers:write", organisation_id)
