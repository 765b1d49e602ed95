"""Taking back a submission or a listing: by the partner, or by staff."""

from datetime import datetime

from django.db import transaction

from catalog.listings.actions.locking import lock_offer
from catalog.listings.events import ListingWithdrawn, SubmissionWithdrawn
from catalog.listings.models import LISTING_MOVES, VERSION_MOVES, Listing, ListingVersion
from core.actors import Actor
from core.events.recording import record
from core.states import IllegalMove


@transaction.atomic
def withdraw_submission(*, version: ListingVersion, actor: Actor, at: datetime) -> ListingVersion:
    """Take back a version that is not decided yet. Raises IllegalMove when it is decided or withdrawn already."""
    offer = lock_offer(version.offer_id)
    row = ListingVersion.objects.filter(pk=version.pk)
    found = row.values_list("state", flat=True).get()
    if found != "submitted":
        raise IllegalMove(
            f"The version is “{found}” now; only one that waits for a decision is taken back.", state=found
        )
    VERSION_MOVES.apply(row, to="withdrawn", ended_at=at)
    version.state, version.ended_at = "withdrawn", at
    fact = SubmissionWithdrawn(offer_id=offer.pk, listing_version_id=version.pk, partner_id=offer.partner_id)
    record(fact, actor=actor, at=at)
    return version


@transaction.atomic
def withdraw_listing(*, listing: Listing, reason: str = "", actor: Actor, at: datetime) -> Listing:
    """Take a listing out of the catalogue. Who holds its plans keeps them; a newly approved version brings it back.

    Raises IllegalMove when it is withdrawn already.
    """
    lock_offer(listing.offer_id)
    shown = Listing.objects.values_list("current_id", flat=True).get(pk=listing.pk)
    LISTING_MOVES.apply(Listing.objects.filter(pk=listing.pk), to="withdrawn", current=None, withdrawn_at=at)
    VERSION_MOVES.apply(ListingVersion.objects.filter(pk=shown), to="withdrawn", ended_at=at)
    listing.state, listing.current, listing.withdrawn_at = "withdrawn", None, at
    fact = ListingWithdrawn(
        listing_id=listing.pk,
        partner_id=listing.partner_id,
        offer_id=listing.offer_id,
        listing_version_id=shown,
        reason=reason,
    )
    record(fact, actor=actor, at=at)
    return listing
