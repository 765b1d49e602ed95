"""Reactions to what happens here: the e-mails that are ours to send."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from core.accounts.events import MemberInvited
from core.accounts.invitations import token_of
from core.accounts.models import Invitation, InvitationState
from core.events.facts import handles


@handles(MemberInvited)
def send_invitation(event: MemberInvited, *, at: datetime) -> None:
    """Send the invitation, in the inviting person's language, unless it was answered or revoked meanwhile.

    A crash between sending and committing sends it twice: the same link, so no harm.
    """
    invitation = (
        Invitation.objects.select_related("organisation", "invited_by")
        .filter(pk=event.invitation_id, state=InvitationState.PENDING, expires_at__gt=at)
        .first()
    )
    if invitation is None:
        return
    language = invitation.invited_by.language if invitation.invited_by else settings.LANGUAGE_CODE
    with translation.override(language):
        context = {
            "invitation": invitation,
            "url": f"{settings.BASE_URL}/invitations/{token_of(invitation.pk)}/",
        }
        subject = render_to_string("accounts/email/invitation_subject.txt", context).strip()
        body = render_to_string("accounts/email/invitation_message.txt", context)
    send_mail(f"Guichet: {subject}", body, settings.DEFAULT_FROM_EMAIL, [invitation.email])
