"""Listings with all that their pages and REST say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from catalog.channels.models import Channel
from catalog.listings.alone import NotAlone, not_sold_alone
from catalog.listings.content import contract_of
from catalog.listings.holders import holds
from catalog.listings.models import Listing, ListingRating, ListingVersion
from catalog.listings.policies import may_act_on
from catalog.listings.queries import publicly_listed
from catalog.listings.ratings import NOBODY, Rating
from catalog.listings.related import Related, related
from catalog.listings.shelves import stands_on
from catalog.offers.models import Category
from core.accounts.principals import Principal


@dataclass(frozen=True, slots=True)
class ShownListing:
    """A listing with all that its page says. `is_public`: anybody may see it, not only who has to do with it.

    `others` are the offers that it names, with the slugs of those that anybody finds. Its prices are those of the day
    `on` in the channel; where no day is said, the plans' own. `not_alone` is known where `with_sales` has asked.
    """

    listing: Listing
    version: ListingVersion
    categories: list[Category]
    is_public: bool
    others: Mapping[UUID, Related]
    rating: Rating = NOBODY
    on: date | None = None
    channel: Channel | None = None
    not_alone: NotAlone = field(default_factory=dict)


def with_sales(shown: ShownListing, *, at: datetime) -> ShownListing:
    """Add which plans are not sold alone, and the bundles in which they are; one query where all are."""
    plans = [UUID(plan["plan_id"]) for plan in shown.version.content["plans"]]
    return replace(shown, not_alone=not_sold_alone(plans, at=at))


def shown_listing(
    slug: str, *, principal: Principal, at: datetime, channel: Channel | None = None
) -> ShownListing | None:
    """Return the live or retired listing at a slug; None where there is nothing one may see.

    Within a channel only what stands on its shelves is there, at its prices.
    """
    shown = shown_listings([slug], principal=principal, at=at).get(slug)
    if shown is None or channel is None:
        return shown
    return replace(shown, channel=channel) if stands_on(shown.categories, channel.categories) else None


def shown_listings(slugs: Collection[str], *, principal: Principal, at: datetime) -> dict[str, ShownListing]:
    """Return the live and retired listings at the slugs that the principal may see, in the order given.

    It takes four queries, and five where they name other offers. A listing that is not publicly listed at `at` is there
    for its partner, for staff, and for whoever holds its plans.
    """
    found = Listing.objects.on_show().select_related("current", "partner", "offer__rating").filter(slug__in=slugs)
    listings = {listing.slug: (listing, listing.current) for listing in found if listing.current is not None}
    if not listings:
        return {}
    named = {one for _, version in listings.values() for one in contract_of(version.content).references}
    others = related(named)
    live = {offer_id: one.partner_id for offer_id, one in others.items() if one.slug}
    asked = live | {listing.offer_id: listing.partner_id for listing, _ in listings.values()}
    public = publicly_listed(asked, at=at)
    others = {offer_id: one if offer_id in public else replace(one, slug="") for offer_id, one in others.items()}
    seen = {
        slug: (listing, version)
        for slug, (listing, version) in ((slug, listings[slug]) for slug in slugs if slug in listings)
        if listing.offer_id in public or may_act_on(principal, listing) or holds(principal, listing.offer_id)
    }
    shelves = {category for _, version in seen.values() for category in version.content["categories"]}
    categories = {category.slug: category for category in Category.objects.filter(slug__in=shelves)} if seen else {}
    return {
        slug: ShownListing(
            listing,
            version,
            [categories[name] for name in version.content["categories"] if name in categories],
            listing.offer_id in public,
            others,
            rating_of(listing),
            on=at.date(),
        )
        for slug, (listing, version) in seen.items()
    }


def rating_of(listing: Listing) -> Rating:
    """Return what the stars for a listing's offer come to; no query where it was loaded with `offer__rating`."""
    row: ListingRating | None = getattr(listing.offer, "rating", None)
    return row.rating if row else NOBODY


def others_found(offer_ids: Collection[UUID], *, at: datetime) -> dict[UUID, Related]:
    """Return other offers by their ids, with the slugs of those that anybody finds at `at`; three queries, or none."""
    others = related(offer_ids)
    live = {offer_id: one.partner_id for offer_id, one in others.items() if one.slug}
    public = publicly_listed(live, at=at) if live else set()
    return {offer_id: one if offer_id in public else replace(one, slug="") for offer_id, one in others.items()}
