"""Holding an offer to its requirements when a version of it is submitted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from catalog.listings.content import Content
from catalog.listings.diff import touched
from catalog.listings.facts import facts_of
from catalog.listings.models import ListingVersion
from catalog.offers.models import Offer
from catalog.pricing.models import Price
from core.actors import Actor
from partners.vetting.actions import review_subject

SCOPE = "offer"


def review(offer: Offer, version: ListingVersion, *, actor: Actor, at: datetime) -> None:
    """Have vetting look at a version that was submitted just now; what differs from the one before it was touched."""
    before = ListingVersion.objects.filter(offer=offer, number__lt=version.number).order_by("-number").first()
    review_subject(
        partner=offer.partner,
        programme_scope=SCOPE,
        subject_id=offer.pk,
        facts=facts_of(version.content, _charged(version.content)),
        touched=touched(before.content if before else None, version.content),
        sells=ListingVersion.objects.filter(offer=offer, state="live").exists(),
        actor=actor,
        at=at,
    )


def _charged(said: Content) -> list[dict[str, Any]]:
    """Return what the prices say that the plans of a version are sold at."""
    ids = {UUID(plan["price_id"]) for plan in said["plans"]}
    prices = {str(price.pk): price for price in Price.objects.filter(pk__in=ids)}
    found = ((plan["code"], prices[plan["price_id"]]) for plan in said["plans"])
    return [{"code": code, **price.rule.said()} for code, price in found]
