"""Forgetting people who had themselves erased."""

from datetime import datetime
from uuid import UUID

import pgtrigger
from django.db import transaction
from django.db.models import F, Func, JSONField, Value

from core.actors import Actor
from partners.vetting.models import Evidence, EvidenceQuerySet

SIGNED = ("declaration", "terms")


@transaction.atomic
def forget_person(*, person_id: UUID, actor: Actor, at: datetime) -> int:
    """Blank the name of a person under all evidence, and in the signatures that do not count any more.

    A declaration that counts keeps who signed it: it binds the organisation, and the law lets that stand (GDPR,
    article 17 (3) e) until something newer takes its place (`forget_replaced`). It may be repeated. Returns in how many
    pieces of evidence a name was blanked.
    """
    submitted = Evidence.objects.filter(submitted_by_kind="user", submitted_by_id=person_id)
    with pgtrigger.ignore("vetting.Evidence:shown_is_final"):
        blanked = submitted.exclude(submitted_by_label="").update(submitted_by_label="")
    _blank_signatures(submitted.exclude(assessment__evidence_id=F("pk")))
    return blanked


def forget_replaced(evidence: Evidence) -> None:
    """Blank the signature in evidence that has just been replaced, if who submitted it was erased meanwhile."""
    if evidence.submitted_by_kind == "user" and not evidence.submitted_by_label:
        _blank_signatures(Evidence.objects.filter(pk=evidence.pk))


def _blank_signatures(rows: EvidenceQuerySet) -> None:
    blank = Func(
        F("data"),
        Value(["person"]),
        Value("", output_field=JSONField()),
        function="jsonb_set",
        output_field=JSONField(),
    )
    with pgtrigger.ignore("vetting.Evidence:shown_is_final"):
        rows.filter(kind__in=SIGNED, data__has_key="person").update(data=blank)
