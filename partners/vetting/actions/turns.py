"""Passing the turn from one side to the other, and noting when the platform's clock has run for too long.

Everything here runs in the transaction of an action that holds the application's lock, but for the sweep.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from core.actors import SYSTEM, Actor
from core.events.recording import record_all
from partners.vetting.clocks import decision_due
from partners.vetting.events import DecisionDelayed
from partners.vetting.models import Assessment, Turn
from partners.vetting.standing import Awaiting

ONE_SWEEP = 500


def pass_turn(assessments: Sequence[Assessment], to: Awaiting, *, at: datetime, anew: bool = False) -> None:
    """Let the clock of `to` run for all of them, of nobody for "none"; five statements however many they are.

    A clock of that side which runs already goes on, unless it shall begin `anew`.
    """
    running = list(Turn.objects.running().filter(assessment__in=assessments))
    # Two that wait for one lock may have read the time in the other order.
    at = max([at, *(turn.began_at for turn in running)])
    ended = [turn for turn in running if anew or turn.side != to]
    if ended:
        Turn.objects.filter(pk__in=[turn.pk for turn in ended]).update(ended_at=at)
    late = [turn.pk for turn in ended if turn.due_at and turn.due_at < at and not turn.breached_at]
    if late:
        _note_delay(Turn.objects.filter(pk__in=late), actor=SYSTEM, at=at)
    if to != "none":
        going_on = {turn.assessment_id for turn in running} - {turn.assessment_id for turn in ended}
        begin_turns([one for one in assessments if one.pk not in going_on], to, at=at)


def begin_turns(assessments: Iterable[Assessment], side: Awaiting, *, at: datetime) -> None:
    """Begin the turns of assessments for which no clock runs; one statement."""
    due_at = decision_due(at) if side == "platform" else None
    Turn.objects.bulk_create(Turn(assessment=one, side=side, began_at=at, due_at=due_at) for one in assessments)


@transaction.atomic
def note_delays(*, actor: Actor, at: datetime) -> int:
    """Record once for each decision that is late by now that it is. Returns how many were noted, 500 at most."""
    return _note_delay(Turn.objects.overdue(at), actor=actor, at=at)


def _note_delay(turns: "QuerySet[Turn]", *, actor: Actor, at: datetime) -> int:
    found = turns.select_related("assessment__application", "assessment__requirement").order_by("pk")
    # What is locked is being noted by another sweep, or ended by a decision, which notes it as well.
    rows = list(found.select_for_update(of=("self",), skip_locked=True)[:ONE_SWEEP])
    if rows:
        Turn.objects.filter(pk__in=[turn.pk for turn in rows]).update(breached_at=at)
        record_all([_delayed(turn) for turn in rows], actor=actor, at=at)
    return len(rows)


def _delayed(turn: Turn) -> DecisionDelayed:
    assessment = turn.assessment
    assert turn.due_at is not None
    return DecisionDelayed(
        assessment_id=assessment.pk,
        application_id=assessment.application_id,
        partner_id=assessment.application.partner_id,
        key=assessment.requirement.key,
        revision=assessment.requirement.revision,
        waiting_since=turn.began_at,
        due_at=turn.due_at,
    )
