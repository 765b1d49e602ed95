"""How long partners wait for a person: place in the queue, whose clock runs, and how fast such decisions have been."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Aggregate, Count, F, FloatField, Func, IntegerField, OuterRef, Subquery

from partners.vetting.clocks import desk, hours
from partners.vetting.models import Assessment, Claim, Decision, Turn

LOOKED_BACK = timedelta(days=90)


class Percentile(Aggregate):
    """A percentile of a column, interpolated: `Percentile("waited", fraction=0.9)`."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long reviewers took for a requirement in the last 90 days, in business hours; None before the first time."""

    decided: int = 0
    p50: float | None = None
    p90: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one assessment stands in the queue: 1 is looked at next. `elapsed` and pace are business hours."""

    position: int
    clock: str
    since: datetime
    due_at: datetime | None
    elapsed: float
    pace: Pace
    claim: Claim | None


def places(assessments: Sequence[Assessment], *, at: datetime) -> dict[UUID, Place]:
    """Return the place of each that waits for a person; none or four queries, however many they are."""
    waiting = [assessment for assessment in assessments if assessment.awaits_person]
    if not waiting:
        return {}
    ids = [assessment.pk for assessment in waiting]
    turns = {turn.assessment_id: turn for turn in Turn.objects.running().filter(assessment__in=ids)}
    claims = Claim.objects.holding(at).filter(assessment__in=ids).select_related("reviewer")
    by_assessment = {claim.assessment_id: claim for claim in claims}
    positions, paces = _positions(ids), _paces({_subject(assessment) for assessment in waiting}, at=at)
    calendar = desk()
    return {
        one.pk: Place(
            position=positions[one.pk],
            clock=turns[one.pk].side,
            since=turns[one.pk].began_at,
            due_at=turns[one.pk].due_at,
            elapsed=hours(calendar.elapsed(turns[one.pk].began_at, at)),
            pace=paces.get(_subject(one), Pace()),
            claim=by_assessment.get(one.pk),
        )
        for one in waiting
        # Both are read, one after the other: a decision may have come in between.
        if one.pk in turns and one.pk in positions
    }


def _subject(assessment: Assessment) -> tuple[UUID, str]:
    return assessment.requirement.programme_id, assessment.requirement.key


def _positions(ids: Collection[UUID]) -> dict[UUID, int]:
    """Evidence ids are ordered by arrival, so whatever has an earlier one is looked at first."""
    before = (
        Assessment.objects.filter(state=OuterRef("state"), evidence_id__lte=OuterRef("evidence_id"))
        # A bare function, since an aggregate would group by row.
        .annotate(n=Func(F("pk"), function="COUNT"))
        .values("n")
    )
    rows = Assessment.objects.filter(pk__in=ids)
    return dict(rows.annotate(position=Subquery(before, output_field=IntegerField())).values_list("pk", "position"))


def _paces(subjects: Collection[tuple[UUID, str]], *, at: datetime) -> dict[tuple[UUID, str], Pace]:
    rows = (
        Decision.objects.filter(
            decided_at__gt=at - LOOKED_BACK,
            requirement__programme__in={programme for programme, _ in subjects},
            requirement__key__in={key for _, key in subjects},
        )
        .values_list("requirement__programme_id", "requirement__key")
        .annotate(
            decided=Count("pk"), p50=Percentile("waited", fraction="0.5"), p90=Percentile("waited", fraction="0.9")
        )
    )
    return {
        (programme, key): Pace(decided=decided, p50=hours(timedelta(seconds=p50)), p90=hours(timedelta(seconds=p90)))
        for programme, key, decided, p50, p90 in rows
    }
