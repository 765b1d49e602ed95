"""Submitting an offer: what it says is frozen as a version, and staff decide about that."""

from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch

from catalog.listings.actions.locking import lock_offer
from catalog.listings.actions.review import review
from catalog.listings.content import Content, PlanContent, content, list_price_ids, plan_ids, says_the_same
from catalog.listings.events import ListingSubmitted
from catalog.listings.models import ListingVersion
from catalog.listings.refusals import AlreadySubmitted, NothingChanged, OfferIncomplete
from catalog.offers.actions import freeze_plans
from catalog.offers.models import Offer, Plan
from catalog.pricelists.actions import freeze_list_prices
from catalog.pricelists.models import ListPrice
from core.actors import Actor
from core.events.recording import record
from partners.vetting.capabilities import require_capability


@transaction.atomic
def submit_offer(*, offer: Offer, actor: Actor, at: datetime) -> ListingVersion:
    """Freeze the offer as its next version, for staff to decide about. The draft can be changed further meanwhile.

    The version is held to the requirements of offers at once, as far as checks can (`review`); what they find wrong
    does not stand in the way of the submission, but of its approval.
    Raises CapabilityMissing for a partner who does not meet the requirements for publishing, AlreadySubmitted,
    OfferIncomplete without a plan or a category, and NothingChanged when the live version says the same.
    """
    offer = lock_offer(offer.pk, partner=offer.partner)
    require_capability(offer.partner, "list_public", at=at)
    version = submit_locked(offer, actor=actor, at=at)
    review(offer, version, actor=actor, at=at)
    return version


def submit_locked(offer: Offer, *, actor: Actor, at: datetime) -> ListingVersion:
    """Do what `submit_offer` does, with an offer that is locked and whose partner may publish."""
    frozen = content_of(offer)
    _refuse_incomplete(frozen)
    versions = ListingVersion.objects.filter(offer=offer).order_by("-number")
    numbers = list(versions.values_list("number", flat=True)[:1])
    standing = (
        {version.state: version for version in versions.filter(state__in=["submitted", "scheduled", "live"])}
        if numbers
        else {}
    )
    if "scheduled" in standing:
        raise AlreadySubmitted(
            f"Version {standing['scheduled'].number} goes live at {standing['scheduled'].goes_live_at:%Y-%m-%d %H:%M}"
            " UTC. Wait for it, or withdraw that version first with"
            f" POST /api/v1/listing-versions/{standing['scheduled'].pk}/withdrawal.",
            listing_version=str(standing["scheduled"].pk),
        )
    if "submitted" in standing:
        raise AlreadySubmitted(
            f"Version {standing['submitted'].number} waits for a decision. Wait for it, or withdraw that version first"
            f" with POST /api/v1/listing-versions/{standing['submitted'].pk}/withdrawal.",
            listing_version=str(standing["submitted"].pk),
        )
    if "live" in standing and says_the_same(standing["live"].content, frozen):
        raise NothingChanged(
            f"Version {standing['live'].number}, which is live, says the same. Change the offer or its plans first."
        )
    version = ListingVersion.objects.create(
        offer=offer,
        listing_id=standing["live"].listing_id if "live" in standing else None,
        number=numbers[0] + 1 if numbers else 1,
        content=frozen,
        submitted_at=at,
    )
    version.offer = offer
    freeze_plans(plan_ids=plan_ids(frozen), actor=actor, at=at)
    freeze_list_prices(price_ids=list_price_ids(frozen), actor=actor, at=at)
    fact = ListingSubmitted(
        offer_id=offer.pk, listing_version_id=version.pk, partner_id=offer.partner_id, number=version.number
    )
    record(fact, actor=actor, at=at)
    return version


def content_of(offer: Offer) -> Content:
    """Return what a version of the offer as it is now would say; two queries."""
    others = Prefetch("list_prices", ListPrice.objects.active().select_related("price", "channel"))
    plans = Plan.objects.filter(offer=offer).active().select_related("price").prefetch_related(others)
    return content(
        name=offer.name,
        summary=offer.summary,
        description=offer.description,
        website=offer.website,
        source_note=offer.source_note,
        categories=offer.categories,
        tags=offer.tags,
        integrations=offer.integrations,
        data_classes=offer.data_classes,
        data_locations=offer.data_locations,
        logo=offer.logo,
        screenshots=offer.screenshots,
        video_url=offer.video_url,
        translations=offer.translations,
        kind=offer.kind,
        compatibility=offer.compatibility,
        plans=[
            PlanContent(
                plan_id=str(plan.pk),
                code=plan.code,
                name=plan.name,
                price_id=str(plan.price_id),
                **plan.price.rule.said(),
                prices=[other.entry.said() for other in plan.list_prices.all()],
                visibility=plan.visibility,
                stands_in_for=plan.stands_in_for,
            )
            for plan in plans
        ],
    )


def _refuse_incomplete(frozen: Content) -> None:
    missing = [thing for thing in ("plans", "categories") if not frozen[thing]]
    if missing:
        words = {"plans": "a plan", "categories": "a category"}
        needed = " and ".join(words[thing] for thing in missing)
        raise OfferIncomplete(f"Customers could not buy or find it: add {needed}, then submit again.", missing=missing)
