"""The reviewers' desk: what waits for a decision."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.accounts.principals import Principal, principal_of
from core.accounts.roles import StaffRole
from core.web.doors import on_staff
from partners.vetting.api.shapes import claim_json, place_json
from partners.vetting.models import Assessment, AssessmentQuerySet, Claim
from partners.vetting.pages.decision_forms import QueueFilter
from partners.vetting.queries import queue
from partners.vetting.waiting import Place, places

PAGE = 25


@require_safe
@on_staff(StaffRole.VETTING)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for a reviewer, oldest first, narrowed by what is asked for."""
    asked, principal, at = QueueFilter(request.GET), principal_of(request), clock.now()
    waiting = waiting_for(principal)
    after = asked.cleaned_data["after"] if asked.is_valid() else None
    rows = list(queue(_narrowed(waiting, asked, principal, at), after=after)[: PAGE + 1])
    found = places(rows[:PAGE], at=at)
    shown = {
        "filter": asked,
        "rows": [
            _row(assessment, found[assessment.pk], principal) for assessment in rows[:PAGE] if assessment.pk in found
        ],
        "count": waiting.awaiting_review().count(),
        "after": after,
        "next": asked.address(after=rows[PAGE - 1].evidence_id) if len(rows) > PAGE else None,
    }
    return render(request, "vetting/desk.html", shown)


def waiting_for(principal: Principal) -> AssessmentQuerySet:
    """Return what this reviewer may decide on, of which only a part waits."""
    return Assessment.objects.visible_to(principal).decidable_by(principal)


def _narrowed(rows: AssessmentQuerySet, asked: QueueFilter, principal: Principal, at: datetime) -> AssessmentQuerySet:
    if not asked.is_valid():
        return rows
    if kind := asked.cleaned_data["kind"]:
        rows = rows.filter(requirement__kind=kind)
    if text := asked.cleaned_data["q"]:
        named = Q(application__partner__display_name__icontains=text) | Q(requirement__key__istartswith=text)
        rows = rows.filter(named)
    taken = Claim.objects.holding(at)
    match asked.cleaned_data["taken"]:
        case "free":
            rows = rows.exclude(pk__in=taken.values("assessment"))
        case "mine":
            rows = rows.filter(pk__in=taken.filter(reviewer_id=principal.actor.id).values("assessment"))
    return rows


def _row(assessment: Assessment, place: Place, principal: Principal) -> dict[str, Any]:
    return {
        "assessment": assessment,
        "partner": assessment.application.partner,
        "programme": assessment.application.programme,
        "requirement": assessment.requirement,
        "place": place_json(place),
        "is_late": place.due_at is not None and place.due_at < clock.now(),
        "claim": place.claim and claim_json(place.claim, principal),
    }
