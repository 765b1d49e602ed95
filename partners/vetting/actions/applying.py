"""Applying to a programme, and being entered into one by the operator."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from core.actors import Actor
from core.events.recording import record
from partners.organisations.models import Partner
from partners.programmes.models import Programme, Requirement
from partners.vetting.actions.judging import take
from partners.vetting.actions.rechecking import SNAPSHOTS, recheck_application
from partners.vetting.actions.submitting import refuse_unfit
from partners.vetting.actions.turns import begin_turns
from partners.vetting.events import ApplicationOpened
from partners.vetting.models import Application, Assessment
from partners.vetting.offered import DeclarationOffered
from partners.vetting.refusals import AlreadyApplied, ProgrammeNotOpen
from partners.vetting.reopening import is_asked


@transaction.atomic
def apply(*, partner: Partner, programme: Programme, actor: Actor, at: datetime) -> Application:
    """Open the partner's application, held to the requirement revisions in force now.

    What the profile shows already (VAT id, confirmed address) is checked at once. Raises AlreadyApplied and
    ProgrammeNotOpen.
    """
    application, assessments = _open(partner, programme, actor=actor, at=at)
    if any(assessment.requirement.accepts["kind"] in SNAPSHOTS for assessment in assessments):
        recheck_application(application, actor=actor, at=at)
    return application


@transaction.atomic
def enter(
    *, partner: Partner, programme: Programme, declared: DeclarationOffered, actor: Actor, at: datetime
) -> Application:
    """Open the application of a partner whom the operator answers for, and declare all that the programme asks.

    Each declaration is judged as one that is submitted alone. Raises AlreadyApplied, ProgrammeNotOpen, and
    EvidenceNotAccepted for a programme that asks for more than declarations.
    """
    application, assessments = _open(partner, programme, actor=actor, at=at)
    for assessment in assessments:
        if assessment.state == "not_applicable":
            continue
        refuse_unfit(assessment.requirement, declared, application, at=at)
        take(
            application=application,
            assessment=assessment,
            kind=declared.kind,
            data=declared.data(),
            upload=None,
            actor=actor,
            at=at,
        )
    return application


def _open(
    partner: Partner, programme: Programme, *, actor: Actor, at: datetime
) -> tuple[Application, list[Assessment]]:
    """Write the application, which nobody else can see before this transaction ends, and its assessments, in order."""
    if programme.by_operator and actor.kind not in ("system", "staff"):
        raise ProgrammeNotOpen(
            f"Into “{programme.name}” the operator enters those whom it answers for. Apply to another programme:"
            " GET /api/v1/rule-books lists them."
        )
    if programme.scope != "partner":
        raise ProgrammeNotOpen(
            f"“{programme.name}” is about what partners offer: it is applied when an offer is submitted, without an"
            " application of yours. Apply to a programme whose scope is “partner”: GET /api/v1/rule-books lists them."
        )
    # Changes of the profile lock it too: so the profile read here is the newest, or its change comes after this commit
    # and its handler finds this application. (A foreign key would not do: it is checked at commit.) Two applications of
    # one partner queue here as well.
    partner = Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
    if Application.objects.filter(partner=partner, programme=programme, subject_id=None).exists():
        raise AlreadyApplied(
            f"{partner.display_name} has applied to “{programme.name}” already. Go on with that application."
        )
    return open_application(partner, programme, actor=actor, at=at)


def open_application(
    partner: Partner,
    programme: Programme,
    *,
    subject_id: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
    actor: Actor,
    at: datetime,
) -> tuple[Application, list[Assessment]]:
    """Write an application, of the partner itself or of a subject, and its assessments in order.

    For actions that hold the partner's lock.
    """
    _keep_version(programme)
    facts = facts or {}
    application = Application.objects.create(
        partner=partner, programme=programme, subject_id=subject_id, facts=facts, opened_at=at
    )
    assessments = add_assessments(application, programme.requirements.current().in_order(), at=at)
    record(
        ApplicationOpened(
            application_id=application.pk,
            partner_id=partner.pk,
            programme_id=programme.pk,
            programme=programme.code,
        ),
        actor=actor,
        at=at,
    )
    return application, assessments


def add_assessments(application: Application, requirements: Iterable[Requirement], *, at: datetime) -> list[Assessment]:
    """Write the assessments of requirements that are new to an application, and begin the partner's turn in them."""
    requirements = list(requirements)
    conditional = any(requirement.applies_if for requirement in requirements)
    country = application.partner.organisation.country if conditional else ""
    assessments = Assessment.objects.bulk_create(
        Assessment(
            application=application,
            requirement=requirement,
            key=requirement.key,
            state="missing"
            if is_asked(requirement.applies_if, country=country, facts=application.facts)
            else "not_applicable",
            since=at,
        )
        for requirement in requirements
    )
    begin_turns([one for one in assessments if one.state == "missing"], "partner", at=at)
    return assessments


def _keep_version(programme: Programme) -> None:
    """Let no other version of the rule book come into force before this transaction ends.

    So either its requirements are read here, or whoever holds applications to it finds this one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM programmes_programme WHERE id = %s FOR KEY SHARE", [programme.pk])
