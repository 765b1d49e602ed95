"""Drafting an offer and changing the draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from catalog.offers.actions.categories import known_categories
from catalog.offers.actions.contracts import reference_errors
from catalog.offers.actions.plans import insert_plans, refuse_too_many
from catalog.offers.compatibility import NOTHING, Contract, contract_errors
from catalog.offers.events import OfferChanged, OfferDrafted
from catalog.offers.models import Offer
from catalog.offers.refusals import OfferNameTaken, refuse_fields
from catalog.offers.registers import tags_of
from catalog.offers.rules import ADD_ON, PRODUCT, PlanDraft, offer_errors
from catalog.pricing.terms import TermError
from core.actors import Actor
from core.events.recording import record
from core.refusals import PreconditionFailed
from partners.organisations.models import Partner

EDITABLE = (
    "name",
    "summary",
    "description",
    "website",
    "source_note",
    "categories",
    "tags",
    "integrations",
    "data_classes",
    "data_locations",
    "logo",
    "screenshots",
    "video_url",
    "translations",
    "kind",
    "compatibility",
)


@transaction.atomic
def draft_offer(
    *,
    partner: Partner,
    name: str,
    summary: str,
    description: str = "",
    website: str = "",
    categories: Sequence[str] = (),
    source_note: str = "",
    tags: Sequence[str] = (),
    integrations: Sequence[str] = (),
    data_classes: Sequence[str] = (),
    data_locations: Sequence[str] = (),
    logo: Mapping[str, Any] | None = None,
    screenshots: Sequence[Mapping[str, Any]] = (),
    video_url: str = "",
    translations: Mapping[str, Mapping[str, str]] | None = None,
    kind: str = PRODUCT,
    compatibility: Mapping[str, Any] | None = None,
    plans: Sequence[PlanDraft] = (),
    actor: Actor,
    at: datetime,
) -> Offer:
    """Begin an offer, with plans if there are some already. Only the partner and staff see it until it is published.

    `logo` and `screenshots` are pictures that are kept (`catalog.offers.logos`, `catalog.offers.screenshots`),
    `compatibility` is what an add-on says of other offers. Tags are kept folded (`catalog.offers.registers`).
    Raises Invalid (which names each field), OfferNameTaken, PlanCodeTaken and TooManyPlans.
    """
    values = {
        "name": name,
        "summary": summary,
        "description": description,
        "website": website,
        "source_note": source_note,
        "categories": list(categories),
        "tags": list(tags),
        "integrations": list(integrations),
        "data_classes": list(data_classes),
        "data_locations": list(data_locations),
        "logo": logo,
        "screenshots": [dict(shot) for shot in screenshots],
        "video_url": video_url,
        "translations": {} if translations is None else translations,
        "kind": kind,
        "compatibility": {} if compatibility is None else compatibility,
    }
    values = _checked(values, Offer(partner=partner), at=at)
    try:
        offer = Offer.objects.create(partner=partner, created_at=at, **values)
    except IntegrityError as error:
        raise _name_taken(error, name) from error
    record(OfferDrafted(offer_id=offer.pk, partner_id=partner.pk, name=name), actor=actor, at=at)
    if plans:
        refuse_too_many(len(plans))
        insert_plans(offer=offer, plans=plans, first=0, actor=actor, at=at)
    return offer


@transaction.atomic
def change_offer(*, offer: Offer, version: int, changes: Mapping[str, Any], actor: Actor, at: datetime) -> Offer:
    """Change the draft: any of `EDITABLE`.

    A published version stays as it is until a new one is submitted and approved. `version` is the one the change is
    based on; it is compared and set in one statement. What is equal changes nothing and leaves no fact. Raises Invalid,
    OfferNameTaken and PreconditionFailed.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise ValueError(f"an offer's {sorted(unknown)} cannot be changed here")
    changes = _checked(changes, offer, at=at)
    changed = {field: value for field, value in changes.items() if getattr(offer, field) != value}
    if not changed:
        return offer
    try:
        written = Offer.objects.filter(pk=offer.pk, version=version).update(version=F("version") + 1, **changed)
    except IntegrityError as error:
        raise _name_taken(error, changes.get("name", "")) from error
    if not written:
        raise PreconditionFailed(
            "Load the offer again, look at what has changed, and send your change with the new ETag."
        )
    for field, value in changed.items():
        setattr(offer, field, value)
    offer.version = version + 1
    fact = OfferChanged(offer_id=offer.pk, partner_id=offer.partner_id, fields=sorted(changed))
    record(fact, actor=actor, at=at)
    return offer


def _checked(values: Mapping[str, Any], offer: Offer, *, at: datetime) -> dict[str, Any]:
    """Return the values as they are kept. Raises Invalid unless each can be accepted and what it names exists."""
    errors = offer_errors(values)
    slugs = values.get("categories")
    if slugs and "categories" not in errors:
        known = known_categories(slugs)
        unknown = [slug for slug in slugs if slug not in known]
        if unknown:
            shown = ", ".join(f"“{slug[:60]}”" for slug in unknown)
            errors["categories"] = f"There is no category {shown}; GET /api/v1/categories lists them all."
    refuse_fields(errors, _contract_errors(values, offer, at=at))
    kept = dict(values)
    if "tags" in values:
        kept["tags"] = tags_of(values["tags"])
    if "compatibility" in values:
        kept["compatibility"] = Contract.of(values["compatibility"]).kept()
    return kept


def _contract_errors(values: Mapping[str, Any], offer: Offer, *, at: datetime) -> list[TermError]:
    """Return what is wrong with the contract that the values leave the offer with."""
    is_add_on = values.get("kind", offer.kind) == ADD_ON
    if "compatibility" not in values:
        if is_add_on or offer.contract == NOTHING:
            return []
        return [
            TermError("/kind", "not-an-add-on", "A product speaks of no other offers. Send “compatibility”: {} too.")
        ]
    said = values["compatibility"]
    errors = contract_errors(said, offer_id=offer.pk, is_add_on=is_add_on) or reference_errors(
        Contract.of(said), offer.contract, partner=offer.partner, at=at
    )
    return [TermError(f"/compatibility{error.pointer}", error.code, error.detail) for error in errors]


def _name_taken(error: IntegrityError, name: str) -> Exception:
    """Return the refusal that a broken constraint amounts to; any other error as it is."""
    if "offer_name_once_per_partner" not in str(error):
        return error
    return OfferNameTaken(f"You have an offer called “{name}” already. Change that one, or give this one another name.")
