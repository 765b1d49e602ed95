"""The e-mail that warns a customer of what a cancellation does to something else."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from marketplace.subscriptions.models import Subscription


def send_warnings(affected: Subscription, cancelled: Subscription, *, sentences: Sequence[str]) -> None:
    """Send them to the customer. Raises what the mail server raises: then it is tried again."""
    text = render_to_string(
        "subscriptions/warnings_email.txt",
        {"affected": affected, "cancelled": cancelled, "sentences": sentences, "base_url": settings.BASE_URL},
    )
    EmailMessage(
        subject=f"{affected.reference} is affected by the cancellation of {cancelled.reference}",
        body=text,
        to=[affected.customer.billing_email],
        headers={"Message-ID": f"<{affected.pk}.{cancelled.pk}@warnings.guichet>"},
    ).send()
