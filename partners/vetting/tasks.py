"""Celery's entries to vetting."""

from collections.abc import Iterable
from uuid import UUID

import structlog
from celery import shared_task
from django.conf import settings

from core import clock
from core.actors import SYSTEM
from core.web.reach import reach
from partners.vetting import actions
from partners.vetting.gatherers import gather
from partners.vetting.gatherers.given import Given
from partners.vetting.models import Probe

log = structlog.get_logger(__name__)

_AT_ONCE = 200


@shared_task(name="partners.vetting.tasks.note_delays")
def note_delays() -> None:
    """Record which decisions are late by now."""
    actions.note_delays(actor=SYSTEM, at=clock.now())


@shared_task(name="partners.vetting.tasks.look_again")
def look_again() -> None:
    """Do what time demands: remind, let answers end, go down the ladder; until nothing is due that is free."""
    at = clock.now()
    while actions.expire_waivers(actor=SYSTEM, at=at):
        pass
    while actions.look_again(actor=SYSTEM, at=at):
        pass


@shared_task(name="partners.vetting.tasks.look")
def look(probe_id: str) -> None:
    """Look at what is outside, between two transactions, and have it judged."""
    probe = UUID(probe_id)
    begun = actions.begin_look(probe_id=probe, at=clock.now())
    if begun is None:
        return
    given = Given(
        evidence=begun.evidence,
        subject=begun.subject,
        reach=reach(),
        nameservers=tuple(settings.OUTGOING_NAMESERVERS),
    )
    gathered = gather(begun.gathers, given)
    actions.judge_look(probe_id=probe, gathered=gathered, actor=SYSTEM, at=clock.now())


@shared_task(name="partners.vetting.tasks.sweep_looks")
def sweep_looks() -> None:
    """Look where it is due again, and where a worker was killed or was never told; what none survives is given up."""
    at = clock.now()
    for probe_id in Probe.objects.due_again(at).order_by("again_at").values_list("pk", flat=True)[:_AT_ONCE]:
        actions.probe_again(probe_id=probe_id, actor=SYSTEM, at=at)
    left = list(Probe.objects.left_lying(at).order_by("leased_until").values_list("pk", flat=True)[:_AT_ONCE])
    ring(probe_id for probe_id in left if not actions.give_up_look(probe_id=probe_id, actor=SYSTEM, at=at))


def ring(probe_ids: Iterable[UUID]) -> None:
    """Tell the broker of looks. It may fail: the rows are what counts, and the sweep finds them."""
    for probe_id in probe_ids:
        try:
            look.apply_async(args=(str(probe_id),), retry=False)
        except Exception as error:  # noqa: BLE001 - whatever the broker fails with, the rows are safe
            log.warning("broker_unreachable", probe=str(probe_id), error=str(error))
            return
