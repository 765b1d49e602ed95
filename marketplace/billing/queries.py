"""Questions that billing asks of subscriptions."""

from datetime import date

from marketplace.billing.rating import RatedItem, Snapshot
from marketplace.subscriptions.models import Subscription
from marketplace.subscriptions.timeline import renewal_after, spans


def snapshot_of(subscription: Subscription) -> Snapshot:
    """Load a subscription as the engine sees it; two queries."""
    running = spans(subscription.changes())
    items = subscription.items.select_related("price")
    return Snapshot(
        currency=subscription.currency,
        anchor_on=subscription.anchor_on,
        items=tuple(
            RatedItem(
                item_id=item.pk,
                price_id=item.price_id,
                rule=item.price.rule,
                quantity=item.quantity,
                span=running[item.pk],
            )
            for item in items
            if item.pk in running
        ),
    )


def next_billing_day(snapshot: Snapshot, after: date) -> date | None:
    """Return the next day after `after` on which an item renews; None when nothing does any more."""
    days = [renewal_after(snapshot.anchor_on, item.interval, item.paid, after) for item in snapshot.items if item.paid]
    return min((day for day in days if day is not None), default=None)
