"""Questions about how partners stand."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from core.accounts.models import User
from core.accounts.roles import StaffRole
from partners.programmes.models import Requirement
from partners.vetting.models import HELD, Application, Assessment, AssessmentQuerySet, Evidence, Finding
from partners.vetting.standing import Capability, Mark, Stage, best, capability
from partners.vetting.waiting import Place, places


def board_of(application: Application) -> list[Assessment]:
    """Return every assessment of the application in order, with evidence and open findings, by 2 queries."""
    return list(entries(application.assessments.all()).order_by("requirement__position", "requirement__key"))


def entries(assessments: "QuerySet[Assessment]") -> "QuerySet[Assessment]":
    """Add to assessments all that an entry of the board shows; `findings.all()` are then the open ones."""
    return assessments.select_related("requirement", "evidence", "application").prefetch_related(
        Prefetch("findings", Finding.objects.open().order_by("pk"))
    )


def entry_of(assessment_id: UUID, *, at: datetime) -> tuple[Assessment, Place | None]:
    """Return one assessment as the board shows it, with its place in the queue."""
    found = entries(Assessment.objects.filter(pk=assessment_id)).get()
    return found, places([found], at=at).get(found.pk)


def reviewers() -> "QuerySet[User]":
    """Return the people on staff who may decide."""
    return User.objects.filter(is_active=True, staff_roles__overlap=[StaffRole.VETTING, StaffRole.ADMIN])


def capability_of_partner(partner_id: UUID, name: str, at: datetime) -> tuple[Capability, bool]:
    """Return whether the partner may do `name` at `at` and what is missing, and whether it has applied at all.

    Several applications: the one that allows most counts. Without one, all that a programme would ask is missing.
    """
    found = capabilities_of([partner_id], name, at).get(partner_id)
    if found is None:
        return _asked_by_programmes(name, at), False
    return (found if found.status == "active" else _with_titles(found, partner_id)), True


def capabilities_of(partner_ids: Collection[UUID], name: str, at: datetime) -> dict[UUID, Capability]:
    """Return what each of the partners may do at `at`, without titles; one query.

    Partners that have not applied where it could be granted are not in the answer.
    """
    return {**capabilities_of_all(partner_ids, (), (name,), at).partners[name]}


def allowed_subjects(subjects: Mapping[UUID, UUID], name: str, at: datetime) -> set[UUID]:
    """Return those of the subjects, given with their partners' ids, for which `name` is allowed at `at`; one query.

    Their partners must have the capability, and so must they themselves where they are held to requirements of their
    own.
    """
    found = capabilities_of_all({*subjects.values()}, {*subjects}, (name,), at)
    allowed = {partner_id for partner_id, own in found.partners[name].items() if own.is_allowed}
    closed = {subject_id for subject_id, own in found.subjects[name].items() if not own.is_allowed}
    return {one for one, partner_id in subjects.items() if partner_id in allowed} - closed


def badges_held(partner: OuterRef, at: datetime) -> ArraySubquery:
    """Return, as a part of a statement, the badges that a partner holds at `at`, in their order.

    A badge is held where every requirement of one application that is for it is met or in grace (`Mark.stage`).
    """
    counts = Q(good_until=None) | Q(grace_until=None) | Q(grace_until__gt=at)
    lacking = Assessment.objects.filter(
        application=OuterRef("application"), requirement__badge=OuterRef("requirement__badge")
    ).exclude(Q(state="not_applicable") | (HELD & counts))
    asked = Assessment.objects.filter(application__partner=partner, application__subject_id=None)
    held = asked.exclude(requirement__badge="").filter(~Exists(lacking))
    return ArraySubquery(held.order_by("requirement__badge").distinct().values("requirement__badge"))


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What partners, and subjects by their own requirements, may do: by the name of the capability, then by id."""

    partners: Mapping[str, Mapping[UUID, Capability]]
    subjects: Mapping[str, Mapping[UUID, Capability]]


