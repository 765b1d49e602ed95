"""Facts about price lists and negotiated prices."""

from dataclasses import dataclass
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class ListPriceAdded(Event):
    """A plan got a price for a currency, a channel or a time."""

    offer_id: UUID
    plan_id: UUID
    partner_id: UUID
    list_price_id: UUID
    price_id: UUID


@dataclass(frozen=True, kw_only=True)
class ListPriceRemoved(Event):
    """A price of a plan will not be in the next version."""

    offer_id: UUID
    plan_id: UUID
    partner_id: UUID
    list_price_id: UUID


@dataclass(frozen=True, kw_only=True)
class PriceNegotiated(Event):
    """A partner offered one customer a price of its own."""

    offer_id: UUID
    plan_id: UUID
    partner_id: UUID
    negotiated_price_id: UUID
    price_id: UUID


@dataclass(frozen=True, kw_only=True)
class CustomerInvited(Event):
    """A partner offered one customer a private plan at what it costs."""

    offer_id: UUID
    plan_id: UUID
    partner_id: UUID
    negotiated_price_id: UUID


@dataclass(frozen=True, kw_only=True)
class NegotiatedPriceAccepted(Event):
    """A customer accepted the price or the private plan that a partner offered it."""

    negotiated_price_id: UUID
    plan_id: UUID
    partner_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class NegotiatedPriceEnded(Event):
    """A partner offers the price no more; what was bought at it keeps it."""

    negotiated_price_id: UUID
    plan_id: UUID
    partner_id: UUID
