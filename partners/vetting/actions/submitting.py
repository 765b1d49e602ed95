"""Submitting evidence for a requirement, or one document for several."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from core.actors import Actor
from core.refusals import NotFound
from core.storage.models import Purpose, Upload, UploadState
from partners.organisations.actions import change_partner
from partners.programmes.evidence import REUSABLE
from partners.programmes.models import Requirement
from partners.programmes.wording import satisfied_by
from partners.vetting.actions.judging import locked, take
from partners.vetting.actions.rechecking import recheck_one
from partners.vetting.checks import CHECKS
from partners.vetting.models import Application, Assessment
from partners.vetting.offered import (
    ConformanceRunOffered,
    DatedOffered,
    EarlierOffered,
    FileOffered,
    Kept,
    Offered,
    ProbeOffered,
    VatIdOffered,
)
from partners.vetting.pieces import accepted_as, piece_named
from partners.vetting.refusals import (
    AlreadySatisfied,
    EvidenceNotAccepted,
    NotAsked,
    NotShared,
    RuleBookUnknown,
    UploadNotReady,
    Waived,
)
from partners.vetting.reopening import seen
from partners.vetting.validity import refuse_dates


@dataclass(frozen=True, slots=True)
class Asked:
    """Which requirement something is for and, where that takes several pieces, which one it is."""

    key: str
    name: str = ""


@transaction.atomic
def submit_evidence(
    *,
    application: Application,
    key: str,
    evidence: Offered,
    name: str = "",
    actor: Actor,
    at: datetime,
) -> Assessment:
    """Take evidence for the requirement `key`; an automatic check answers at once. Returns how it stands then.

    `name` says which piece it is where the requirement takes several. After a refusal, and while a reviewer has not
    decided, newer evidence takes the place of the older one. Raises NotFound, AlreadySatisfied, NotAsked, Waived,
    EvidenceNotAccepted, PieceNotNamed, UploadNotReady, RuleBookUnknown; Invalid for a VAT id or impossible days.
    """
    return _submit(locked(application.pk), Asked(key, name), evidence, actor=actor, at=at)


@transaction.atomic
def submit_for_several(
    *, application: Application, asked: Sequence[Asked], evidence: Offered, actor: Actor, at: datetime
) -> list[Assessment]:
    """Take one document for several requirements, all of them or none. Raises NotShared, and as `submit_evidence`.

    What is given to one requirement only, such as a declaration, is not shared.
    """
    kind = evidence.kind
    if kind not in REUSABLE:
        raise NotShared(f"Evidence of the kind “{kind}” is given to one requirement. Submit it for each by itself.")
    keys = [one.key for one in asked]
    if len(set(keys)) < len(keys):
        raise NotShared("A requirement is named twice. Name each once; several pieces of one come one by one.")
    application = locked(application.pk)
    return [_submit(application, one, evidence, actor=actor, at=at) for one in asked]


def _submit(application: Application, asked: Asked, evidence: Offered, *, actor: Actor, at: datetime) -> Assessment:
    rows = application.assessments.select_related("requirement", "evidence")
    assessment = rows.filter(requirement__key=asked.key).first()
    if assessment is None:
        raise NotFound
    key, name = asked.key, refuse_unfit(assessment.requirement, evidence, application, name=asked.name, at=at)
    if assessment.state == "satisfied":
        raise AlreadySatisfied(f"{key} is satisfied. Nothing is awaited from you, and nothing was changed.")
    if assessment.state == "not_applicable":
        raise NotAsked(f"{key} does not apply to you as things are. Nothing is awaited, and nothing was changed.")
    if assessment.state == "waived":
        raise Waived(f"{key} is waived for you for a time. Submit evidence when that has ended; nothing was changed.")
    if isinstance(evidence, VatIdOffered):
        return _through_profile(application, assessment, evidence.vat_id, actor=actor, at=at)
    return take(
        application=application,
        assessment=assessment,
        kind=evidence.kind,
        data=_shown(application, assessment.requirement, evidence),
        upload=_upload_of(evidence),
        name=name,
        actor=actor,
        at=at,
    )


def _shown(application: Application, requirement: Requirement, evidence: Kept) -> dict[str, Any]:
    """Return what is kept of the evidence. Where an offer itself is looked at, no other address takes its place."""
    if application.subject_id is None or not isinstance(evidence, ProbeOffered):
        return evidence.data()
    check = CHECKS.get(requirement.check_code)
    reaches_out = check is not None and bool(check.gathers)
    return seen(requirement.check_code, reaches_out=reaches_out, facts=application.facts) or {}


def refuse_unfit(
    requirement: Requirement, evidence: Offered, application: Application, *, name: str = "", at: datetime
) -> str:
    """Return which piece of the requirement's evidence this is; raise what `submit_evidence` does where it is none."""
    name = piece_named(requirement, evidence.kind, name)
    if isinstance(evidence, EarlierOffered):
        _check_earlier(evidence, application)
    if isinstance(evidence, DatedOffered):
        refuse_dates(evidence.issued_on, evidence.expires_on, today=at.astimezone(UTC).date())
    if isinstance(evidence, ConformanceRunOffered):
        _check_run(evidence, application, at=at)
    if upload := _upload_of(evidence):
        _check_file(requirement, name, upload, application)
    return name


def _upload_of(evidence: Offered) -> Upload | None:
    return evidence.upload if isinstance(evidence, FileOffered | EarlierOffered) else None


def _check_earlier(evidence: EarlierOffered, application: Application) -> None:
    if evidence.earlier.assessment.application.partner_id != application.partner_id:
        raise EvidenceNotAccepted("This was shown by another partner. Each shows its own: submit yours.")
    if evidence.kind not in REUSABLE:
        raise NotShared(
            f"Evidence of the kind “{evidence.kind}” is given to one requirement. Submit it anew for this one."
        )


def _check_run(evidence: ConformanceRunOffered, application: Application, *, at: datetime) -> None:
    book = evidence.rule_book
    versions = application.programme.versions.public()
    if not versions.filter(number=book["version"], sha256=book["sha256"]).exists():
        raise RuleBookUnknown(
            f"“{application.programme.code}” has no version {book['version']} with this hash. Download the rule book"
            " again, run partner-check against it, and submit that result."
        )
    if evidence.ran_at > at:
        raise EvidenceNotAccepted("The run is dated in the future. Set the clock of your machine, and run it again.")


def _check_file(requirement: Requirement, name: str, upload: Upload, application: Application) -> None:
    accepts = accepted_as(requirement, name)
    if upload.organisation_id != application.partner.organisation_id or upload.purpose != Purpose.EVIDENCE:
        raise EvidenceNotAccepted(
            "The upload was made for another organisation or purpose. Upload the file again, as evidence of the"
            " partner's organisation."
        )
    if upload.state != UploadState.STORED:
        raise UploadNotReady("The upload was not completed. Put the file, complete the upload, and submit it then.")
    if upload.content_type not in accepts["media_types"] or upload.size > accepts["max_bytes"]:
        raise EvidenceNotAccepted(
            f"The file is {upload.content_type} with {upload.size} bytes. {satisfied_by(requirement)}", accepts=accepts
        )


def _through_profile(
    application: Application, assessment: Assessment, vat_id: str, *, actor: Actor, at: datetime
) -> Assessment:
    """Put the VAT id into the profile, and judge what the profile shows then."""
    partner = application.partner
    application.partner = change_partner(partner=partner, version=partner.version, vat_id=vat_id, actor=actor, at=at)
    recheck_one(application, assessment, actor=actor, at=at)
    return assessment
