"""Appeals on the desk: those that wait for a second reviewer, and the page on which one is answered."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.accounts.principals import principal_of
from core.accounts.roles import StaffRole
from core.refusals import Refusal
from core.web.addressing import one
from core.web.doors import on_staff
from partners.vetting import actions
from partners.vetting.models import Appeal, AppealQuerySet
from partners.vetting.pages.appeal_forms import AnswerForm
from partners.vetting.pages.refused import sentence
from partners.vetting.pages.showing import appeal_shown, evidence_shown

MOST = 100


@require_safe
@on_staff(StaffRole.VETTING)
def appeals(request: HttpRequest) -> HttpResponse:
    """Show the appeals that this reviewer may answer, oldest first."""
    rows = _with_their_story(Appeal.objects.decidable_by(principal_of(request))).order_by("pk")
    return render(request, "vetting/appeals.html", {"rows": rows[:MOST], "now": clock.now()})


@require_http_methods(["GET", "HEAD", "POST"])
@on_staff(StaffRole.VETTING)
def answer(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """Show an appeal beside the requirement and the findings it is about; a POST answers it."""
    principal = principal_of(request)
    appeal = one(_with_their_story(Appeal.objects.visible_to(principal)), pk=appeal_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_appeal(appeal=appeal, **form.cleaned_data, actor=principal.actor, at=clock.now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
            appeal = one(_with_their_story(Appeal.objects.visible_to(principal)), pk=appeal_id)
        else:
            messages.success(request, _("The appeal is answered."))
            return redirect("desk_appeals")
    assessment = appeal.assessment
    shown = {
        "appeal": appeal_shown(appeal, assessment),
        "assessment": assessment,
        "application": assessment.application,
        "partner": assessment.application.partner,
        "requirement": assessment.requirement,
        "said": assessment.requirement.said,
        "evidence": evidence_shown(appeal.evidence),
        "may_answer": Appeal.objects.decidable_by(principal).filter(pk=appeal.pk).exists(),
        "form": form,
    }
    return render(request, "vetting/appeal.html", shown)


def _with_their_story(rows: AppealQuerySet) -> AppealQuerySet:
    return rows.select_related(
        "evidence", "assessment__requirement", "assessment__application__partner", "assessment__application__programme"
    ).prefetch_related("findings")
