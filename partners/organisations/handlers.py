"""Reactions to what happens here: the confirmation mail."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from core.events.facts import handles
from partners.organisations.events import ContactConfirmationRequested
from partners.organisations.models import ContactConfirmation
from partners.organisations.tokens import token_of


@handles(ContactConfirmationRequested)
def send_confirmation_mail(event: ContactConfirmationRequested, *, at: datetime) -> None:
    """Send the mail, in the language of whoever asked for it, unless it has become pointless.

    A crash between sending and committing sends it twice: the same link, so no harm.
    """
    confirmation = (
        ContactConfirmation.objects.open_at(at)
        .select_related("partner")
        .filter(pk=event.contact_confirmation_id)
        .first()
    )
    if confirmation is None or confirmation.email != confirmation.partner.contact_email:
        return
    with translation.override(confirmation.language):
        context = {
            "partner": confirmation.partner.display_name,
            "url": f"{settings.BASE_URL}/contact-confirmations/{token_of(confirmation.pk)}/",
        }
        subject = render_to_string("organisations/email/confirmation_subject.txt", context).strip()
        body = render_to_string("organisations/email/confirmation_message.txt", context)
    send_mail(f"Guichet: {subject}", body, settings.DEFAULT_FROM_EMAIL, [confirmation.email])
