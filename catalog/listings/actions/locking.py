"""One thing at a time for each offer."""

from uuid import UUID

from catalog.offers.models import Offer
from partners.organisations.models import Partner


def lock_offer(offer_id: UUID, *, partner: Partner | None = None) -> Offer:
    """Hold the offer's row until the transaction ends, and return it as it is now.

    Whatever happens to an offer's plans, versions and listing queues here, so none of it can deadlock. Its partner
    never changes, so one that is known already is not loaded again.
    """
    offer = Offer.objects.select_for_update().get(pk=offer_id)
    if partner is not None:
        offer.partner = partner
    return offer
