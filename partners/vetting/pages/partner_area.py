"""The way in: which organisation, and which programme."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.accounts.models import Organisation
from core.accounts.principals import principal_of
from core.refusals import Refusal
from core.web.addressing import one
from core.web.doors import signed_in
from partners.organisations.models import Partner
from partners.programmes.models import Programme
from partners.vetting import actions
from partners.vetting.models import Application, Notice
from partners.vetting.pages.refused import sentence
from partners.vetting.refusals import AlreadyApplied
from partners.vetting.told_elsewhere import unread_told


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Let members choose for which of their organisations they have come; where there is one only, go there."""
    mine = Organisation.objects.filter(pk__in=principal_of(request).organisation_ids)
    organisations = list(mine.select_related("partner").order_by("name"))
    if len(organisations) == 1:
        return redirect("partner_of", organisations[0].pk)
    return render(request, "vetting/organisations.html", {"organisations": organisations})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def of_organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Lead to what is next: the profile, a programme to apply to, or the board. A POST applies."""
    principal = principal_of(request)
    organisation = one(Organisation.objects.visible_to(principal).select_related("partner"), pk=organisation_id)
    partner: Partner | None = getattr(organisation, "partner", None)
    if partner is None:
        return redirect("partner_profile", organisation.pk)
    applications = list(
        Application.objects.visible_to(principal).filter(partner=partner).select_related("programme").order_by("pk")
    )
    if request.method == "POST":
        principal.require("partner:write", organisation.pk)
        return _apply(request, partner)
    applied = {application.programme_id for application in applications}
    open_to_partners = Programme.objects.filter(by_operator=False, scope="partner").order_by("code")
    programmes = [programme for programme in open_to_partners if programme.pk not in applied]
    if len(applications) == 1 and not programmes:
        return redirect("board_page", applications[0].pk)
    shown = {
        "organisation": organisation,
        "partner": partner,
        "applications": applications,
        "programmes": programmes,
        "unread": Notice.objects.unread().filter(partner=partner).count() + unread_told(partner.pk),
        "may_write": principal.may("partner:write", organisation.pk),
    }
    return render(request, "vetting/programmes.html", shown)


def _apply(request: HttpRequest, partner: Partner) -> HttpResponse:
    programme = get_object_or_404(Programme, code=request.POST.get("programme", ""))
    try:
        application = actions.apply(
            partner=partner, programme=programme, actor=principal_of(request).actor, at=clock.now()
        )
    except AlreadyApplied as refusal:
        messages.info(request, sentence(refusal))
        application = Application.objects.get(partner=partner, programme=programme)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("partner_of", partner.organisation_id)
    else:
        messages.success(request, _("The application is open. This is its board: it says what to do next."))
    return redirect("board_page", application.pk)
