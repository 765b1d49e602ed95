"""One live listing with all that its page and REST say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from catalog.listings.content import contract_of
from catalog.listings.holders import holds
from catalog.listings.models import Listing, ListingVersion
from catalog.listings.policies import may_act_on
from catalog.listings.queries import publicly_listed
from catalog.listings.related import Related, related
from catalog.offers.models import Category
from core.accounts.principals import Principal


@dataclass(frozen=True, slots=True)
class ShownListing:
    """A live listing with all that its page says. `is_public`: anybody finds it, not only who has to do with it.

    `others` are the offers that it names, with the slugs of those that anybody finds.
    """

    listing: Listing
    version: ListingVersion
    categories: list[Category]
    is_public: bool
    others: Mapping[UUID, Related]


def shown_listing(slug: str, *, principal: Principal, at: datetime) -> ShownListing | None:
    """Return the live listing at a slug; None where there is none, or nothing the principal may see.

    It takes four queries, and five where it names other offers.

    A listing that is not publicly listed at `at` is there for its partner, for staff, and for whoever holds its plans.
    """
    listing = Listing.objects.live().select_related("current", "partner").filter(slug=slug).first()
    if listing is None or listing.current is None:
        return None
    others = related(contract_of(listing.current.content).references)
    live = {offer_id: one.partner_id for offer_id, one in others.items() if one.slug}
    public = publicly_listed({**live, listing.offer_id: listing.partner_id}, at=at)
    is_public = listing.offer_id in public
    if not (is_public or may_act_on(principal, listing) or holds(principal, listing.offer_id)):
        return None
    slugs = listing.current.content["categories"]
    categories = sorted(Category.objects.filter(slug__in=slugs), key=lambda category: slugs.index(category.slug))
    found = {offer_id: one if offer_id in public else replace(one, slug="") for offer_id, one in others.items()}
    return ShownListing(listing, listing.current, categories, is_public, found)
