"""Telling partners what becomes of what they agreed to, and noting that they have read it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog.bundles.events import AgreementNoticeGiven
from catalog.bundles.models import Agreement, AgreementNotice, AgreementNoticeQuerySet
from core.actors import Actor
from core.events.recording import record_all


@transaction.atomic
def tell(
    *,
    agreements: Iterable[Agreement],
    kind: str,
    because_of: UUID | None = None,
    sales_end_at: datetime | None = None,
    actor: Actor,
    at: datetime,
) -> list[AgreementNotice]:
    """Tell the partners of these agreements something, once each; the e-mails follow after commit.

    `because_of`: the agreement of another partner that it is about. Who was told the same already is left out.
    """
    asked = list(agreements)
    known = AgreementNotice.objects.filter(agreement__in=asked, kind=kind, because_of=because_of)
    silent = set(known.values_list("agreement_id", flat=True))
    notices = AgreementNotice.objects.bulk_create(
        AgreementNotice(agreement=one, kind=kind, because_of_id=because_of, sales_end_at=sales_end_at, given_at=at)
        for one in asked
        if one.pk not in silent
    )
    facts = [
        AgreementNoticeGiven(agreement_notice_id=one.pk, partner_id=one.agreement.partner_id, kind=kind)
        for one in notices
    ]
    record_all(facts, actor=actor, at=at)
    return notices


@transaction.atomic
def read_agreement_notices(*, notices: AgreementNoticeQuerySet, actor: Actor, at: datetime) -> int:
    """Mark notices as read, for all members. Returns how many nobody had read before."""
    return notices.unread().update(read_at=at)
