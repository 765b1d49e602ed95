"""What search does when listings or partners change."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from catalog.listings.events import ListingPublished, ListingWithdrawn
from catalog.listings.models import Listing
from catalog.offers.events import CategoryPublished
from catalog.search.actions import refresh
from catalog.search.models import Document
from core.events.facts import handles
from partners.organisations.events import PartnerChanged
from partners.vetting.events import CapabilityChanged


@handles(ListingPublished, together=True)
def show_published(events: Sequence[ListingPublished], *, at: datetime) -> None:
    """Let listings be found as their new versions say."""
    refresh(listing_ids={event.listing_id for event in events}, at=at)


@handles(ListingWithdrawn)
def hide_withdrawn(event: ListingWithdrawn, *, at: datetime) -> None:
    """Let a listing not be found any more."""
    refresh(listing_ids=[event.listing_id], at=at)


@handles(PartnerChanged)
def rename_partner(event: PartnerChanged, *, at: datetime) -> None:
    """Show a partner's listings under its new name."""
    if {"display_name", "slug"} & event.changes.keys():
        _refresh_partners([event.partner_id], at=at)


@handles(CategoryPublished, together=True)
def rename_categories(events: Sequence[CategoryPublished], *, at: datetime) -> None:
    """Let listings be found, counted and shown by what their categories are called now."""
    slugs = [event.slug for event in events]
    listings = Document.objects.filter(categories__overlap=slugs).values_list("pk", flat=True)
    refresh(listing_ids=list(listings), at=at)


@handles(CapabilityChanged, together=True)
def hide_or_show(events: Sequence[CapabilityChanged], *, at: datetime) -> None:
    """Let listings not be found while their partner or they themselves may not be listed, and be found afterwards."""
    told = [event for event in events if event.capability == "list_public"]
    offers = {event.subject_id for event in told if event.subject_id is not None}
    listings = Listing.objects.live().filter(offer__in=offers)
    refresh(listing_ids=list(listings.values_list("pk", flat=True)), at=at)
    _refresh_partners({event.partner_id for event in told if event.subject_id is None}, at=at)


def _refresh_partners(partner_ids: Collection[UUID], *, at: datetime) -> None:
    listings = Listing.objects.live().filter(partner__in=partner_ids)
    refresh(listing_ids=list(listings.values_list("pk", flat=True)), at=at)
