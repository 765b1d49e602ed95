"""What search does when listings or partners change."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef

from catalog.listings.events import ListingPublished, ListingRetired, ListingReturned, ListingWithdrawn
from catalog.listings.models import Listing
from catalog.offers.events import CategoryPublished
from catalog.search.actions import refresh
from catalog.search.models import Document
from core.events.facts import handles
from partners.organisations.events import PartnerChanged
from partners.vetting.events import (
    CapabilityChanged,
    RequirementAsked,
    RequirementBlocking,
    RequirementNotAsked,
    RequirementRefused,
    RequirementSatisfied,
    RequirementWaived,
    WaiverEnded,
)
from partners.vetting.queries import badges_held

_OfRequirement = (
    RequirementAsked
    | RequirementBlocking
    | RequirementNotAsked
    | RequirementRefused
    | RequirementSatisfied
    | RequirementWaived
    | WaiverEnded
)


@handles(ListingPublished, together=True)
def show_published(events: Sequence[ListingPublished], *, at: datetime) -> None:
    """Let listings be found as their new versions say."""
    refresh(listing_ids={event.listing_id for event in events}, at=at)


@handles(ListingWithdrawn)
def hide_withdrawn(event: ListingWithdrawn, *, at: datetime) -> None:
    """Let a listing not be found any more."""
    refresh(listing_ids=[event.listing_id], at=at)


@handles(ListingRetired)
@handles(ListingReturned)
def follow_sale(event: ListingRetired | ListingReturned, *, at: datetime) -> None:
    """Let a listing be found exactly while it is for sale."""
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


@handles(RequirementSatisfied, together=True)
@handles(RequirementRefused, together=True)
@handles(RequirementBlocking, together=True)
@handles(RequirementWaived, together=True)
@handles(WaiverEnded, together=True)
@handles(RequirementAsked, together=True)
@handles(RequirementNotAsked, together=True)
def follow_badges(events: Sequence[_OfRequirement], *, at: datetime) -> None:
    """Let listings carry the badges that their partners hold now; what carries them already is left alone."""
    partners = {event.partner_id for event in events}
    listings = Listing.objects.live().filter(partner__in=partners)
    held = dict(listings.annotate(held=badges_held(OuterRef("partner_id"), at)).values_list("pk", "held"))
    carried = dict(Document.objects.filter(pk__in=held).values_list("pk", "badges"))
    if moved := [listing for listing, badges in carried.items() if badges != held[listing]]:
        refresh(listing_ids=moved, at=at)


def _refresh_partners(partner_ids: Collection[UUID], *, at: datetime) -> None:
    listings = Listing.objects.live().filter(partner__in=partner_ids)
    refresh(listing_ids=list(listings.values_list("pk", flat=True)), at=at)
