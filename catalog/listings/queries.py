"""Questions about what is live."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from catalog.listings.content import contract_of, is_private
from catalog.listings.models import ListingVersion
from catalog.offers.compatibility import NOTHING, Contract
from catalog.offers.models import Plan
from catalog.pricelists.choosing import Entry, choose, prices_of
from catalog.pricelists.queries import Agreed, agreed_with
from catalog.pricing.rule import Rule
from partners.vetting.queries import allowed_subjects


@dataclass(frozen=True, slots=True)
class SellablePlan:
    """One plan of a live listing: what an order needs to know, as the live version says it."""

    plan_id: UUID
    plan_code: str
    plan_name: str
    price_id: UUID
    rule: Rule
    offer_id: UUID
    offer_name: str
    partner_id: UUID
    partner_name: str
    listing_version_id: UUID
    contract: Contract = NOTHING


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom prices are chosen: in which currency and channel, on which day, and for which organisations, if known.

    Without a currency it is that of each plan. `sees_all`: private plans count as if it had been named, as for staff.
    """

    on: date
    currency: str = ""
    channel: str = ""
    organisation_ids: frozenset[UUID] = frozenset()
    sees_all: bool = False


def sellable_plans(plan_ids: Collection[UUID], asking: Asking | None = None) -> dict[UUID, SellablePlan]:
    """Return those of the plans that can be bought now, each with the terms of its live listing version.

    A plan is sold as the live version says: what the draft has changed since counts from the next approval on. The
    price is what was agreed with the organisation that asks, else what the version's price lists say for its currency,
    channel and day, else the plan's own. A private plan is there only for an organisation that was named, and for its
    partner's own. One query, and one more where an organisation asks.
    """
    agreed: dict[UUID, Agreed] = {}
    if asking is not None and asking.organisation_ids:
        agreed = agreed_with(asking.organisation_ids, plan_ids, on=asking.on)
    rows = Plan.objects.filter(pk__in=plan_ids, offer__listing__state="live").values_list(
        "pk",
        "offer_id",
        "offer__listing__current_id",
        "offer__listing__current__content",
        "offer__listing__partner_id",
        "offer__listing__partner__display_name",
        "offer__listing__partner__organisation_id",
    )
    found = {}
    for plan_id, offer_id, version_id, content, partner_id, partner_name, owner_id in rows:
        is_named = plan_id in agreed or (
            asking is not None and (asking.sees_all or owner_id in asking.organisation_ids)
        )
        for plan in content["plans"]:
            if plan["plan_id"] == str(plan_id) and (is_named or not is_private(plan)):
                price = (agreed[plan_id].price if plan_id in agreed else None) or _listed(plan, asking)
                found[plan_id] = SellablePlan(
                    plan_id=plan_id,
                    plan_code=plan["code"],
                    plan_name=plan["name"],
                    price_id=price.price_id,
                    rule=price.rule,
                    offer_id=offer_id,
                    offer_name=content["name"],
                    partner_id=partner_id,
                    partner_name=partner_name,
                    listing_version_id=version_id,
                    contract=contract_of(content),
                )
    return found


def _listed(plan: Mapping[str, Any], asking: Asking | None) -> Entry:
    base, others = prices_of(plan)
    if asking is None:
        return base
    currency = asking.currency or base.rule.currency
    return choose(base, others, currency=currency, channel=asking.channel, on=asking.on)


def live_version_before(version: ListingVersion) -> ListingVersion | None:
    """Return the version that was live when this one was published, or is live now while it waits; one query."""
    published = ListingVersion.objects.filter(offer_id=version.offer_id, number__lt=version.number)
    return published.exclude(published_at=None).order_by("-number").first()


def publicly_listed(offers: Mapping[UUID, UUID], *, at: datetime) -> set[UUID]:
    """Return those of the offers, given with their partners' ids, that anybody may find at `at`; one query.

    The partner must have the capability, and so must the offer where it is held to requirements of its own.
    """
    return allowed_subjects(offers, "list_public", at)
