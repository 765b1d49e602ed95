"""Notices about agreements where partners read theirs: in their mail, and in the list of notices."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.bundles.actions import read_agreement_notices
from catalog.bundles.models import AgreementNotice
from catalog.bundles.notices import notice_words
from core.actors import Actor
from partners.organisations.models import Partner
from partners.vetting.telling import mail_members
from partners.vetting.told_elsewhere import Source, Told, tells_partners


def mail(notice: AgreementNotice) -> None:
    """Send a notice to each member who can act on it, in the language of each."""
    mail_members(
        notice.agreement.partner,
        notice_id=notice.pk,
        words=lambda: notice_words(notice),
        template="bundles/email/notice.txt",
        path=_path(notice),
    )


def _path(notice: AgreementNotice) -> str:
    return f"/partner/agreements/{notice.agreement_id}/"


def _newest(partner: Partner, after: UUID | None, most: int) -> list[Told]:
    rows = AgreementNotice.objects.of(partner.pk)
    rows = rows.filter(pk__lt=after) if after else rows
    return [_told(notice) for notice in rows.to_say().order_by("-pk")[:most]]


def _told(notice: AgreementNotice) -> Told:
    subject, text = notice_words(notice)
    return Told(
        id=notice.pk,
        subject=subject,
        text=text,
        given_at=notice.given_at,
        is_unread=notice.read_at is None,
        path=_path(notice),
        leads_to=_("Go to the agreement"),
    )


def _unread(partner_id: UUID) -> int:
    return AgreementNotice.objects.of(partner_id).unread().count()


def _read(partner: Partner, notice_id: UUID | None, actor: Actor, at: datetime) -> None:
    rows = AgreementNotice.objects.of(partner.pk)
    read_agreement_notices(notices=rows.filter(pk=notice_id) if notice_id else rows, actor=actor, at=at)


tells_partners(Source(newest=_newest, unread=_unread, read=_read))
