"""Which facts partners are told of, and by which mail."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from core.accounts.models import Membership
from core.accounts.roles import PERMISSIONS
from core.actors import SYSTEM
from partners.organisations.models import Partner
from partners.vetting.actions import notify
from partners.vetting.events import StandingStepped
from partners.vetting.models import Application, Notice
from partners.vetting.notices import notice_words
from partners.vetting.standing import Stage

# Only who can do something about it is written to.
_TOLD = [role for role, permissions in PERMISSIONS.items() if "partner:write" in permissions]


def tell_step(event: StandingStepped, *, at: datetime) -> None:
    """Tell a partner on which step of the ladder it stands now, what keeps it there and what comes next when."""
    application = Application.objects.get(pk=event.application_id)
    marks = [one.mark for one in application.assessments.select_related("requirement").order_by("key")]
    ended = [mark for mark in marks if mark.mandatory and mark.held and mark.stage(at) != Stage.MET]
    coming = [start for mark in ended for stage, start in mark.steps().items() if start > at]
    notify(
        partner_id=event.partner_id,
        application_id=event.application_id,
        kind="restored" if event.after == Stage.MET.code else event.after,
        values={
            "keys": [mark.key for mark in ended],
            "next_at": min(coming).isoformat() if coming else None,
        },
        actor=SYSTEM,
        at=at,
    )


def mail(notice: Notice) -> None:
    """Send a notice to each member who can act on it, in the language of each."""
    mail_members(
        notice.partner,
        notice_id=notice.pk,
        words=lambda: notice_words(notice),
        template="vetting/email/notice.txt",
        path=f"/partner/applications/{notice.application_id}/",
    )


def mail_members(
    partner: Partner, *, notice_id: UUID, words: Callable[[], tuple[str, str]], template: str, path: str
) -> None:
    """Write to each member of a partner who can act, in the language of each: `words` gives subject and text in it.

    A crash between sending and committing sends it twice, under the same Message-ID.
    """
    members = Membership.objects.filter(
        organisation=partner.organisation_id, role__in=_TOLD, user__is_active=True
    ).select_related("user")
    for member in members.order_by("pk"):
        with translation.override(member.user.language):
            subject, text = words()
            context = {"partner": partner.display_name, "text": text, "url": f"{settings.BASE_URL}{path}"}
            body = render_to_string(template, context)
        EmailMessage(
            subject=f"Guichet: {subject}",
            body=body,
            to=[member.user.email],
            headers={"Message-ID": f"<{notice_id}.{member.user_id}@notices.guichet>"},
        ).send()
