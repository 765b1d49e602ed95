"""Bringing in the products of one publisher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from catalog.importing.actions.ground import Ground, register
from catalog.importing.draft import Draft
from catalog.importing.lines import BadLine
from catalog.importing.models import ImportedLine, ImportedPublisher
from catalog.importing.publishers import Publisher
from catalog.listings.actions import submit_and_approve
from catalog.listings.models import Listing
from catalog.listings.refusals import NothingChanged
from catalog.offers.actions import add_plans, change_offer, change_plan, draft_offer, remove_plan
from catalog.offers.models import Offer
from catalog.offers.rules import PlanDraft
from core.actors import Actor
from core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line: "new", "changed", "as before", or "refused" for a reason."""

    number: int
    became: str
    reason: str = ""


@transaction.atomic
def import_publisher(
    *, publisher: Publisher, drafts: Sequence[Draft], ground: Ground, actor: Actor, at: datetime
) -> list[Outcome]:
    """Bring in the products of one publisher, in one transaction; a line that is refused leaves the others alone.

    The partner is made with the first of its products. What was imported before and is the same changes nothing.
    """
    known = {row.slug: row for row in ImportedLine.objects.filter(slug__in=[draft.slug for draft in drafts])}
    origin = ImportedPublisher.objects.select_related("partner").filter(key=publisher.key).first()
    outcomes = []
    for draft in drafts:
        before = origin
        try:
            with transaction.atomic():
                origin = before or register(publisher=publisher, ground=ground, actor=actor, at=at)
                became = _import(draft, known.get(draft.slug), origin, actor=actor, at=at)
        except (BadLine, Refusal) as refused:
            # What was registered for this line is undone with it.
            origin = before
            outcomes.append(Outcome(draft.number, "refused", str(refused)))
        else:
            outcomes.append(Outcome(draft.number, became))
    return outcomes


def _import(draft: Draft, known: ImportedLine | None, origin: ImportedPublisher, *, actor: Actor, at: datetime) -> str:
    if known is None:
        offer = draft_offer(partner=origin.partner, **draft.fields, plans=draft.plans, actor=actor, at=at)
        submit_and_approve(offer=offer, actor=actor, at=at)
        ImportedLine.objects.create(slug=draft.slug, publisher=origin, offer=offer, digest=draft.digest, imported_at=at)
        return "new"
    if known.publisher_id != origin.key:
        raise BadLine(
            f"it was imported for the publisher {known.publisher_id} and names {origin.key} now; an offer does not"
            " change hands by an import. Withdraw the listing, and import it under another slug"
        )
    if known.digest == draft.digest:
        return "as before"
    _change(known.offer, draft, actor=actor, at=at)
    ImportedLine.objects.filter(pk=known.pk).update(digest=draft.digest, imported_at=at)
    return "changed"


def _change(offer: Offer, draft: Draft, *, actor: Actor, at: datetime) -> None:
    """Bring the offer to what the line says now, and publish that as its next version."""
    if Listing.objects.filter(offer=offer).exclude(state="live").exists():
        raise BadLine(
            "its listing was withdrawn or retired; an import does not bring it back. Submit the offer instead"
        )
    offer = change_offer(offer=offer, version=offer.version, changes=draft.fields, actor=actor, at=at)
    _change_plans(offer, draft.plans, actor=actor, at=at)
    try:
        submit_and_approve(offer=offer, actor=actor, at=at)
    except NothingChanged:
        return


def _change_plans(offer: Offer, plans: Sequence[PlanDraft], *, actor: Actor, at: datetime) -> None:
    present = {plan.code: plan for plan in offer.plans.active().select_related("price", "offer")}
    for plan in plans:
        values = {name: value for name, value in plan.items() if name != "code"}
        if plan["code"] in present:
            held = present.pop(plan["code"])
            change_plan(plan=held, version=held.version, changes=values, actor=actor, at=at)
        else:
            add_plans(offer=offer, plans=[plan], actor=actor, at=at)
    for left in present.values():
        remove_plan(plan=left, actor=actor, at=at)
