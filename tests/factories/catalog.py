"""Offers and listings for tests, made by the actions a partner and staff go through."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from catalog.listings.actions import approve, submit_offer
from catalog.listings.models import Listing, ListingVersion
from catalog.offers.actions import add_plan, draft_offer, publish_categories
from catalog.offers.models import Category, Offer, Plan
from core import clock
from core.actors import SYSTEM
from partners.organisations.models import Partner
from tests.factories.partners import vetted_partner

_numbers = count(1)

FLAT = {
    "code": "flat",
    "name": "Flat",
    "scheme": "flat",
    "currency": "EUR",
    "interval": "month",
    "terms": {"amount": "12.50"},
}
TEAM = {
    "code": "team",
    "name": "Team",
    "scheme": "per_seat",
    "currency": "EUR",
    "interval": "month",
    "terms": {"amount": "4.00"},
}
YEARLY = {
    "code": "yearly",
    "name": "Yearly",
    "scheme": "flat",
    "currency": "EUR",
    "interval": "year",
    "terms": {"amount": "120.00"},
}


def category(slug: str = "project-management", name: str = "Project management", name_fr: str = "") -> Category:
    """A category that offers can go into."""
    publish_categories(categories=[{"slug": slug, "name": name, "name_fr": name_fr}], actor=SYSTEM, at=clock.now())
    return Category.objects.get(slug=slug)


def offer(partner: Partner | None = None, *, plans: Sequence[Mapping[str, Any]] = (FLAT,), **fields: Any) -> Offer:
    """A complete draft, of a vetted partner unless one is given."""
    name = fields.pop("name", f"Tide Board {next(_numbers)}")
    fields = {"summary": "Boards that follow the tide of your work.", "categories": [category().slug]} | fields
    made = draft_offer(partner=partner or vetted_partner(), name=name, **fields, actor=SYSTEM, at=clock.now())
    for plan in plans:
        add_plan(offer=made, **plan, actor=SYSTEM, at=clock.now())
    return made


def submitted(made: Offer | None = None) -> ListingVersion:
    """A version that waits for a decision."""
    return submit_offer(offer=made or offer(), actor=SYSTEM, at=clock.now())


def live_listing(
    partner: Partner | None = None, *, plans: Sequence[Mapping[str, Any]] = (FLAT, TEAM, YEARLY), **fields: Any
) -> Listing:
    """A listing that everybody sees."""
    return approve(version=submitted(offer(partner, plans=plans, **fields)), actor=SYSTEM, at=clock.now())


def plan_of(listing: Listing, code: str) -> Plan:
    """The plan of a listing's offer that has this code."""
    return Plan.objects.select_related("price").get(offer_id=listing.offer_id, code=code)