def capabilities_of_all(
    partner_ids: Collection[UUID], subject_ids: Collection[UUID], names: Sequence[str], at: datetime
) -> Capabilities:
    """Return what partners, and subjects by their own requirements, may do at `at`, without titles; one query.

    Partners that have not applied where it could be granted are not in the answer, nor are subjects that are held to
    nothing: nothing but their partners can stand in their way.
    """
    asked = Assessment.objects.filter(
        Q(application__partner_id__in=partner_ids, application__subject_id=None)
        | Q(application__subject_id__in=subject_ids)
    ).annotate(held=HELD)
    rows = asked.filter(requirement__level="mandatory", requirement__blocks__overlap=[*names]).order_by(
        "requirement__position", "pk"
    )
    marks: dict[str, dict[tuple[UUID | None, UUID, UUID], list[Mark]]] = {name: defaultdict(list) for name in names}
    for subject_id, partner_id, application_id, blocks, key, state, held, good_until, grace_until in rows.values_list(
        "application__subject_id", "application__partner_id", "application_id", "requirement__blocks", *_MARKED
    ):
        for name in set(names) & set(blocks):
            mark = Mark(
                key=key,
                state=state,
                mandatory=True,
                blocks=(name,),
                held=held,
                good_until=good_until,
                grace_until=grace_until,
            )
            marks[name][subject_id, partner_id, application_id].append(mark)
    partners: dict[str, dict[UUID, Capability]] = {}
    subjects: dict[str, dict[UUID, Capability]] = {}
    for name, found in marks.items():
        of_partners = {(partner, one): own for (subject, partner, one), own in found.items() if subject is None}
        of_subjects = {(subject, one): own for (subject, _partner, one), own in found.items() if subject is not None}
        partners[name], subjects[name] = _best_of(of_partners, name, at), _best_of(of_subjects, name, at)
    return Capabilities(partners, subjects)


_MARKED = ("key", "state", "held", "good_until", "grace_until")


def _best_of(marks: Mapping[tuple[UUID, UUID], Sequence[Mark]], name: str, at: datetime) -> dict[UUID, Capability]:
    """Return what each owner may do by the application of its that allows most; marks by owner and application."""
    by_owner: dict[UUID, list[Capability]] = defaultdict(list)
    for (owner_id, _application), of_one in marks.items():
        by_owner[owner_id].append(capability(name, of_one, at))
    return {owner_id: found for owner_id, several in by_owner.items() if (found := best(several))}


def _with_titles(found: Capability, partner_id: UUID) -> Capability:
    asked = Requirement.objects.filter(
        assessments__application__partner_id=partner_id, key__in=[mark.key for mark in found.missing]
    )
    titles = {requirement.key: requirement.title for requirement in asked}
    return replace(found, missing=tuple(replace(mark, title=titles[mark.key]) for mark in found.missing))


def in_the_way(subject_id: UUID, name: str, at: datetime) -> list[Assessment]:
    """Return what keeps a subject from `name`: mandatory ones that are refused, were never met or have lapsed.

    They come as entries of a board; two queries.
    """
    asked = Assessment.objects.filter(
        application__subject_id=subject_id, requirement__level="mandatory", requirement__blocks__contains=[name]
    )
    found = entries(asked).order_by("requirement__position", "requirement__key")
    return [one for one in found if one.state == "action_required" or one.mark.stage(at) > Stage.IN_GRACE]


def board_of_subject(subject_id: UUID) -> list[Assessment]:
    """Return every assessment of a subject in order, with evidence and open findings; two queries."""
    found = Assessment.objects.filter(application__subject_id=subject_id).select_related("application__programme")
    return list(entries(found).order_by("application", "requirement__position", "requirement__key"))


def _asked_by_programmes(name: str, at: datetime) -> Capability:
    by_programme: dict[UUID, list[Mark]] = defaultdict(list)
    asked = Requirement.objects.current().filter(
        programme__by_operator=False, programme__scope="partner", blocks__contains=[name]
    )
    for requirement in asked.in_order():
        by_programme[requirement.programme_id].append(
            Mark(
                key=requirement.key,
                title=requirement.title,
                state="missing",
                mandatory=requirement.is_mandatory,
                blocks=tuple(requirement.blocks),
                held=False,
            )
        )
    capabilities = [capability(name, marks, at) for marks in by_programme.values()]
    return best(capabilities) or Capability(name=name, status="pending", reason="not_granted")


def queue(assessments: AssessmentQuerySet, *, after: UUID | None) -> "QuerySet[Assessment]":
    """Return what waits for a reviewer, oldest first, beginning after the evidence `after`; one query."""
    rows = assessments.awaiting_review()
    if after is not None:
        rows = rows.filter(evidence_id__gt=after)
    return rows.select_related("requirement", "application__partner", "application__programme").order_by("evidence_id")


def newest_evidence(assessment_id: UUID) -> UUID:
    """Return what came last for an assessment to which something has come, be it only a piece of what is needed."""
    return Evidence.objects.filter(assessment_id=assessment_id).order_by("-round").values_list("pk", flat=True)[0]
