"""Confirming the contact address: a mail with a link that works once, for three days."""

from datetime import datetime, timedelta

from django.db import transaction

from core.actors import Actor
from core.events.recording import record
from partners.organisations.events import ContactConfirmationRequested, ContactConfirmed
from partners.organisations.models import ContactConfirmation, Partner
from partners.organisations.refusals import AlreadyConfirmed, ConfirmationInvalid, MailJustSent
from partners.organisations.tokens import confirmation_id_of

VALID_FOR = timedelta(days=3)
# Nobody's mailbox is filled by somebody else's repeated clicks.
BETWEEN_MAILS = timedelta(minutes=1)

_ASK_AGAIN = "Ask for a new mail from the partner profile."


@transaction.atomic
def send_contact_confirmation(
    *, partner: Partner, language: str = "en", actor: Actor, at: datetime
) -> ContactConfirmation:
    """Ask for the mail that confirms the present contact address; it is sent after commit.

    Raises AlreadyConfirmed, and MailJustSent within a minute of the mail before.
    """
    partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if partner.contact_is_confirmed:
        raise AlreadyConfirmed(f"{partner.contact_email} is confirmed. There is nothing to do.")
    recent = partner.contact_confirmations.filter(
        email=partner.contact_email, requested_at__gt=at - BETWEEN_MAILS
    ).exists()
    if recent:
        raise MailJustSent(
            f"A mail to {partner.contact_email} was sent less than a minute ago. Look for it, also among unwanted"
            " mail; ask again in a minute if it does not come."
        )
    confirmation = ContactConfirmation.objects.create(
        partner=partner,
        email=partner.contact_email,
        language=language,
        requested_at=at,
        expires_at=at + VALID_FOR,
    )
    record(
        ContactConfirmationRequested(partner_id=partner.pk, contact_confirmation_id=confirmation.pk),
        actor=actor,
        at=at,
    )
    return confirmation


@transaction.atomic
def confirm_contact(*, token: str, actor: Actor, at: datetime) -> Partner:
    """Confirm the address that the token was sent to; whoever has the token reads that mailbox.

    A token works once, until it expires, and only while the address is still the partner's. Raises ConfirmationInvalid.
    """
    confirmation_id = confirmation_id_of(token)
    found = ContactConfirmation.objects.filter(pk=confirmation_id).first() if confirmation_id else None
    if found is None:
        raise ConfirmationInvalid(f"The link is incomplete or was not made here. Copy the whole link, or: {_ASK_AGAIN}")
    # The profile is locked first: an address that is being changed at this moment must not come out confirmed.
    partner = Partner.objects.select_for_update(of=("self",)).get(pk=found.partner_id)
    confirmation = ContactConfirmation.objects.select_for_update().get(pk=found.pk)
    if confirmation.used_at is not None:
        raise ConfirmationInvalid("The link was used already, and a link works once. There is nothing more to do.")
    if confirmation.expires_at <= at:
        raise ConfirmationInvalid(f"The link was valid for three days and has expired. {_ASK_AGAIN}")
    if confirmation.email != partner.contact_email:
        raise ConfirmationInvalid(f"The profile has another contact address by now. {_ASK_AGAIN}")
    ContactConfirmation.objects.filter(pk=confirmation.pk).update(used_at=at)
    if partner.contact_is_confirmed:
        return partner
    Partner.objects.filter(pk=partner.pk).update(contact_confirmed_at=at, version=partner.version + 1)
    record(
        ContactConfirmed(partner_id=partner.pk, contact_confirmation_id=confirmation.pk),
        actor=actor,
        at=at,
    )
    return Partner.objects.get(pk=partner.pk)
