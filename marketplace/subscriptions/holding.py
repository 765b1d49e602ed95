"""Telling the catalogue who holds what, so that nobody loses sight of what they pay for."""

from collections.abc import Collection
from uuid import UUID

from catalog.listings.holders import Holder, tells_what_is_held, tells_who_holds
from core.accounts.principals import Principal
from marketplace.subscriptions.models import ENDED, Item


@tells_who_holds
def holds_plans_of(principal: Principal, offer_id: UUID) -> bool:
    """Whether a subscription of the principal's organisations that has not ended has plans of the offer."""
    items = Item.objects.filter(
        plan__offer_id=offer_id, subscription__customer__organisation_id__in=principal.organisation_ids
    )
    return items.exclude(subscription__state=ENDED).exists()


@tells_what_is_held
def offers_with_plans_of(holder: Holder) -> Collection[UUID]:
    """Return the offers of which the holder's subscriptions that have not ended have plans; one query, or none."""
    if holder.person is not None:
        items = Item.objects.filter(subscription__customer__organisation__memberships__user=holder.person)
    elif holder.organisation_ids:
        items = Item.objects.filter(subscription__customer__organisation_id__in=holder.organisation_ids)
    else:
        return ()
    return set(items.exclude(subscription__state=ENDED).values_list("plan__offer_id", flat=True).distinct())
