"""Asking something else: another version of the rule book, or other facts about the subject.

Nobody who sells already stops from one day to the next: what is newly asked is due after the span that the requirement
itself names, and an earlier answer counts until then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from core.actors import Actor
from core.events.recording import record_all
from partners.programmes.models import Requirement, RuleBookVersion
from partners.vetting.actions.judging import about
from partners.vetting.actions.settling import settle
from partners.vetting.actions.turns import pass_turn
from partners.vetting.events import RequirementAsked, RequirementNotAsked
from partners.vetting.models import Application, Assessment
from partners.vetting.reopening import is_asked
from partners.vetting.standing import AWAITING, UNASKED, Worth, ending, next_look
from partners.vetting.terms import terms_of, worth_ending

_WRITTEN = ["requirement", "state", "since", *UNASKED.__dataclass_fields__]
_AT_ONCE = 2000


@transaction.atomic
def adopt_rule_book(*, version: RuleBookVersion, stricter: Sequence[str], actor: Actor, at: datetime) -> int:
    """Hold every application of the programme to a version that is in force; `stricter` are the keys to ask anew.

    Returns how many assessments are different. The sweep, which is asked to look at them at once, announces what
    follows. It may be repeated: what is adopted already is left alone.
    """
    asked = {requirement.key: requirement for requirement in version.programme.requirements.current()}
    since = version.in_force_at or at
    rows = Application.objects.filter(programme=version.programme_id).order_by("pk")
    ids = list(rows.select_for_update().values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(ids), _AT_ONCE):
        some = Application.objects.filter(pk__in=ids[start : start + _AT_ONCE])
        applications = {one.pk: one for one in some.select_related("partner__organisation")}
        known: dict[Any, dict[str, Assessment]] = {pk: {} for pk in applications}
        for assessment in Assessment.objects.filter(application__in=applications).select_related("requirement"):
            known[assessment.application_id][assessment.key] = assessment
        different: list[Assessment] = []
        new: list[Assessment] = []
        for pk, application in applications.items():
            for key, requirement in asked.items():
                if key not in known[pk]:
                    new.append(_new(application, requirement, since=since, at=at))
                elif known[pk][key].requirement_id != requirement.pk:
                    different.append(known[pk][key])
                    _renew(application, known[pk][key], requirement, key in stricter, since=since, at=at)
            gone = [one for key, one in known[pk].items() if key not in asked and one.state != "not_applicable"]
            for assessment in gone:
                _set(assessment, "not_applicable", at=at)
            different += gone
        Assessment.objects.bulk_create(new, batch_size=1000)
        Assessment.objects.bulk_update(different, _WRITTEN, batch_size=500)
        _tell([*new, *different], applications, "rule_book", actor=actor, at=at)
        changed += len(new) + len(different)
    return changed


def reapply(application: Application, *, actor: Actor, at: datetime) -> int:
    """Ask what the facts ask for, in one locked application, and settle. Returns how many are different."""
    rows = application.assessments.filter(requirement__retired_at=None).select_related("requirement").order_by("pk")
    different = [assessment for assessment in rows if _reapply(application, assessment, at, at=at)]
    if different:
        Assessment.objects.bulk_update(different, _WRITTEN)
        _tell(different, {application.pk: application}, "facts", actor=actor, at=at)
        settle(application, actor=actor, at=at)
    return len(different)


def give_time(assessments: Iterable[Assessment], *, at: datetime) -> None:
    """Let nothing close at once for a subject that sells already and is asked for the first time."""
    asked = [assessment for assessment in assessments if assessment.state == "missing"]
    for assessment in asked:
        _set(assessment, "missing", _time_for(assessment.requirement, at, at=at), at=at)
    Assessment.objects.bulk_update(asked, _WRITTEN)


def _new(application: Application, requirement: Requirement, *, since: datetime, at: datetime) -> Assessment:
    assessment = Assessment(
        application=application, requirement=requirement, key=requirement.key, state="not_applicable", since=at
    )
    _reapply(application, assessment, since, at=at)
    assessment.next_look_at = at
    return assessment


def _renew(
    application: Application,
    assessment: Assessment,
    requirement: Requirement,
    anew: bool,  # noqa: FBT001
    *,
    since: datetime,
    at: datetime,
) -> None:
    """Hold the assessment to another revision; `anew`: the earlier answer counts only until the new demand is due."""
    assessment.requirement = requirement
    if anew and assessment.is_held and assessment.state not in ("not_applicable", "waived", "lapsed", "blocking"):
        worth = worth_ending(assessment, terms_of(requirement).due_in.after(since), at=at)
        _set(
            assessment, "reopened" if assessment.state in ("satisfied", "expiring") else assessment.state, worth, at=at
        )
    _reapply(application, assessment, since, at=at)
    assessment.next_look_at = at


def _reapply(application: Application, assessment: Assessment, since: datetime, *, at: datetime) -> bool:
    """Move the assessment in hand into or out of `not_applicable`, as the facts say. Returns whether it moved."""
    country = application.partner.organisation.country
    asked = is_asked(assessment.requirement.applies_if, country=country, facts=application.facts)
    if asked == (assessment.state != "not_applicable"):
        return False
    if not asked:
        _set(assessment, "not_applicable", at=at)
        return True
    counts = assessment.good_until is None or at < assessment.good_until
    if assessment.satisfied_at is not None and assessment.evidence_id is not None and counts:
        _set(assessment, "satisfied", at=at)
        if assessment.good_until and assessment.grace_until:
            assessment.next_look_at = next_look(assessment.good_until, assessment.grace_until, at)
        return True
    worth = _time_for(assessment.requirement, since, at=at) if _sells(application) else UNASKED
    _set(assessment, "missing", worth, at=at)
    return True


def _time_for(requirement: Requirement, since: datetime, *, at: datetime) -> Worth:
    """Return what an answer that nobody has given counts for: it is due after the span that the requirement names."""
    terms = terms_of(requirement)
    return ending(terms, satisfied_at=None, good_until=None, ends=terms.due_in.after(since), at=at)


def _sells(application: Application) -> bool:
    """Whether something is open to the subject, so that a new demand must not close it at once."""
    return any(status in ("active", "restricted") for status in application.capabilities.values())


def _set(assessment: Assessment, state: str, worth: Worth | None = None, *, at: datetime) -> None:
    if assessment.state != state:
        assessment.state, assessment.since = state, at
    for name, value in asdict(worth).items() if worth else ():
        setattr(assessment, name, value)


def _tell(
    assessments: Iterable[Assessment],
    applications: dict[Any, Application],
    because: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Pass the turns and record what is asked now, and what not."""
    rows = list(assessments)
    for side in ("partner", "none"):
        of_side = [one for one in rows if AWAITING[one.state] == side]
        if of_side:
            pass_turn(of_side, side, at=at)
    found: list[RequirementAsked | RequirementNotAsked] = []
    for one in rows:
        facts = about(applications[one.application_id], one) | {"because": because}
        if one.state == "not_applicable":
            found.append(RequirementNotAsked(**facts))
        elif AWAITING[one.state] == "partner":
            found.append(RequirementAsked(**facts, due_at=one.due_at))
    for start in range(0, len(found), _AT_ONCE):
        record_all(found[start : start + _AT_ONCE], actor=actor, at=at)
