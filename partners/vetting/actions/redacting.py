"""Adding a redacted copy to a document."""

from datetime import datetime

from django.db import transaction

from core.actors import Actor
from core.events.recording import record
from core.storage.models import Purpose, Upload, UploadState
from partners.vetting.actions.judging import about, locked
from partners.vetting.events import RedactedCopyAttached
from partners.vetting.models import Evidence, RedactedCopy
from partners.vetting.refusals import EvidenceNotAccepted, NoDocument, NotRedacted, UploadNotReady


@transaction.atomic
def attach_redacted_copy(*, evidence: Evidence, copy: Upload, actor: Actor, at: datetime) -> RedactedCopy:
    """Add a redacted copy to the document that was shown; it holds wherever the same upload was shown.

    A later copy takes the place of the one before. Nothing is judged anew: what was approved is the document itself.
    Raises NoDocument, EvidenceNotAccepted, UploadNotReady and NotRedacted.
    """
    assessment = evidence.assessment
    application = locked(assessment.application_id)
    if evidence.upload is None:
        raise NoDocument("This evidence has no file, so there is nothing to redact.")
    if copy.organisation_id != application.partner.organisation_id or copy.purpose != Purpose.EVIDENCE:
        raise EvidenceNotAccepted(
            "The upload was made for another organisation or purpose. Upload the copy again, as evidence of the"
            " partner's organisation."
        )
    if copy.state != UploadState.STORED:
        raise UploadNotReady("The upload was not completed. Put the file, complete the upload, and attach it then.")
    if copy.sha256 == evidence.sha256 or copy.shown_as.exists() or RedactedCopy.objects.filter(copy=copy).exists():
        raise NotRedacted(
            "This file was shown as a document itself, or is a copy already. Upload the copy in which what need not go"
            " round is blackened."
        )
    made = RedactedCopy.objects.create(document=evidence.upload, copy=copy, attached_at=at)
    fact = RedactedCopyAttached(redacted_copy_id=made.pk, evidence_id=evidence.pk, **about(application, assessment))
    record(fact, actor=actor, at=at)
    return made
