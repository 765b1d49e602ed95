"""What staff decide about a submitted version."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from catalog.listings.actions.locking import lock_offer
from catalog.listings.actions.slugs import create_listing
from catalog.listings.actions.submission import submit_locked
from catalog.listings.events import ListingChangesRequested, ListingPublished
from catalog.listings.findings import finding_errors
from catalog.listings.models import LISTING_MOVES, VERSION_MOVES, Listing, ListingVersion
from catalog.offers.models import Offer
from core.actors import Actor
from core.events.recording import record
from core.refusals import Invalid
from partners.vetting.capabilities import require_capability, require_subject_fit


@transaction.atomic
def approve(*, version: ListingVersion, actor: Actor, at: datetime) -> Listing:
    """Put a submitted version live, or a scheduled one sooner, in place of the one before it, in one transaction.

    The listing and its slug come into being with the first publication; one withdrawn or retired comes back. Of two
    decisions at once one wins and the other gets IllegalMove. Raises CapabilityMissing for a partner who has ceased to
    meet the requirements for publishing, and SubjectNotReady for an offer that its own requirements keep from it.
    """
    offer = lock_offer(version.offer_id, partner=version.offer.partner)
    require_capability(offer.partner, "list_public", at=at)
    require_subject_fit(offer.pk, "list_public", at=at)
    return put_live(offer, version, actor=actor, at=at)


@transaction.atomic
def submit_and_approve(*, offer: Offer, actor: Actor, at: datetime) -> Listing:
    """Submit an offer and put that version live at once: for offers that the operator itself brings in.

    Raises what `submit_offer` raises.
    """
    offer = lock_offer(offer.pk, partner=offer.partner)
    require_capability(offer.partner, "list_public", at=at)
    return put_live(offer, submit_locked(offer, actor=actor, at=at), actor=actor, at=at)


def put_live(offer: Offer, version: ListingVersion, *, actor: Actor, at: datetime) -> Listing:
    """Do what `approve` does, with an offer that is locked and that may be listed."""
    listing = Listing.objects.filter(offer=offer).first()
    if listing is None:
        listing = create_listing(offer, version, at=at)
    else:
        _supersede(listing, version, at=at)
    row = ListingVersion.objects.filter(pk=version.pk)
    decided_at = version.decided_at or at
    VERSION_MOVES.apply(row, to="live", listing=listing, decided_at=decided_at, published_at=at)
    version.state, version.listing, version.decided_at, version.published_at = "live", listing, decided_at, at
    fact = ListingPublished(
        listing_id=listing.pk, listing_version_id=version.pk, partner_id=offer.partner_id, offer_id=offer.pk
    )
    record(fact, actor=actor, at=at)
    return listing


@transaction.atomic
def request_changes(
    *, version: ListingVersion, findings: Sequence[Mapping[str, str]], actor: Actor, at: datetime
) -> ListingVersion:
    """Send a submitted or scheduled version back.

    Each finding is `{"about": field of the content, "detail": what to change}`. The partner changes the offer and
    submits again, which makes another version. Raises Invalid, and IllegalMove for one that is decided already.
    """
    errors = finding_errors(findings)
    if errors:
        raise Invalid("Say at least one thing that has to change, so that the partner can act.", errors=errors)
    kept = [{"about": finding["about"], "detail": finding["detail"].strip()} for finding in findings]
    offer = lock_offer(version.offer_id)
    row = ListingVersion.objects.filter(pk=version.pk)
    VERSION_MOVES.apply(row, to="changes_requested", findings=kept, decided_at=at, ended_at=at)
    version.state, version.findings, version.decided_at, version.ended_at = "changes_requested", kept, at, at
    fact = ListingChangesRequested(
        offer_id=offer.pk, listing_version_id=version.pk, partner_id=offer.partner_id, findings=kept
    )
    record(fact, actor=actor, at=at)
    return version


def _supersede(listing: Listing, version: ListingVersion, *, at: datetime) -> None:
    """Let the listing show `version`, and end the version it showed."""
    if listing.current_id is not None:
        VERSION_MOVES.apply(ListingVersion.objects.filter(pk=listing.current_id), to="superseded", ended_at=at)
    shown: dict[str, Any] = {"current": version, "published_at": at, "withdrawn_at": None, "retired_at": None}
    row = Listing.objects.filter(pk=listing.pk)
    if listing.state != "live":
        LISTING_MOVES.apply(row, to="live", **shown)
    else:
        row.update(**shown)
    listing.state, listing.current, listing.published_at = "live", version, at
    listing.withdrawn_at = listing.retired_at = None
