"""Judging again what the partner's own profile shows: the VAT id and the confirmed contact address."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from core.actors import Actor
from partners.organisations.models import Partner
from partners.vetting.actions.adopting import reapply
from partners.vetting.actions.judging import locked, take
from partners.vetting.models import Application, Assessment


def _vat_id(partner: Partner) -> dict[str, Any]:
    return {"vat_id": partner.vat_id, "country": partner.organisation.country}


def _contact(partner: Partner) -> dict[str, Any]:
    # The address itself may name a person, and evidence is kept: when it was confirmed is enough.
    confirmed_at = partner.contact_confirmed_at
    return {"confirmed_at": confirmed_at.isoformat() if confirmed_at else None}


# Evidence that is read from the profile: what is looked at, and which value in it must be there at all.
SNAPSHOTS: dict[str, tuple[Callable[[Partner], dict[str, Any]], str]] = {
    "vat_id": (_vat_id, "vat_id"),
    "contact_email": (_contact, "confirmed_at"),
}


@transaction.atomic
def recheck(*, partner_id: UUID, actor: Actor, at: datetime) -> int:
    """Judge what the profile shows now, in each of the partner's applications. Returns how many were judged anew.

    Nothing happens where the profile shows the same as when it was judged last, so it may be repeated.
    """
    ids = Application.objects.filter(partner_id=partner_id).order_by("pk").values_list("pk", flat=True)
    judged = 0
    for pk in ids:
        application = locked(pk)
        reapply(application, actor=actor, at=at)
        judged += recheck_application(application, actor=actor, at=at)
    return judged


def recheck_application(application: Application, *, actor: Actor, at: datetime) -> int:
    """Judge what the profile shows now, in one locked application. Returns how many were judged anew."""
    assessments = application.assessments.select_related("requirement", "evidence").order_by("pk")
    return sum(recheck_one(application, assessment, actor=actor, at=at) for assessment in assessments)


def recheck_one(application: Application, assessment: Assessment, *, actor: Actor, at: datetime) -> bool:
    """Judge one assessment of a locked application, if it looks at the profile and that shows something new."""
    kind = assessment.requirement.accepts["kind"]
    if kind not in SNAPSHOTS or assessment.state in ("not_applicable", "waived"):
        return False
    snapshot, needed = SNAPSHOTS[kind]
    data = snapshot(application.partner)
    if assessment.evidence is not None and assessment.evidence.data == data:
        return False
    if assessment.evidence is None and not data[needed]:
        return False
    take(application=application, assessment=assessment, kind=kind, data=data, upload=None, actor=actor, at=at)
    return True
