"""Bringing announced versions into force when their day has come."""

from datetime import datetime

from django.db import transaction

from core.actors import Actor
from core.events.recording import record
from partners.programmes.actions.announcing import changed
from partners.programmes.diff import diff
from partners.programmes.events import RuleBookInForce
from partners.programmes.models import VERSION_MOVES, Programme, Requirement, RuleBookVersion


@transaction.atomic
def bring_into_force_due(*, programme: Programme, actor: Actor, at: datetime) -> list[RuleBookVersion]:
    """Bring each announced version of the programme into force whose day has come, in the order of their numbers.

    Returns them. Nothing happens where none is due, so it may be repeated, and by two at once.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    due = programme.versions.filter(state="announced", effective_at__lte=at).order_by("major", "minor", "patch")
    return [_bring(programme, version, actor=actor, at=at) for version in due]


def _bring(programme: Programme, version: RuleBookVersion, *, actor: Actor, at: datetime) -> RuleBookVersion:
    before = programme.versions.filter(state="in_force").first()
    rows = version.in_order()
    if before:
        VERSION_MOVES.apply(RuleBookVersion.objects.filter(pk=before.pk), to="retired", retired_at=at)
    VERSION_MOVES.apply(RuleBookVersion.objects.filter(pk=version.pk), to="in_force", in_force_at=at)
    asked = Requirement.objects.filter(versions=version)
    programme.requirements.current().exclude(pk__in=asked).update(retired_at=at)
    asked.filter(in_force_at=None).update(in_force_at=at)
    for position, row in enumerate(rows):
        programme.requirements.filter(pk=row.pk).exclude(position=position).update(position=position)
    record(
        RuleBookInForce(
            programme_id=programme.pk,
            rule_book_version_id=version.pk,
            code=programme.code,
            number=version.number,
            before=before.number if before else "",
            **changed(diff(before.contents if before else [], [row.contents for row in rows])),
        ),
        actor=actor,
        at=at,
    )
    return RuleBookVersion.objects.get(pk=version.pk)
