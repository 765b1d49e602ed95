"""Ending the sale of what a listing shows, and beginning it again."""

from datetime import datetime

from django.db import transaction

from catalog.listings.actions.locking import lock_offer
from catalog.listings.actions.withdrawal import take_back_waiting
from catalog.listings.events import ListingRetired, ListingReturned
from catalog.listings.models import LISTING_MOVES, Listing
from core.actors import Actor
from core.events.recording import record
from core.states import IllegalMove
from partners.vetting.capabilities import require_capability, require_subject_fit


@transaction.atomic
def retire(*, listing: Listing, reason: str = "", actor: Actor, at: datetime) -> Listing:
    """Sell nothing more of it. Its page stays and says so; who holds its plans keeps them.

    A version that is on its way is taken back: else it would begin the sale anew. Raises IllegalMove unless it is live.
    """
    lock_offer(listing.offer_id)
    LISTING_MOVES.apply(Listing.objects.filter(pk=listing.pk), to="retired", retired_at=at)
    listing.state, listing.retired_at = "retired", at
    take_back_waiting(listing.offer_id, actor=actor, at=at)
    fact = ListingRetired(
        listing_id=listing.pk, partner_id=listing.partner_id, offer_id=listing.offer_id, reason=reason
    )
    record(fact, actor=actor, at=at)
    return listing


@transaction.atomic
def return_to_sale(*, listing: Listing, actor: Actor, at: datetime) -> Listing:
    """Sell it again, as it was. A newly approved version does the same.

    Raises IllegalMove unless it is retired, CapabilityMissing and SubjectNotReady.
    """
    offer = lock_offer(listing.offer_id, partner=listing.partner)
    row = Listing.objects.filter(pk=listing.pk)
    found = row.values_list("state", flat=True).get()
    if found != "retired":
        raise IllegalMove(f"The listing is “{found}” now; only a retired one is sold again like that.", state=found)
    require_capability(offer.partner, "list_public", at=at)
    require_subject_fit(offer.pk, "list_public", at=at)
    LISTING_MOVES.apply(row, to="live", retired_at=None)
    listing.state, listing.retired_at = "live", None
    fact = ListingReturned(listing_id=listing.pk, partner_id=listing.partner_id, offer_id=listing.offer_id)
    record(fact, actor=actor, at=at)
    return listing
