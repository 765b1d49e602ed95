"""One requirement as a partner sees it: what it asks, how it stands, and the forms for evidence and appeals."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.accounts.principals import Principal, principal_of
from core.events.queries import history
from core.refusals import Invalid, Refusal
from core.storage.forms import keep_file
from core.storage.models import Purpose
from core.web.addressing import one
from core.web.doors import signed_in
from partners.vetting import actions
from partners.vetting.api.shapes import entry_json
from partners.vetting.checks.domains import PATH, RECORD
from partners.vetting.models import Appeal, Assessment, Waiver
from partners.vetting.offered import FileOffered, Offered
from partners.vetting.pages import labels
from partners.vetting.pages.appeal_forms import AppealForm
from partners.vetting.pages.forms import FORMS, EvidenceForm, FileForm
from partners.vetting.pages.refused import sentence
from partners.vetting.pages.showing import appeal_shown, entry_shown, evidence_shown, story
from partners.vetting.pieces import needed_labels
from partners.vetting.queries import entries
from partners.vetting.subject import domain_token
from partners.vetting.waiting import places

LONGEST_STORY = 200


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def requirement(request: HttpRequest, application_id: UUID, key: str) -> HttpResponse:
    """Show one requirement and how it stands; a POST submits evidence for it."""
    principal = principal_of(request)
    assessment = one(_assessments(principal), application_id=application_id, requirement__key=key)
    may_write = principal.may("partner:write", assessment.application.partner.organisation_id)
    form = _form(request, assessment) if may_write else None
    if request.method == "POST":
        principal.require("partner:write", assessment.application.partner.organisation_id)
        if form is not None and form.is_valid() and _submitted(request, assessment, form):
            return redirect("requirement_page", application_id, key)
    shown = _requirement_shown(assessment, principal) | {"form": form, "may_write": may_write}
    return render(request, "vetting/requirement.html", shown)


@require_POST
@signed_in
def appeal(request: HttpRequest, application_id: UUID, key: str) -> HttpResponse:
    """Appeal against findings of the refusal that stands."""
    principal = principal_of(request)
    assessment = one(_assessments(principal), application_id=application_id, requirement__key=key)
    principal.require("partner:write", assessment.application.partner.organisation_id)
    form = AppealForm(request.POST, findings=_blocking(assessment))
    if form.is_valid():
        try:
            actions.appeal(
                application=assessment.application,
                key=key,
                findings=form.cleaned_data["findings"],
                statement=form.cleaned_data["statement"],
                actor=principal.actor,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Your appeal is with us. Somebody else than the first reviewer answers it."))
            return redirect("requirement_page", application_id, key)
    assessment = one(_assessments(principal), application_id=application_id, requirement__key=key)
    shown = _requirement_shown(assessment, principal) | {"appeal_form": form, "may_write": True}
    return render(request, "vetting/requirement.html", shown | {"form": _form(request, assessment, fresh=True)})


def _blocking(assessment: Assessment) -> list[dict[str, Any]]:
    """Return the findings that one may appeal against, as REST shows them."""
    shown = entry_json(assessment, assessment.application.programme, None, at=clock.now())["findings"]
    return [finding for finding in shown if finding["type"] == "blocking"]


def _assessments(principal: Principal) -> Any:  # noqa: ANN401 - a queryset of assessments
    return entries(Assessment.objects.visible_to(principal)).select_related(
        "requirement", "evidence", "application__partner__organisation", "application__programme"
    )


def _form(request: HttpRequest, assessment: Assessment, *, fresh: bool = False) -> EvidenceForm | None:
    """Return the form for what the requirement takes, unless nothing is awaited or it does not come by a form."""
    asked = assessment.requirement
    form = FORMS.get(asked.accepts["kind"])
    if form is None or assessment.state in ("satisfied", "not_applicable"):
        return None
    partner = assessment.application.partner
    initial = {"vat_id": partner.vat_id, "version": asked.accepts.get("version", "")}
    if request.method == "POST" and not fresh:
        return form(asked, request.POST, request.FILES)
    return form(asked, initial=initial)


def _submitted(request: HttpRequest, assessment: Assessment, form: EvidenceForm) -> bool:
    """Submit what the form offers. Returns whether that was possible; a refusal is said on the form."""
    try:
        taken = actions.submit_evidence(
            application=assessment.application,
            key=assessment.requirement.key,
            evidence=_offered(request, assessment, form),
            name=form.cleaned_data.get("name", ""),
            actor=principal_of(request).actor,
            at=clock.now(),
        )
    except Invalid:
        form.add_error(None, _("This cannot be what is asked for. Compare it with the example and type it again."))
        return False
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return False
    if taken.state == "satisfied":
        messages.success(request, _("Checked: this requirement is met."))
    elif taken.state == "action_required" and not needed_labels(taken):
        messages.error(request, _("Checked: something has to be mended. It is named here."))
    elif needed_labels(taken):
        messages.success(request, _("Submitted. More is needed: it is named here."))
    elif taken.awaits_person:
        messages.success(request, _("Submitted. A person of the marketplace looks at it now."))
    else:
        messages.success(request, _("Submitted. An automatic check looks at it now: load this page again in a moment."))
    return True


def _offered(request: HttpRequest, assessment: Assessment, form: EvidenceForm) -> Offered:
    if not isinstance(form, FileForm):
        return form.offered()
    principal = principal_of(request)
    assert principal.user is not None
    upload = keep_file(
        organisation=assessment.application.partner.organisation,
        purpose=Purpose.EVIDENCE,
        file=form.cleaned_data["file"],
        uploaded_by=principal.user,
        actor=principal.actor,
        at=clock.now(),
    )
    days = {name: form.cleaned_data.get(name) for name in ("issued_on", "expires_on")}
    return FileOffered(upload=upload, **days)


def _requirement_shown(assessment: Assessment, principal: Principal) -> dict[str, Any]:
    asked = assessment.requirement
    place = places([assessment], at=clock.now()).get(assessment.pk)
    submissions = assessment.submissions.order_by("-round").select_related("upload")
    facts = history(f"assessment:{assessment.pk}").order_by("-id")[:LONGEST_STORY]
    appeals = Appeal.objects.about(assessment).order_by("-pk").prefetch_related("findings")
    appealable = assessment.state == "action_required" and _blocking(assessment)
    may_write = principal.may("partner:write", assessment.application.partner.organisation_id)
    waiver = Waiver.objects.about(assessment).in_force().first() if assessment.state == "waived" else None
    return {
        "waiver": waiver,
        "proof": _proof(assessment) if may_write else None,
        "appeals": [appeal_shown(appeal, assessment) for appeal in appeals],
        "appeal_form": AppealForm(findings=appealable) if appealable else None,
        "application": assessment.application,
        "partner": assessment.application.partner,
        "requirement": asked,
        "said": asked.said,
        "evidence_kind": asked.accepts["kind"],
        "evidence_label": labels.EVIDENCE.get(asked.accepts["kind"], ""),
        "entry": entry_shown(
            entry_json(assessment, assessment.application.programme, place, at=clock.now()), assessment
        ),
        "submissions": [evidence_shown(evidence) for evidence in submissions],
        "story": story(list(facts), for_staff=principal.is_staff),
    }


def _proof(assessment: Assessment) -> dict[str, str] | None:
    """Return what the partner puts in place, where the requirement asks for control of the domain."""
    record = RECORD + domain_token(assessment.application.partner_id)
    match assessment.requirement.check_code:
        case "domain_dns":
            return {"record": record}
        case "domain_file":
            return {"record": record, "path": PATH}
    return None
