"""One piece of evidence beside the requirement it is for: taking it, and deciding on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.accounts.principals import Principal, principal_of
from core.accounts.roles import StaffRole
from core.refusals import Refusal
from core.web.addressing import one
from core.web.doors import on_staff
from partners.vetting import actions
from partners.vetting.api.shapes import claim_json, entry_json
from partners.vetting.models import Assessment
from partners.vetting.pages.decision_forms import (
    BaseFindings,
    DecisionForm,
    FindingForms,
    HandOverForm,
    with_one_more,
)
from partners.vetting.pages.desk import waiting_for
from partners.vetting.pages.refused import sentence
from partners.vetting.pages.showing import entry_shown, evidence_shown, finding_shown
from partners.vetting.policies import may_decide
from partners.vetting.queries import entries, queue, reviewers
from partners.vetting.refusals import EvidenceReplaced
from partners.vetting.waiting import places


@require_http_methods(["GET", "HEAD", "POST"])
@on_staff(StaffRole.VETTING)
def review(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Show the requirement and its evidence side by side; a POST decides, or makes room for another finding."""
    principal = principal_of(request)
    assessment = one(_to_review(principal), pk=assessment_id)
    form = DecisionForm(request.POST or None)
    findings = FindingForms(request.POST or None, prefix="finding")
    if request.method == "POST":
        if request.POST.get("outcome") == "more":
            form, findings = DecisionForm(), with_one_more(request.POST)
        elif form.is_valid() and _decided(request, assessment, form, findings):
            return _next(principal, form.cleaned_data["evidence"])
        # The page is drawn with what is there now: a rival decision or newer evidence may have come in between.
        assessment = one(_to_review(principal), pk=assessment_id)
    shown = _review_shown(assessment, principal) | {
        "form": form,
        "findings": findings,
        "is_newer": request.method == "POST" and request.POST.get("evidence") != str(assessment.evidence_id),
    }
    return render(request, "vetting/review.html", shown)


@require_POST
@on_staff(StaffRole.VETTING)
def claim(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Take what waits, give it back, or hand it over; then show it again."""
    principal, at = principal_of(request), clock.now()
    assessment = one(Assessment.objects.visible_to(principal), pk=assessment_id)
    form = HandOverForm(request.POST, people=reviewers())
    try:
        match request.POST.get("do"):
            case "take":
                actions.claim(assessment=assessment, actor=principal.actor, at=at)
                messages.success(request, _("It is yours for a working day. Nobody else decides on it meanwhile."))
            case "release":
                actions.release(assessment=assessment, actor=principal.actor, at=at)
                messages.success(request, _("It is free again."))
            case _ if form.is_valid():
                to, note = form.cleaned_data["reviewer"], form.cleaned_data["note"]
                actions.hand_over(assessment=assessment, to=to, note=note, actor=principal.actor, at=at)
                messages.success(request, _("Handed to %(name)s.") % {"name": to})
            case _:
                messages.error(request, _("Nothing was handed over: choose a reviewer, and keep the note shorter."))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("desk_review", assessment_id)


def _to_review(principal: Principal) -> Any:  # noqa: ANN401 - a queryset of assessments
    return entries(Assessment.objects.visible_to(principal)).select_related(
        "requirement", "evidence", "application__partner__organisation", "application__programme"
    )


def _review_shown(assessment: Assessment, principal: Principal) -> dict[str, Any]:
    following = queue(waiting_for(principal), after=assessment.evidence_id).values_list("pk", flat=True).first()
    rounds = assessment.submissions.order_by("-round")
    past = assessment.findings.exclude(resolved_at=None).order_by("-found_at", "pk")
    place = places([assessment], at=clock.now()).get(assessment.pk)
    held = claim_json(place.claim, principal) if place and place.claim else None
    return {
        "assessment": assessment,
        "application": assessment.application,
        "partner": assessment.application.partner,
        "organisation": assessment.application.partner.organisation,
        "said": assessment.requirement.said,
        "entry": entry_shown(
            entry_json(assessment, assessment.application.programme, place, at=clock.now()), assessment
        ),
        "rounds": [evidence_shown(evidence) for evidence in rounds],
        "past_findings": [finding_shown(finding, assessment) for finding in past],
        "claim": held,
        "may_decide": may_decide(principal, assessment) and (held is None or held["yours"]),
        "may_take": may_decide(principal, assessment) and held is None,
        "hand_over": HandOverForm(people=reviewers().exclude(pk=str(principal.actor.id))),
        "following": following,
        "waivable": assessment.state not in ("not_applicable", "satisfied")
        and assessment.application.partner.organisation_id not in principal.organisation_ids,
    }


def _decided(request: HttpRequest, assessment: Assessment, form: DecisionForm, findings: BaseFindings) -> bool:
    """Decide. Returns whether that was possible; what was not is said on the form."""
    refusing = form.cleaned_data["outcome"] == "refuse"
    unfit = _unfit(findings, refusing=refusing)
    if unfit:
        form.add_error(None, unfit)
        return False
    try:
        actions.decide(
            assessment=assessment,
            evidence_id=form.cleaned_data["evidence"],
            revision=form.cleaned_data["revision"],
            outcome=form.cleaned_data["outcome"],
            findings=findings.written(),
            actor=principal_of(request).actor,
            at=clock.now(),
        )
    except EvidenceReplaced:
        return False  # said on the page, which shows the newer evidence
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return False
    about = {"key": assessment.requirement.key, "partner": assessment.application.partner.display_name}
    messages.success(
        request, (_("%(key)s of %(partner)s: refused.") if refusing else _("%(key)s of %(partner)s: accepted.")) % about
    )
    return True


def _unfit(findings: BaseFindings, *, refusing: bool) -> str:
    """Return why these findings do not go with the decision; empty when they do. The action asks the same."""
    if not findings.is_valid():
        return _("Nothing was decided: a finding below is not complete.")
    blocking = any(finding.type == "blocking" for finding in findings.written())
    if refusing and not blocking:
        return _("Nothing was decided: a refusal says what is wrong, in at least one finding that stands in the way.")
    if blocking and not refusing:
        return _(
            "Nothing was decided: you accept, but have written what stands in the way. Refuse, empty it, or make it"
            " advice."
        )
    return ""


def _next(principal: Principal, decided: UUID) -> HttpResponse:
    """Go on with what waits after the evidence that was decided, else with the oldest, else to the empty queue."""
    waiting = waiting_for(principal)
    for after in (decided, None):
        following = queue(waiting, after=after).values_list("pk", flat=True).first()
        if following is not None:
            return redirect("desk_review", following)
    return redirect("desk")
