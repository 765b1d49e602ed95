"""Listings with all that their pages and REST say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef

from catalog.channels.models import Channel
from catalog.listings.alone import NotAlone, not_sold_alone
from catalog.listings.content import contract_of, is_private, plan_ids
from catalog.listings.holders import holds
from catalog.listings.models import Listing, ListingRating, ListingVersion
from catalog.listings.policies import may_act_on
from catalog.listings.queries import publicly_listed
from catalog.listings.ratings import NOBODY, Rating
from catalog.listings.related import Related, related
from catalog.listings.shelves import stands_on
from catalog.offers.models import Category
from catalog.pricelists.queries import Agreed, agreed_with
from core.accounts.principals import Principal
from partners.vetting.queries import badges_held


@dataclass(frozen=True, slots=True)
class ShownListing:
    """A listing with all that its page says. `is_public`: anybody may see it, not only who has to do with it.

    `others` are the offers that it names, with the slugs of those that anybody finds. `badges` are those that its
    partner holds. Its prices are those of the day `on` in the channel; where no day is said, the plans' own.

    `agreed` is what the reader's organisations have accepted for its plans. Private plans are there for who was named
    so, and where `sees_all`: for its partner and staff. `not_alone` is known where `with_sales` has asked.
    """

    listing: Listing
    version: ListingVersion
    categories: list[Category]
    is_public: bool
    others: Mapping[UUID, Related]
    rating: Rating = NOBODY
    on: date | None = None
    channel: Channel | None = None
    badges: tuple[str, ...] = ()
    agreed: Mapping[UUID, Agreed] = field(default_factory=dict)
    sees_all: bool = False
    not_alone: NotAlone = field(default_factory=dict)

    @property
    def base(self) -> str:
        """Where the catalogue begins in which the listing is looked at."""
        return self.channel.address if self.channel else "/catalog/"

    @property
    def shelves(self) -> tuple[str, ...]:
        """The shelves of that catalogue; none where it has all."""
        return tuple(self.channel.categories) if self.channel else ()

    @property
    def plans(self) -> list[Mapping[str, Any]]:
        """The plans that are there for the reader, as the version says them."""
        said = self.version.content["plans"]
        return [plan for plan in said if self.sees_all or not is_private(plan) or UUID(plan["plan_id"]) in self.agreed]

    @property
    def currencies(self) -> list[str]:
        """The currencies in which any of these plans has a price."""
        found = {plan["currency"] for plan in self.plans}
        return sorted(found | {entry["currency"] for plan in self.plans for entry in plan.get("prices", ())})


def with_sales(shown: ShownListing, *, at: datetime) -> ShownListing:
    """Add which plans are not sold alone, and the bundles in which they are; one query where all are."""
    plans = [UUID(plan["plan_id"]) for plan in shown.plans]
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
    if not stands_on(shown.categories, channel.categories):
        return None
    return replace(shown, channel=channel, others=_within(channel, shown.others))


def shown_listings(slugs: Collection[str], *, principal: Principal, at: datetime) -> dict[str, ShownListing]:
    """Return the live and retired listings at the slugs that the principal may see, in the order given.

    It takes three queries, four where they name other offers, and one more for members of organisations, who may have
    agreed on something with a partner. A listing that is not publicly listed at `at` is there for its partner, for
    staff, and for whoever holds its plans.
    """
    rows = Listing.objects.on_show().select_related("current", "partner", "offer__rating").filter(slug__in=slugs)
    found = rows.annotate(badges=badges_held(OuterRef("partner_id"), at))
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
    plans = [plan_id for _, version in seen.values() for plan_id in plan_ids(version.content)]
    mine = principal.organisation_ids
    agreed = agreed_with(mine, plans, on=at.date()) if mine and plans else {}
    return {
        slug: ShownListing(
            listing,
            version,
            [categories[name] for name in version.content["categories"] if name in categories],
            listing.offer_id in public,
            others,
            rating_of(listing),
            on=at.date(),
            badges=tuple(listing.badges),
            agreed=agreed,
            sees_all=may_act_on(principal, listing),
        )
        for slug, (listing, version) in seen.items()
    }


def _within(channel: Channel, others: Mapping[UUID, Related]) -> Mapping[UUID, Related]:
    """Return other offers so that only those on the shelves of a channel have an address; one query, or none."""
    named = {slug for one in others.values() if one.slug for slug in one.categories}
    if not channel.categories or not named:
        return others
    known = {category.slug: category for category in Category.objects.filter(slug__in=named)}
    return {
        offer_id: one
        if stands_on([known[slug] for slug in one.categories if slug in known], channel.categories)
        else replace(one, slug="")
        for offer_id, one in others.items()
    }


def rating_of(listing: Listing) -> Rating:
    """Return what the stars for a listing's offer come to; no query where it was loaded with `offer__rating`."""
    row: ListingRating | None = getattr(listing.offer, "rating", None)
    return row.rating if row else NOBODY


def others_found(offer_ids: Collection[UUID], *, at: datetime) -> dict[UUID, Related]:
    """Return other offers by their ids, with the slugs of those that anybody finds at `at`; two queries, or none."""
    others = related(offer_ids)
    live = {offer_id: one.partner_id for offer_id, one in others.items() if one.slug}
    public = publicly_listed(live, at=at) if live else set()
    return {offer_id: one if offer_id in public else replace(one, slug="") for offer_id, one in others.items()}
