"""Telling the catalogue who holds what, so that nobody loses sight of what they pay for."""

from uuid import UUID

from catalog.listings.holders import tells_who_holds
from core.accounts.principals import Principal
from marketplace.subscriptions.models import ENDED, Item


@tells_who_holds
def holds_plans_of(principal: Principal, offer_id: UUID) -> bool:
    """Whether a subscription of the principal's organisations that has not ended has plans of the offer."""
    items = Item.objects.filter(
        plan__offer_id=offer_id, subscription__customer__organisation_id__in=principal.organisation_ids
    )
    return items.exclude(subscription__state=ENDED).exists()
