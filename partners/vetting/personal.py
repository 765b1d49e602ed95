"""What vetting holds about a person: evidence and signatures, decisions, waivers, appeals, claims."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from core.accounts.models import User
from core.accounts.personal import tells_personal_data
from partners.vetting.models import Appeal, Evidence, Waiver


@tells_personal_data("evidence")
def evidence_of(user: User) -> Iterable[Mapping[str, Any]]:
    """Return what the person submitted, with the signatures in it."""
    submitted = Evidence.objects.filter(submitted_by_kind="user", submitted_by_id=user.pk).order_by("pk")
    return submitted.values("id", "assessment_id", "assessment__key", "kind", "data", "submitted_at")


@tells_personal_data("waivers")
def waivers_of(user: User) -> Iterable[Mapping[str, Any]]:
    """Return the waivers that the person asked for or approved."""
    about = Waiver.objects.filter(Q(requested_by=user) | Q(approved_by=user)).order_by("pk")
    return about.values("id", "assessment_id", "reason", "requested_at", "approved_at", "expires_at")


@tells_personal_data("appeals_answered")
def appeals_of(user: User) -> Iterable[Mapping[str, Any]]:
    """Return the appeals that the person answered."""
    answered = Appeal.objects.filter(reviewer=user).order_by("pk")
    return answered.values("id", "assessment_id", "outcome", "answer", "decided_at")
