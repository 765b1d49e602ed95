"""Telling partners, and noting that they have read it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from core.actors import Actor
from core.events.recording import record
from partners.vetting.events import NoticeGiven
from partners.vetting.models import Assessment, Notice, NoticeQuerySet


@transaction.atomic
def notify(
    *,
    partner_id: UUID,
    application_id: UUID,
    assessment_id: UUID | None = None,
    kind: str,
    values: dict[str, Any] | None = None,
    actor: Actor,
    at: datetime,
) -> Notice:
    """Tell a partner something; the e-mail follows after commit. `values`: plain ones, for the words in `notices`."""
    assessment = Assessment.objects.filter(pk=assessment_id).first() if assessment_id else None
    notice = Notice.objects.create(
        partner_id=partner_id,
        application_id=application_id,
        requirement_id=assessment.requirement_id if assessment else None,
        kind=kind,
        values=values or {},
        given_at=at,
    )
    record(NoticeGiven(notice_id=notice.pk, partner_id=partner_id, kind=kind), actor=actor, at=at)
    return notice


@transaction.atomic
def read_notice(*, notice: Notice, actor: Actor, at: datetime) -> Notice:
    """Mark a notice as read; who comes second changes nothing."""
    read_notices(notices=Notice.objects.filter(pk=notice.pk), actor=actor, at=at)
    notice.refresh_from_db(fields=["read_at"])
    return notice


@transaction.atomic
def read_notices(*, notices: NoticeQuerySet, actor: Actor, at: datetime) -> int:
    """Mark notices as read, for all members. Returns how many nobody had read before."""
    return notices.unread().update(read_at=at)
