"""Looking again where time has changed something: reminders, states, the ladder. Many applications at a time."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Case, Q, When
from psycopg.types.json import Jsonb

from core.actors import Actor
from core.events.facts import Event
from core.events.recording import record_all
from partners.programmes.models import Requirement
from partners.vetting import events
from partners.vetting.actions.settling import announcements, changes, columns, remember
from partners.vetting.actions.turns import pass_turn
from partners.vetting.models import HELD, Application, Assessment
from partners.vetting.standing import AWAITING, Mark, next_look, reminder_due, standing_of, state_at

AT_ONCE = 250
_FACTS_AT_ONCE = 2000

_WRITE_ASSESSMENTS = """
UPDATE vetting_assessment SET state = new.state, reminded = new.reminded, next_look_at = new.next_look_at,
    since = CASE WHEN vetting_assessment.state = new.state THEN since ELSE %s END
FROM unnest(%s::uuid[], %s::text[], %s::smallint[], %s::timestamptz[]) AS new (id, state, reminded, next_look_at)
WHERE vetting_assessment.id = new.id
"""
_WRITE_APPLICATIONS = """
UPDATE vetting_application SET state = new.state, vetted_at = new.vetted_at, step = new.step,
    capabilities = new.capabilities, tier = new.tier
FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::smallint[], %s::jsonb[], %s::text[])
    AS new (id, state, vetted_at, step, capabilities, tier)
WHERE vetting_application.id = new.id
"""


class _Row(NamedTuple):
    """An assessment as it is read here. The dates are there where they count now: they cost most of the reading."""

    application_id: UUID
    id: UUID
    requirement_id: UUID
    key: str
    state: str
    reminded: int | None
    is_due: bool
    held: bool
    ends: datetime | None
    grace_ends: datetime | None


class _Asked(NamedTuple):
    revision: int
    mandatory: bool
    blocks: tuple[str, ...]


class _Written(NamedTuple):
    id: UUID
    state: str
    reminded: int | None
    next_look_at: datetime | None


@transaction.atomic
def look_again(*, actor: Actor, at: datetime) -> int:
    """Bring up to `at` what time has changed in the next 250 applications at most. Returns how many were looked at.

    What another sweep or an action holds at the moment is left to it and found again later. Only what is different is
    written.
    """
    due = Assessment.objects.to_look_at(at).order_by("next_look_at").values_list("application_id", flat=True)
    rows = Application.objects.filter(pk__in=set(due[:AT_ONCE])).order_by("pk")
    applications = list(rows.select_for_update(of=("self",), skip_locked=True).select_related("programme"))
    if applications:
        _look_at(applications, actor=actor, at=at)
    return len(applications)


def _look_at(applications: Sequence[Application], *, actor: Actor, at: datetime) -> None:
    rows = _read([application.pk for application in applications], at)
    asked = _asked({row.requirement_id for some in rows.values() for row in some})
    written: list[_Written] = []
    settled: list[Application] = []
    moved: list[tuple[UUID, str]] = []
    found: list[Event] = []
    for application in applications:
        marks = []
        for row in rows.get(application.pk, ()):
            wanted, state = asked[row.requirement_id], row.state
            if row.is_due:
                new, told = _after(application, row, wanted, at)
                written.append(new)
                found += told
                if new.state != state:
                    moved.append((row.id, new.state))
                    state = new.state
            marks.append(_mark(row, wanted, state))
        standing = standing_of(marks, at)
        now = columns(application, standing, at=at)
        found += announcements(application, standing, tier=now["tier"])
        if changes(application, now):
            remember(application, now)
            settled.append(application)
    _write(written, settled, at)
    _pass_turns(moved, at=at)
    for start in range(0, len(found), _FACTS_AT_ONCE):
        record_all(found[start : start + _FACTS_AT_ONCE], actor=actor, at=at)


def _read(application_ids: Sequence[UUID], at: datetime) -> dict[UUID, list[_Row]]:
    due, ended = Q(next_look_at__lte=at), Q(good_until__lte=at)
    rows = Assessment.objects.filter(application_id__in=application_ids).order_by("application_id")
    rows = rows.annotate(
        held=HELD,
        is_due=Case(When(due, then=True), default=False),
        ends=Case(When(due | ended, then="good_until")),
        grace_ends=Case(When(due | ended, then="grace_until")),
    )
    found = (_Row(*values) for values in rows.values_list(*_Row._fields))
    return {application_id: list(some) for application_id, some in groupby(found, key=lambda row: row.application_id)}


def _asked(requirement_ids: Iterable[UUID]) -> dict[UUID, _Asked]:
    rows = Requirement.objects.filter(pk__in=requirement_ids).values_list("pk", "revision", "level", "blocks")
    return {pk: _Asked(revision, level == "mandatory", tuple(blocks)) for pk, revision, level, blocks in rows}


def _mark(row: _Row, wanted: _Asked, state: str) -> Mark:
    return Mark(
        key=row.key,
        state=state,
        mandatory=wanted.mandatory,
        blocks=wanted.blocks,
        held=row.held,
        good_until=row.ends,
        grace_until=row.grace_ends,
    )


def _after(application: Application, row: _Row, wanted: _Asked, at: datetime) -> tuple[_Written, list[Event]]:
    """Return the row as time has left it, and the facts that tell so."""
    if row.ends is None or row.grace_ends is None or row.state == "not_applicable":
        return _Written(row.id, row.state, row.reminded, None), []
    state = state_at(row.state, row.ends, row.grace_ends, row.reminded, at)
    due = reminder_due(row.ends, row.reminded, at)
    about: dict[str, Any] = {
        "application_id": application.pk,
        "partner_id": application.partner_id,
        "assessment_id": row.id,
        "key": row.key,
        "revision": wanted.revision,
    }
    told: list[Event] = []
    if due is not None and AWAITING[state] != "platform":
        told.append(events.RequirementExpiring(**about, good_until=row.ends, days=due))
    if state != row.state and state == "lapsed":
        told.append(events.RequirementLapsed(**about, grace_until=row.grace_ends))
    if state != row.state and state == "blocking":
        told.append(events.RequirementBlocking(**about))
    return (
        _Written(
            id=row.id,
            state=state,
            reminded=row.reminded if due is None else due,
            next_look_at=next_look(row.ends, row.grace_ends, at),
        ),
        told,
    )


def _write(written: Sequence[_Written], settled: Sequence[Application], at: datetime) -> None:
    with connection.cursor() as cursor:
        if written:
            cursor.execute(_WRITE_ASSESSMENTS, [at, *(list(column) for column in zip(*written, strict=True))])
        if settled:
            columns = zip(
                *((one.pk, one.state, one.vetted_at, one.step, Jsonb(one.capabilities), one.tier) for one in settled),
                strict=True,
            )
            cursor.execute(_WRITE_APPLICATIONS, [list(column) for column in columns])


def _pass_turns(moved: Sequence[tuple[UUID, str]], *, at: datetime) -> None:
    for side in ("partner", "none"):
        of_side = [Assessment(pk=pk) for pk, state in moved if AWAITING[state] == side]
        if of_side:
            pass_turn(of_side, side, at=at)
