"""Reading live listings as plain values."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef

from catalog.listings.content import Content, contract_of, public_plans
from catalog.listings.models import Category, Listing
from catalog.listings.queries import publicly_listed
from catalog.listings.ratings import NOBODY, Rating
from catalog.offers.tree import Placed, lineages
from catalog.pricelists.choosing import prices_of
from catalog.search.document import Label, Source
from catalog.search.pricing import Priced, priced
from core.storage.pictures import picture_path
from partners.vetting.queries import badges_held


def live(listing_ids: Collection[UUID], *, at: datetime) -> list[Source]:
    """Return those of the listings that anybody may find, as their current version describes them; three queries.

    What is not `publicly_listed` at `at` is not among them. A listing is as new as its first publication: changing it
    does not move it to the top.
    """
    labels = _categories()
    found = Listing.objects.live().filter(pk__in=listing_ids)
    listed = publicly_listed(dict(found.values_list("offer_id", "partner_id")), at=at)
    rows = found.filter(offer__in=listed).order_by("pk")
    told = rows.annotate(badges=badges_held(OuterRef("partner_id"), at)).values_list(
        "pk",
        "offer_id",
        "slug",
        "current__content",
        "partner_id",
        "partner__slug",
        "partner__display_name",
        "first_published_at",
        "offer__rating__by_stars",
        "badges",
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
            published_at=since,
            logo=picture_path(content["logo"]["sha256"]) if content.get("logo") else None,
            contract=contract_of(content),
            rating=Rating(tuple(stars)) if stars else NOBODY,
            **{field: content.get(field, ()) for field in ("tags", "integrations", "data_locations")},
            badges=held,
        )
        for listing_id, offer_id, slug, content, partner_id, partner_slug, partner_name, since, stars, held in told
        for costs in [_costs(content, at)]
    ]


def _categories() -> dict[str, Label]:
    """Return every category by its slug, with its place in the tree; one query."""
    rows = list(Category.objects.values_list("slug", "name", "name_fr", "parent__slug"))
    ways = lineages(Placed(slug, name, name, parent) for slug, name, _, parent in rows)
    return {slug: Label(slug, name, name_fr, tuple(ways[slug])) for slug, name, name_fr, _ in rows}


def _costs(content: Content, at: datetime) -> Priced:
    """Return what everybody is asked on the day; private plans are not there."""
    return priced([prices_of(plan) for plan in public_plans(content["plans"])], at.date())
