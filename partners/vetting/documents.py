"""The documents of a partner: every file that it has shown, and what each is shown for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from core.storage.models import Upload
from partners.organisations.models import Partner
from partners.vetting.models import Evidence, RedactedCopy


@dataclass(frozen=True, slots=True)
class Document:
    """A file with what it was shown for, the newest use first. `covers` are the uses that count now."""

    upload: Upload
    uses: tuple[Evidence, ...]
    redacted_copy: RedactedCopy | None

    @property
    def covers(self) -> tuple[Evidence, ...]:
        """The uses after which nothing newer came for the same requirement."""
        return tuple(use for use in self.uses if use.assessment.evidence_id == use.pk)


def uploads_of(partner: Partner) -> "QuerySet[Upload]":
    """Return the files that the partner has shown in any of its applications, with all that a document tells."""
    uses = Evidence.objects.filter(assessment__application__partner=partner).select_related(
        "assessment__requirement", "assessment__application__programme"
    )
    return (
        Upload.objects.filter(shown_as__assessment__application__partner=partner)
        .distinct()
        .prefetch_related(
            Prefetch("shown_as", uses.order_by("-pk")),
            Prefetch("redacted_copies", RedactedCopy.objects.select_related("copy").order_by("-pk")),
        )
    )


def documents(uploads: Iterable[Upload]) -> list[Document]:
    """Return uploads that came from `uploads_of` as documents."""
    return [
        Document(upload, tuple(upload.shown_as.all()), next(iter(upload.redacted_copies.all()), None))
        for upload in uploads
    ]
