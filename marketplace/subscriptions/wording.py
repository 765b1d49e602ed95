"""Subscriptions in words, in the language of the reader."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from marketplace.subscriptions.models import ACTIVE, ENDING, Subscription


def state_sentence(subscription: Subscription) -> str:
    """Say what will become of the subscription, and when."""
    names = {
        "reference": subscription.reference,
        "renewal": date_format(subscription.next_bill_on, "j F Y") if subscription.next_bill_on else "",
        "end": date_format(subscription.ends_on, "j F Y") if subscription.ends_on else "",
    }
    if subscription.state == ACTIVE:
        return _("%(reference)s is active; it is billed next on %(renewal)s.") % names
    if subscription.state == ENDING:
        return _("%(reference)s is cancelled and ends on %(end)s. Until then you keep what you have paid for.") % names
    return _("%(reference)s ended on %(end)s.") % names
