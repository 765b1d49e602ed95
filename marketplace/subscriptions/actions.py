"""Starting and cancelling subscriptions, and closing those that have run out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from catalog.offers.compatibility import news
from core.actors import SYSTEM, Actor
from core.events.recording import record, record_all
from core.periods import local_date
from core.states import IllegalMove
from marketplace.customers.models import Customer
from marketplace.subscriptions.ending import last_day_after
from marketplace.subscriptions.events import (
    CompatibilityLost,
    ItemCancelled,
    ItemSold,
    SubscriptionCancelled,
    SubscriptionEnded,
    SubscriptionStarted,
)
from marketplace.subscriptions.keeping import Holding, ended, holdings, judge
from marketplace.subscriptions.models import ACTIVE, ENDED, ENDING, MOVES, Item, Subscription, TimelineEntry
from marketplace.subscriptions.timeline import Kind, spans


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """What an item freezes when it is sold."""

    plan_id: UUID
    price_id: UUID
    listing_version_id: UUID
    partner_id: UUID
    partner_name: str
    description: str
    quantity: int
    bundle_version_id: UUID | None = None


@transaction.atomic
def start_subscription(
    *, customer: Customer, currency: str, items: Sequence[NewItem], actor: Actor, at: datetime
) -> Subscription:
    """Start a subscription at `at`; its periods are counted from that date on the customer's calendar.

    It is due for billing at once. Whether the items may be sold, and in this currency, is for the caller to have seen.
    """
    anchor_on = local_date(at, customer.zone)
    subscription = Subscription.objects.create(
        customer=customer, currency=currency, anchor_on=anchor_on, started_at=at, next_bill_on=anchor_on
    )
    rows = Item.objects.bulk_create(
        Item(
            subscription=subscription,
            position=position,
            plan_id=item.plan_id,
            price_id=item.price_id,
            listing_version_id=item.listing_version_id,
            partner_id=item.partner_id,
            partner_name=item.partner_name,
            description=item.description,
            quantity=item.quantity,
            bundle_version_id=item.bundle_version_id,
        )
        for position, item in enumerate(items, 1)
    )
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            subscription=subscription,
            item=item,
            kind=Kind.START,
            effective_at=at,
            effective_on=anchor_on,
            recorded_at=at,
        )
        for item in rows
    )
    record(SubscriptionStarted(subscription_id=subscription.pk, customer_id=customer.pk), actor=actor, at=at)
    for item in rows:
        sold = ItemSold(
            item_id=item.pk,
            subscription_id=subscription.pk,
            partner_id=item.partner_id,
            plan_id=item.plan_id,
            quantity=item.quantity,
            starts_on=anchor_on,
        )
        # In the partner's history too, where the customer's people have no place: so the actor is the house.
        record(sold, actor=SYSTEM, at=at)
    return subscription


@transaction.atomic
def cancel_subscription(*, subscription: Subscription, actor: Actor, at: datetime) -> Subscription:
    """Let every item run to the end of the period that contains today, and renew no more.

    In a trial it ends with the trial, and a commitment is kept to its end.

    The day after the last is not billed (half-open). Monthly and yearly items end on days of their own. What another
    subscription of the customer cannot do without it is no reason to refuse, and is said (CompatibilityLost). Raises
    IllegalMove for a subscription that is cancelled already; billing runs wait for the row, or make this wait. Orders
    of the customer wait for its own row, so that nothing is sold that relies on what is being cancelled.
    """
    Customer.objects.select_for_update(no_key=True).get(pk=subscription.customer_id)
    subscription = locked(subscription)
    if subscription.state != ACTIVE:
        raise IllegalMove(
            f"{subscription.reference} is cancelled already and ends on {subscription.ends_on}. Nothing is left to do.",
            state=subscription.state,
        )
    zone = subscription.customer.zone
    today = local_date(at, zone)
    running = spans(subscription.changes())
    known = holdings(subscription.customer, at=at)
    items = list(subscription.items.select_related("price"))
    ends = {
        item: last_day_after(subscription.anchor_on, item.price.rule, running[item.pk], today=today) for item in items
    }
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            subscription=subscription,
            item=item,
            kind=Kind.CANCEL,
            effective_at=midnight(ends_on, zone),
            effective_on=ends_on,
            recorded_at=at,
        )
        for item, ends_on in ends.items()
    )
    last = max(ends.values())
    MOVES.apply(Subscription.objects.filter(pk=subscription.pk), to=ENDING, ends_on=last)
    record(
        SubscriptionCancelled(subscription_id=subscription.pk, customer_id=subscription.customer_id, ends_on=last),
        actor=actor,
        at=at,
    )
    for item, ends_on in ends.items():
        cancelled = ItemCancelled(
            item_id=item.pk, subscription_id=subscription.pk, partner_id=item.partner_id, ends_on=ends_on
        )
        record(cancelled, actor=SYSTEM, at=at)
    after = ended(known, {item.pk: ends_on for item, ends_on in ends.items()})
    record_all(_lost(subscription, known, after), actor=actor, at=at)
    return Subscription.objects.select_related("customer").get(pk=subscription.pk)


def _lost(cancelled: Subscription, before: Sequence[Holding], after: Sequence[Holding]) -> list[CompatibilityLost]:
    """Return a fact for each subscription that has something to which the cancellation does harm."""
    verdicts = news(judge([one.held for one in before]), judge([one.held for one in after]))
    facts = []
    for subscription_id in dict.fromkeys(one.subscription_id for one in after if one.held.ends_on is None):
        ours = {one.held.offer for one in after if one.subscription_id == subscription_id}
        sentences = [verdict.sentence for verdict in verdicts if verdict.subject in ours]
        if sentences:
            facts.append(
                CompatibilityLost(
                    subscription_id=subscription_id,
                    customer_id=cancelled.customer_id,
                    because_of=cancelled.pk,
                    sentences=sentences,
                )
            )
    return facts


@transaction.atomic
def end_subscription(*, subscription: Subscription, actor: Actor, at: datetime) -> bool:
    """Close a cancelled subscription whose last day has passed on the customer's calendar. Returns whether it did."""
    subscription = locked(subscription)
    if subscription.state != ENDING or subscription.ends_on is None:
        return False
    if local_date(at, subscription.customer.zone) < subscription.ends_on:
        return False
    MOVES.apply(Subscription.objects.filter(pk=subscription.pk), to=ENDED, next_bill_on=None)
    record(SubscriptionEnded(subscription_id=subscription.pk, customer_id=subscription.customer_id), actor=actor, at=at)
    return True


def locked(subscription: Subscription) -> Subscription:
    """Return the subscription as it is now, locked until the transaction ends; nobody else bills or cancels it."""
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("customer")
    return rows.get(pk=subscription.pk)


def plan_billing(*, subscription: Subscription, on: date | None) -> None:
    """Note when there is something to bill next; None for nothing."""
    Subscription.objects.filter(pk=subscription.pk).update(next_bill_on=on)


def midnight(day: date, zone: str) -> datetime:
    """Return the instant at which `day` begins in the zone."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)
