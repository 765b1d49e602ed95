"""The documents of a partner: what each is shown for, its redacted copy, and where else it can serve."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core import clock
from core.accounts.models import Organisation
from core.accounts.principals import Principal, principal_of
from core.refusals import NotFound, Refusal
from core.storage.forms import keep_file
from core.storage.models import Purpose
from core.web.addressing import id_in, one
from core.web.doors import signed_in
from partners.organisations.models import Partner
from partners.vetting import actions
from partners.vetting.documents import Document, documents, uploads_of
from partners.vetting.models import Assessment, Evidence
from partners.vetting.offered import EarlierOffered
from partners.vetting.pages.labels import STATES
from partners.vetting.pages.refused import sentence
from partners.vetting.pieces import accepted_as, pieces_of_kind

MOST = 100


class CopyForm(forms.Form):
    """The copy of a document in which something is blackened."""

    file = forms.FileField(label=gettext_lazy("Redacted copy"), max_length=255)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def partner_documents(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Show what was shown as a file; a POST adds a redacted copy, or shows a document for another requirement."""
    principal = principal_of(request)
    organisation = one(Organisation.objects.visible_to(principal), pk=organisation_id)
    principal.require("partner:read", organisation.pk)
    partner = one(Partner.objects.visible_to(principal), organisation=organisation)
    if request.method == "POST":
        principal.require("partner:write", organisation.pk)
        return _changed(request, principal, partner)
    found = documents(uploads_of(partner).order_by("-pk")[:MOST])
    open_ones = _open(partner)
    shown = {
        "organisation": organisation,
        "partner": partner,
        "documents": [_shown(document, open_ones) for document in found],
        "may_write": principal.may("partner:write", organisation.pk),
        "form": CopyForm(),
    }
    return render(request, "vetting/documents.html", shown)


def _changed(request: HttpRequest, principal: Principal, partner: Partner) -> HttpResponse:
    evidence = one(
        Evidence.objects.visible_to(principal)
        .filter(assessment__application__partner=partner)
        .select_related("upload", "assessment__application__partner", "assessment__requirement"),
        pk=id_in(request.POST.get("evidence", "")),
    )
    try:
        if request.POST.get("do") == "copy":
            _copied(request, principal, evidence)
        elif request.POST.get("do") == "use":
            _used(request, principal, evidence)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("documents_page", partner.organisation_id)


def _copied(request: HttpRequest, principal: Principal, evidence: Evidence) -> None:
    form = CopyForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Nothing was added: choose the file that is the copy."))
        return
    assert principal.user is not None
    copy = keep_file(
        organisation=evidence.assessment.application.partner.organisation,
        purpose=Purpose.EVIDENCE,
        file=form.cleaned_data["file"],
        uploaded_by=principal.user,
        actor=principal.actor,
        at=clock.now(),
    )
    actions.attach_redacted_copy(evidence=evidence, copy=copy, actor=principal.actor, at=clock.now())
    messages.success(request, _("The redacted copy was added. Reviewers still judge the document itself."))


def _used(request: HttpRequest, principal: Principal, evidence: Evidence) -> None:
    rows = Assessment.objects.visible_to(principal).filter(application__partner=evidence.assessment.application.partner)
    target = one(rows.select_related("application__partner", "requirement"), pk=id_in(request.POST.get("for", "")))
    names = pieces_of_kind(target.requirement, "file")
    taken = actions.submit_evidence(
        application=target.application,
        key=target.requirement.key,
        evidence=EarlierOffered(earlier=evidence),
        name=names[0] if len(names) > 1 else "",
        actor=principal.actor,
        at=clock.now(),
    )
    messages.success(request, _("It is shown for %(key)s now.") % {"key": taken.requirement.key})


def _open(partner: Partner) -> list[Assessment]:
    """Return the requirements for which a file is awaited from the partner."""
    rows = Assessment.objects.filter(
        application__partner=partner, state__in=("missing", "action_required", "expiring", "lapsed", "reopened")
    ).select_related("requirement", "application__programme")
    return [one for one in rows.order_by("requirement__key") if pieces_of_kind(one.requirement, "file")]


def _shown(document: Document, open_ones: list[Assessment]) -> dict[str, Any]:
    newest, covered = document.uses[0], {use.assessment_id for use in document.covers}
    return {
        "evidence": newest.pk,
        "upload": document.upload,
        "issued_on": newest.data.get("issued_on"),
        "expires_on": newest.data.get("expires_on"),
        "copy": document.redacted_copy,
        "uses": [
            {
                "application": use.assessment.application_id,
                "key": use.assessment.requirement.key,
                "title": use.assessment.requirement.title,
                "state_label": STATES[use.assessment.state][0],
                "colour": STATES[use.assessment.state][1],
                "counts": use.assessment_id in covered,
            }
            for use in document.covers or document.uses[:1]
        ],
        "elsewhere": [one for one in open_ones if one.pk not in covered and _fits(one, document)],
    }


def _fits(assessment: Assessment, document: Document) -> bool:
    asked = assessment.requirement
    accepts = accepted_as(asked, pieces_of_kind(asked, "file")[0])
    upload = document.upload
    return upload.content_type in accepts["media_types"] and upload.size <= accepts["max_bytes"]
