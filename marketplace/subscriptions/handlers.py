"""Subscriptions react to what becomes of others."""

from datetime import datetime

from core.events.facts import handles
from marketplace.subscriptions import mail
from marketplace.subscriptions.events import CompatibilityLost
from marketplace.subscriptions.models import Subscription


@handles(CompatibilityLost)
def warn_customer(event: CompatibilityLost, *, at: datetime) -> None:
    """Say so by e-mail; after a crash in between it may arrive twice, under the same Message-ID."""
    rows = Subscription.objects.select_related("customer")
    mail.send_warnings(rows.get(pk=event.subscription_id), rows.get(pk=event.because_of), sentences=event.sentences)
