"""Questions about how partners stand."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

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
    asked = Assessment.objects.filter(application__partner_id__in=partner_ids, application__subject_id=None)
    return _capabilities(asked, "application__partner_id", name, at)


def capabilities_of_subjects(subject_ids: Collection[UUID], name: str, at: datetime) -> dict[UUID, Capability]:
    """Return what each of the subjects may do at `at` by its own requirements, without titles; one query.

    A subject that is held to nothing for `name` is not in the answer: nothing but its partner can stand in the way.
    """
    asked = Assessment.objects.filter(application__subject_id__in=subject_ids)
    return _capabilities(asked, "application__subject_id", name, at)


def allowed_subjects(subjects: Mapping[UUID, UUID], name: str, at: datetime) -> set[UUID]:
    """Return those of the subjects, given with their partners' ids, for which `name` is allowed at `at`; one query.

    Their partners must have the capability, and so must they themselves where they are held to requirements of their
    own.
    """
    asked = Assessment.objects.filter(
        Q(application__partner_id__in={*subjects.values()}, application__subject_id=None)
        | Q(application__subject_id__in={*subjects})
    ).annotate(owner=Coalesce("application__subject_id", "application__partner_id"))
    found = _capabilities(asked, "owner", name, at)
    allowed = {owner_id for owner_id, capability in found.items() if capability.is_allowed}
    closed = found.keys() - allowed
    return {one for one, partner_id in subjects.items() if partner_id in allowed and one not in closed}


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


def _capabilities(assessments: "QuerySet[Assessment]", whose: str, name: str, at: datetime) -> dict[UUID, Capability]:
    asked = assessments.annotate(held=HELD).filter(requirement__level="mandatory", requirement__blocks__contains=[name])
    marks: dict[tuple[UUID, UUID], list[Mark]] = defaultdict(list)
    for owner_id, application_id, key, state, held, good_until, grace_until in asked.order_by(
        "requirement__position", "pk"
    ).values_list(whose, "application_id", "key", "state", "held", "good_until", "grace_until"):
        marks[owner_id, application_id].append(
            Mark(
                key=key,
                state=state,
                mandatory=True,
                blocks=(name,),
                held=held,
                good_until=good_until,
                grace_until=grace_until,
            )
        )
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
