"""The readiness board: what is due, by when and for what; and what has happened."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core import clock
from core.accounts.principals import Principal, principal_of
from core.events.queries import history
from core.storage.actions import download_link
from core.web.addressing import one
from core.web.doors import signed_in
from partners.programmes.specs import CAPABILITIES
from partners.vetting.api.shapes import board_json
from partners.vetting.models import Application, Evidence, Notice
from partners.vetting.pages.showing import board_groups, capability_shown, entry_shown, story
from partners.vetting.queries import board_of
from partners.vetting.standing import capability
from partners.vetting.told_elsewhere import unread_told

LONGEST_STORY = 200


@require_safe
@signed_in
def board(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Show what to do next, by when and for what, what is with us, and what is met."""
    principal, at = principal_of(request), clock.now()
    application = _application(principal, application_id)
    assessments = board_of(application)
    answer = board_json(application, assessments, at=at)
    marks = [assessment.mark for assessment in assessments]
    met = sum(assessment.state in ("satisfied", "waived", "not_applicable") for assessment in assessments)
    groups = board_groups([entry_shown(*pair) for pair in zip(answer["entries"], assessments, strict=True)])
    shown = {
        "application": application,
        "summary": answer["summary"],
        "capabilities": [capability_shown(capability(name, marks, at)) for name in CAPABILITIES],
        "count": len(assessments),
        "met": met,
        "unread": _unread(application.partner_id),
        "is_member": principal.may("partner:read", application.partner.organisation_id),
        "next_deadline": next((entry["deadline"] for entry in groups["yours"]), None),
        **groups,
    }
    return render(request, "vetting/board.html", shown)


def _unread(partner_id: UUID) -> int:
    return Notice.objects.unread().filter(partner=partner_id).count() + unread_told(partner_id)


@require_safe
@signed_in
def application_story(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Tell what has happened in an application, newest first."""
    principal = principal_of(request)
    application = _application(principal, application_id)
    facts = history(f"application:{application.pk}").order_by("-id")[:LONGEST_STORY]
    shown = {"application": application, "story": story(list(facts), for_staff=principal.is_staff)}
    return render(request, "vetting/story.html", shown)


@require_safe
@signed_in
def evidence_file(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Send the reader to a link that downloads the file, good for a few minutes."""
    rows = Evidence.objects.visible_to(principal_of(request)).select_related("upload").exclude(upload=None)
    evidence = one(rows, pk=evidence_id)
    assert evidence.upload is not None
    return redirect(download_link(upload=evidence.upload, at=clock.now()))


def _application(principal: Principal, pk: UUID) -> Application:
    rows = Application.objects.visible_to(principal).select_related("partner__organisation", "programme")
    return one(rows, pk=pk)
