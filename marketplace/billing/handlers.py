"""Billing reacts to what customers do."""

from datetime import datetime

from core.actors import SYSTEM
from core.events.facts import handles
from marketplace.billing import mail
from marketplace.billing.actions import bill_subscription
from marketplace.billing.events import InvoiceIssued
from marketplace.billing.models import Invoice
from marketplace.subscriptions.events import SubscriptionStarted
from marketplace.subscriptions.models import Subscription


@handles(SubscriptionStarted)
def bill_first_period(event: SubscriptionStarted, *, at: datetime) -> None:
    """Issue the first invoice; run again, nothing is missing."""
    bill_subscription(subscription=Subscription.objects.get(pk=event.subscription_id), actor=SYSTEM, at=at)


@handles(InvoiceIssued)
def tell_customer(event: InvoiceIssued, *, at: datetime) -> None:
    """Send the invoice by e-mail; after a crash in between it may arrive twice, under the same Message-ID."""
    mail.send_invoice(Invoice.objects.select_related("customer").get(pk=event.invoice_id))
