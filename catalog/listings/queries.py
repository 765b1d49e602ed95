"""Questions about what is live."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from catalog.listings.holders import holds
from catalog.listings.models import Listing, ListingRating, ListingVersion
from catalog.listings.policies import may_act_on
from catalog.listings.ratings import NOBODY, Rating
from catalog.offers.models import Category, Plan
from catalog.pricelists.choosing import Entry, choose, prices_of
from catalog.pricelists.queries import agreed_with
from catalog.pricing.rule import Rule
from core.accounts.principals import Principal
from partners.vetting.queries import capabilities_of, capabilities_of_subjects


@dataclass(frozen=True, slots=True)
class SellablePlan:
    """One plan of a live listing: what an order needs to know, as the live version says it."""

    plan_id: UUID
    plan_name: str
    price_id: UUID
    rule: Rule
    offer_id: UUID
    offer_name: str
    partner_id: UUID
    partner_name: str
    listing_version_id: UUID


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom prices are chosen: in which currency and channel, on which day, and for which organisation, if known."""

    currency: str
    on: date
    channel: str = ""
    organisation_id: UUID | None = None


def sellable_plans(plan_ids: Collection[UUID], asking: Asking | None = None) -> dict[UUID, SellablePlan]:
    """Return those of the plans that can be bought now, each with the terms of its live listing version.

    A plan is sold as the live version says: what the draft has changed since counts from the next approval on. The
    price is what was agreed with the organisation that asks, else what the version's price lists say for its currency,
    channel and day, else the plan's own. One query, and one more where an organisation asks.
    """
    agreed = {}
    if asking is not None and asking.organisation_id is not None:
        agreed = agreed_with(asking.organisation_id, plan_ids, on=asking.on)
    rows = Plan.objects.filter(pk__in=plan_ids, offer__listing__state="live").values_list(
        "pk",
        "offer_id",
        "offer__listing__current_id",
        "offer__listing__current__content",
        "offer__listing__partner_id",
        "offer__listing__partner__display_name",
    )
    found = {}
    for plan_id, offer_id, version_id, content, partner_id, partner_name in rows:
        for plan in content["plans"]:
            if plan["plan_id"] == str(plan_id):
                price = agreed.get(plan_id) or _listed(plan, asking)
                found[plan_id] = SellablePlan(
                    plan_id=plan_id,
                    plan_name=plan["name"],
                    price_id=price.price_id,
                    rule=price.rule,
                    offer_id=offer_id,
                    offer_name=content["name"],
                    partner_id=partner_id,
                    partner_name=partner_name,
                    listing_version_id=version_id,
                )
    return found


def _listed(plan: Mapping[str, Any], asking: Asking | None) -> Entry:
    base, others = prices_of(plan)
    if asking is None:
        return base
    return choose(base, others, currency=asking.currency, channel=asking.channel, on=asking.on)


def live_version_before(version: ListingVersion) -> ListingVersion | None:
    """Return the version that was live when this one was published, or is live now while it waits; one query."""
    published = ListingVersion.objects.filter(offer_id=version.offer_id, number__lt=version.number)
    return published.exclude(published_at=None).order_by("-number").first()


def publicly_listed(offers: Mapping[UUID, UUID], *, at: datetime) -> set[UUID]:
    """Return those of the offers, given with their partners' ids, that anybody may find at `at`; two queries.

    The partner must have the capability, and so must the offer where it is held to requirements of its own.
    """
    partners = capabilities_of({*offers.values()}, "list_public", at)
    themselves = capabilities_of_subjects({*offers}, "list_public", at)
    allowed = {partner_id for partner_id, capability in partners.items() if capability.is_allowed}
    closed = {offer_id for offer_id, capability in themselves.items() if not capability.is_allowed}
    return {offer_id for offer_id, partner_id in offers.items() if partner_id in allowed} - closed


@dataclass(frozen=True, slots=True)
class ShownListing:
    """A listing with all that its page says. `is_public`: anybody may see it, not only who has to do with it."""

    listing: Listing
    version: ListingVersion
    categories: list[Category]
    is_public: bool
    rating: Rating = NOBODY


def shown_listing(slug: str, *, principal: Principal, at: datetime) -> ShownListing | None:
    """Return the live or retired listing at a slug; four queries. None where there is nothing one may see."""
    return shown_listings([slug], principal=principal, at=at).get(slug)


def shown_listings(slugs: Collection[str], *, principal: Principal, at: datetime) -> dict[str, ShownListing]:
    """Return the live and retired listings at the slugs that the principal may see, in the order given; four queries.

    A listing that is not publicly listed at `at` is there for its partner, for staff, and for whoever holds its plans.
    """
    found = Listing.objects.on_show().select_related("current", "partner", "offer__rating").filter(slug__in=slugs)
    listings = {listing.slug: listing for listing in found if listing.current}
    if not listings:
        return {}
    public = publicly_listed({listing.offer_id: listing.partner_id for listing in listings.values()}, at=at)
    seen = {
        slug: (listing, listing.current)
        for slug in slugs
        if (listing := listings.get(slug)) is not None
        and listing.current is not None
        and (listing.offer_id in public or may_act_on(principal, listing) or holds(principal, listing.offer_id))
    }
    named = {category for _, version in seen.values() for category in version.content["categories"]}
    categories = {category.slug: category for category in Category.objects.filter(slug__in=named)} if seen else {}
    return {
        slug: ShownListing(
            listing,
            version,
            [categories[name] for name in version.content["categories"] if name in categories],
            listing.offer_id in public,
            rating_of(listing),
        )
        for slug, (listing, version) in seen.items()
    }


def rating_of(listing: Listing) -> Rating:
    """Return what the stars for a listing's offer come to; no query where it was loaded with `offer__rating`."""
    row: ListingRating | None = getattr(listing.offer, "rating", None)
    return row.rating if row else NOBODY
