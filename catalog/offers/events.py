"""Facts about offers and their plans."""

from dataclasses import dataclass
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class OfferDrafted(Event):
    """A partner began to describe a product."""

    offer_id: UUID
    partner_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class OfferChanged(Event):
    """The draft of an offer says something else now; `fields` names what."""

    offer_id: UUID
    partner_id: UUID
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class PlanAdded(Event):
    """An offer got another plan."""

    offer_id: UUID
    plan_id: UUID
    price_id: UUID
    partner_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Event):
    """A plan got another name, position or price; `price_id` is the price it has now."""

    offer_id: UUID
    plan_id: UUID
    price_id: UUID
    partner_id: UUID
    code: str
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class PlanRetired(Event):
    """A plan that a submitted version refers to is left out of the next one."""

    offer_id: UUID
    plan_id: UUID
    partner_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class PlanRemoved(Event):
    """A plan that nobody but its partner ever saw is gone."""

    offer_id: UUID
    plan_id: UUID
    partner_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class CategoryPublished(Event):
    """A category can be used, or has another name or place."""

    category_id: UUID
    slug: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CategoryRetired(Event):
    """A category on which nothing stood is gone."""

    category_id: UUID
    slug: str
