"""What happens to subscriptions.

A partner's history shows what carries its `partner_id`: only its own items, and nobody's name. Amounts stand on the
invoice alone, since whoever reads these facts need not be allowed to read invoices.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class SubscriptionStarted(Event):
    """A customer holds these items from now on."""

    subscription_id: UUID
    customer_id: UUID


@dataclass(frozen=True, kw_only=True)
class ItemSold(Event):
    """A plan of a partner was sold as part of a subscription."""

    item_id: UUID
    subscription_id: UUID
    partner_id: UUID
    plan_id: UUID
    quantity: int
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class SubscriptionCancelled(Event):
    """A subscription will not renew; its last item ends before `ends_on`."""

    subscription_id: UUID
    customer_id: UUID
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class CompatibilityLost(Event):
    """Another subscription was cancelled (`because_of`), without which something in this one will not do.

    It is the customer's alone: what partners it buys from is nothing that one tells the other.
    """

    subscription_id: UUID
    customer_id: UUID
    because_of: UUID
    sentences: list[str]


@dataclass(frozen=True, kw_only=True)
class ItemCancelled(Event):
    """An item of a partner will not renew; its last day is the one before `ends_on`."""

    item_id: UUID
    subscription_id: UUID
    partner_id: UUID
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class SubscriptionEnded(Event):
    """Nothing of the subscription runs any more."""

    subscription_id: UUID
    customer_id: UUID
