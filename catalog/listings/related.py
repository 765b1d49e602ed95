"""The other offers that a version names: what they are called, and where they are found."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from catalog.listings.content import is_private, public_plans
from catalog.listings.models import Listing, ListingVersion
from catalog.listings.queries import publicly_listed
from catalog.offers.listed import tells_what_is_listed
from catalog.offers.models import Offer


@dataclass(frozen=True, slots=True)
class Related:
    """An offer that another one names, as the version says that was published last.

    `plans` are the names of its public plans by their codes, `private` the codes of the others. `slug` is the address
    of its listing, and "" where nobody finds one.
    """

    offer_id: UUID
    partner_id: UUID
    name: str
    plans: Mapping[str, str]
    slug: str = ""
    private: frozenset[str] = frozenset()
    categories: tuple[str, ...] = ()


def related(offer_ids: Collection[UUID]) -> dict[UUID, Related]:
    """Return the offers by their ids; one query, none for no offers. `slug` is that of any live listing.

    One that was never published is called what its draft is called: only its own partner can have named it.
    """
    if not offer_ids:
        return {}
    published = ListingVersion.objects.filter(offer=OuterRef("pk"), published_at__isnull=False).order_by("-number")
    rows = (
        Offer.objects.filter(pk__in=offer_ids)
        .annotate(
            said_name=Subquery(published.values("content__name")[:1]),
            said_plans=Subquery(published.values("content__plans")[:1]),
            said_categories=Subquery(published.values("content__categories")[:1]),
        )
        .values_list("pk", "partner_id", "name", *_SAID)
    )
    return {
        offer_id: Related(
            offer_id,
            partner_id,
            said_name or name,
            {plan["code"]: plan["name"] for plan in public_plans(said_plans or ())},
            slug if state == "live" else "",
            frozenset(plan["code"] for plan in said_plans or () if is_private(plan)),
            tuple(said_categories or ()),
        )
        for offer_id, partner_id, name, said_name, said_plans, said_categories, slug, state in rows
    }


def names_of(offer_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what the offers are called; one query, none for no offers."""
    return {offer_id: one.name for offer_id, one in related(offer_ids).items()}


@tells_what_is_listed
def plans_listed(offer_ids: Collection[UUID], at: datetime) -> dict[UUID, frozenset[str]]:
    """Return those of the offers that anybody finds at `at`, with the codes of the plans sold; two queries."""
    if not offer_ids:
        return {}
    rows = Listing.objects.live().filter(offer_id__in=offer_ids)
    found = {offer: (partner, plans) for offer, partner, plans in rows.values_list(*_LISTED)}
    public = publicly_listed({offer: partner for offer, (partner, _) in found.items()}, at=at)
    return {offer: frozenset(plan["code"] for plan in public_plans(found[offer][1])) for offer in public}


_SAID = ("said_name", "said_plans", "said_categories", "listing__slug", "listing__state")
_LISTED = ("offer_id", "partner_id", "current__content__plans")
