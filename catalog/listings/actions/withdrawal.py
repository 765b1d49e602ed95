"""Taking back a submission or a listing: by the partner, or by staff."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog.listings.actions.locking import lock_offer
from catalog.listings.events import ListingWithdrawn, SubmissionWithdrawn
from catalog.listings.models import LISTING_MOVES, VERSION_MOVES, Listing, ListingVersion
from core.actors import Actor
from core.events.recording import record
from core.states import IllegalMove


@transaction.atomic
def withdraw_submission(*, version: ListingVersion, actor: Actor, at: datetime) -> ListingVersion:
    """Take back a version that is not live yet, scheduled or not. Raises IllegalMove when it is live or ended."""
    offer = lock_offer(version.offer_id)
    row = ListingVersion.objects.filter(pk=version.pk)
    found = row.values_list("state", flat=True).get()
    if found not in ("submitted", "scheduled"):
        raise IllegalMove(
            f"The version is “{found}” now; only one that waits for a decision or for its instant is taken back.",
            state=found,
        )
    _take_back(version, offer.partner_id, actor=actor, at=at)
    return version


def take_back_waiting(
    offer_id: UUID, *, states: Sequence[str] = ("submitted", "scheduled"), actor: Actor, at: datetime
) -> None:
    """Take back what is on its way of an offer that is locked."""
    for version in ListingVersion.objects.filter(offer=offer_id, state__in=states).select_related("offer"):
        _take_back(version, version.offer.partner_id, actor=actor, at=at)


def _take_back(version: ListingVersion, partner_id: UUID, *, actor: Actor, at: datetime) -> None:
    VERSION_MOVES.apply(ListingVersion.objects.filter(pk=version.pk), to="withdrawn", ended_at=at)
    version.state, version.ended_at = "withdrawn", at
    fact = SubmissionWithdrawn(offer_id=version.offer_id, listing_version_id=version.pk, partner_id=partner_id)
    record(fact, actor=actor, at=at)


@transaction.atomic
def withdraw_listing(*, listing: Listing, reason: str = "", actor: Actor, at: datetime) -> Listing:
    """Take a listing out of the catalogue. Who holds its plans keeps them; a newly approved version brings it back.

    A version that is scheduled is taken back: nobody looks at it again before it would bring the listing back. Raises
    IllegalMove when it is withdrawn already.
    """
    lock_offer(listing.offer_id)
    shown = Listing.objects.values_list("current_id", flat=True).get(pk=listing.pk)
    LISTING_MOVES.apply(
        Listing.objects.filter(pk=listing.pk), to="withdrawn", current=None, withdrawn_at=at, retired_at=None
    )
    VERSION_MOVES.apply(ListingVersion.objects.filter(pk=shown), to="withdrawn", ended_at=at)
    listing.state, listing.current, listing.withdrawn_at, listing.retired_at = "withdrawn", None, at, None
    take_back_waiting(listing.offer_id, states=["scheduled"], actor=actor, at=at)
    fact = ListingWithdrawn(
        listing_id=listing.pk,
        partner_id=listing.partner_id,
        offer_id=listing.offer_id,
        listing_version_id=shown,
        reason=reason,
    )
    record(fact, actor=actor, at=at)
    return listing
