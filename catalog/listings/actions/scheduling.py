"""Approving a version for an instant that is still to come, and letting it go live then."""

from datetime import datetime, timedelta

from django.db import transaction

from catalog.listings.actions.decisions import put_live
from catalog.listings.actions.locking import lock_offer
from catalog.listings.events import ListingScheduled
from catalog.listings.models import VERSION_MOVES, Listing, ListingVersion
from core.actors import Actor
from core.events.recording import record
from core.refusals import Invalid
from partners.vetting.capabilities import require_capability, require_subject_fit

FURTHEST = timedelta(days=366)


@transaction.atomic
def schedule(*, version: ListingVersion, goes_live_at: datetime, actor: Actor, at: datetime) -> ListingVersion:
    """Approve a submitted version, so that it goes live at `goes_live_at`; until then everything stays as it is.

    It may be taken back or sent back until then, or put live sooner. Raises Invalid unless that is within a year from
    now, and what `approve` raises.
    """
    if not at < goes_live_at <= at + FURTHEST:
        raise Invalid.field("goes_live_at", "A version goes live within a year from now, and not before now.")
    offer = lock_offer(version.offer_id, partner=version.offer.partner)
    require_capability(offer.partner, "list_public", at=at)
    require_subject_fit(offer.pk, "list_public", at=at)
    row = ListingVersion.objects.filter(pk=version.pk)
    VERSION_MOVES.apply(row, to="scheduled", goes_live_at=goes_live_at, decided_at=at)
    version.state, version.goes_live_at, version.decided_at = "scheduled", goes_live_at, at
    fact = ListingScheduled(
        offer_id=offer.pk, listing_version_id=version.pk, partner_id=offer.partner_id, goes_live_at=goes_live_at
    )
    record(fact, actor=actor, at=at)
    return version


@transaction.atomic
def go_live(*, version: ListingVersion, actor: Actor, at: datetime) -> Listing | None:
    """Put a scheduled version live whose instant has come. Returns None, and does nothing, for any other.

    It may run any number of times and at once with itself, with a withdrawal and with a decision: the offer is locked
    before the version is read. Raises CapabilityMissing and SubjectNotReady, and then it stays scheduled: it goes live
    once its partner and its offer meet again what they must.
    """
    offer = lock_offer(version.offer_id, partner=version.offer.partner)
    found = ListingVersion.objects.due(at).filter(pk=version.pk).first()
    if found is None:
        return None
    require_capability(offer.partner, "list_public", at=at)
    require_subject_fit(offer.pk, "list_public", at=at)
    return put_live(offer, found, actor=actor, at=at)
