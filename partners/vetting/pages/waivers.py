"""Waivers on the desk: asking for one, and what another person makes of it."""

from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.accounts.principals import Principal, principal_of
from core.accounts.roles import StaffRole
from core.refusals import Invalid, Refusal
from core.web.addressing import one
from core.web.doors import on_staff
from partners.vetting import actions
from partners.vetting.api.waivers import LONGEST_REASON
from partners.vetting.models import Assessment, Waiver, WaiverQuerySet
from partners.vetting.pages.refused import sentence

MOST = 100


class AskingForm(forms.Form):
    """Why a requirement need not be met for a time, and until when."""

    reason = forms.CharField(
        label=gettext_lazy("Why it need not be met for a time"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("The partner reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day of the waiver"),
        help_text=gettext_lazy("Within a year. After that day the requirement is due, with its grace."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def expires_at(self) -> datetime:
        """The instant at which it ends: the end of its last day, UTC."""
        day = self.cleaned_data["last_day"]
        return datetime.combine(day, time.max.replace(microsecond=0), UTC)


@require_safe
@on_staff(StaffRole.VETTING)
def waivers(request: HttpRequest) -> HttpResponse:
    """Show the waivers that wait for approval, and those in force, the first to end first."""
    principal = principal_of(request)
    rows = _with_their_story(Waiver.objects.visible_to(principal).open()).order_by("expires_at", "pk")
    found = [waiver_shown(waiver, principal) for waiver in rows[:MOST]]
    shown = {
        "asked": [waiver for waiver in found if not waiver["is_in_force"]],
        "in_force": [waiver for waiver in found if waiver["is_in_force"]],
    }
    return render(request, "vetting/waivers.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@on_staff(StaffRole.VETTING)
def ask(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Ask for a requirement of a partner to be waived; somebody else approves it."""
    principal = principal_of(request)
    rows = Assessment.objects.visible_to(principal).select_related("requirement", "application__partner")
    assessment = one(rows, pk=assessment_id)
    form = AskingForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _asked(request, assessment, form):
        messages.success(request, _("Asked for. It counts once somebody else on staff has approved it."))
        return redirect("desk_waivers")
    shown = {
        "assessment": assessment,
        "partner": assessment.application.partner,
        "requirement": assessment.requirement,
        "form": form,
    }
    return render(request, "vetting/waiver_form.html", shown)


@require_POST
@on_staff(StaffRole.VETTING)
def answer(request: HttpRequest, waiver_id: UUID) -> HttpResponse:
    """Approve a waiver that somebody else asked for, decline it, or end one that is in force."""
    principal, at = principal_of(request), clock.now()
    waiver = one(_with_their_story(Waiver.objects.visible_to(principal)), pk=waiver_id)
    about = {"key": waiver.requirement.key, "partner": waiver.assessment.application.partner.display_name}
    try:
        if request.POST.get("do") == "approve":
            actions.approve_waiver(waiver=waiver, actor=principal.actor, at=at)
            messages.success(request, _("%(key)s is waived for %(partner)s.") % about)
        elif request.POST.get("do") == "end":
            actions.end_waiver(waiver=waiver, actor=principal.actor, at=at)
            messages.success(request, _("The waiver of %(key)s for %(partner)s has ended.") % about)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("desk_waivers")


def _asked(request: HttpRequest, assessment: Assessment, form: AskingForm) -> bool:
    """Ask. Returns whether that was possible; a refusal is said on the form."""
    try:
        actions.ask_for_waiver(
            application=assessment.application,
            key=assessment.requirement.key,
            reason=form.cleaned_data["reason"],
            expires_at=form.expires_at(),
            actor=principal_of(request).actor,
            at=clock.now(),
        )
    except Invalid:
        form.add_error("last_day", _("Choose a day from today on, within a year."))
        return False
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return False
    return True


def waiver_shown(waiver: Waiver, principal: Principal) -> dict[str, Any]:
    """Return a waiver for pages."""
    return {
        "id": waiver.pk,
        "assessment": waiver.assessment_id,
        "application": waiver.assessment.application_id,
        "key": waiver.requirement.key,
        "title": waiver.requirement.title,
        "partner": waiver.assessment.application.partner.display_name,
        "reason": waiver.reason,
        "requested_at": waiver.requested_at,
        "requested_by": waiver.requested_by.name,
        "expires_at": waiver.expires_at,
        "is_in_force": waiver.approved_at is not None,
        "yours": waiver.requested_by_id == principal.actor.id,
    }


def _with_their_story(rows: WaiverQuerySet) -> WaiverQuerySet:
    return rows.select_related("assessment__application__partner", "requirement", "requested_by")
