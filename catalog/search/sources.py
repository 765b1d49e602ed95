"""Reading live listings as plain values."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from catalog.listings.content import Content, contract_of, public_plans
from catalog.listings.models import Category, Listing
from catalog.listings.queries import publicly_listed
from catalog.listings.ratings import NOBODY, Rating
from catalog.pricelists.choosing import prices_of
from catalog.search.document import Label, Source
from catalog.search.pricing import Priced, priced
from core.storage.pictures import picture_path


def live(listing_ids: Collection[UUID], *, at: datetime) -> list[Source]:
    """Return those of the listings that anybody may find, as their current version describes them; five queries.

    What is not `publicly_listed` at `at` is not among them. A listing is as new as its first publication: changing it
    does not move it to the top.
    """
    labels = {slug: Label(slug, *names) for slug, *names in Category.objects.values_list("slug", "name", "name_fr")}
    found = Listing.objects.live().filter(pk__in=listing_ids)
    listed = publicly_listed(dict(found.values_list("offer_id", "partner_id")), at=at)
    rows = found.filter(offer__in=listed).order_by("pk")
    told = rows.values_list(
        "pk",
        "offer_id",
        "slug",
        "current__content",
        "partner_id",
        "partner__slug",
        "partner__display_name",
        "first_published_at",
        "offer__rating__by_stars",
    )
    return [
        Source(
            listing_id=listing_id,
            offer_id=offer_id,
            slug=slug,
            name=content["name"],
            summary=content["summary"],
            description=content["description"],
            translations=content.get("translations", {}),
            partner_id=partner_id,
            partner=Label(partner_slug, partner_name),
            categories=[labels.get(category, Label(category, category)) for category in content["categories"]],
            prices=costs.prices,
            others=costs.others,
            reprice_on=costs.changes_on,
            published_at=published_at,
            logo=picture_path(content["logo"]["sha256"]) if content.get("logo") else None,
            contract=contract_of(content),
            rating=Rating(tuple(stars)) if stars else NOBODY,
        )
        for listing_id, offer_id, slug, content, partner_id, partner_slug, partner_name, published_at, stars in told
        for costs in [_costs(content, at)]
    ]


def _costs(content: Content, at: datetime) -> Priced:
    """Return what everybody is asked on the day; private plans are not there."""
    return priced([prices_of(plan) for plan in public_plans(content["plans"])], at.date())
