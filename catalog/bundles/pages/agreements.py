"""The partner's pages: what it is asked to agree to, and its answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.bundles import actions
from catalog.bundles.api.agreed import agreement_json
from catalog.bundles.models import Agreement
from catalog.bundles.pages.forms import ReasonForm
from catalog.bundles.pages.refused import sentences
from catalog.bundles.policies import ANSWER, may_answer
from catalog.bundles.wording import (
    AGREEMENT_STATES,
    BORNE_BY,
    EXCHANGES,
    ON_BREAK,
    SUPPORTED_BY,
    WHENS,
    part_words,
    rule_words,
    share_words,
)
from core import clock
from core.accounts.principals import principal_of
from core.refusals import Refusal
from core.web.addressing import one
from core.web.doors import signed_in
from partners.organisations.models import Partner

MOST_SHOWN = 200
LOADED = ("version__bundle", "partner", "before")


@require_safe
@signed_in
def agreements(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Show what the partner is asked, what waits for an answer first."""
    principal = principal_of(request)
    partner = one(Partner.objects.visible_to(principal).select_related("organisation"), organisation_id=organisation_id)
    rows = Agreement.objects.visible_to(principal).filter(partner=partner).select_related(*LOADED).order_by("-pk")
    shown = [_row(agreement) for agreement in rows[:MOST_SHOWN]]
    shown.sort(key=lambda row: not row["waits"])
    return render(request, "bundles/agreements.html", {"partner": partner, "rows": shown})


def _row(agreement: Agreement) -> dict[str, object]:
    label, colour = AGREEMENT_STATES[agreement.state]
    waits = agreement.state == "asked" and agreement.version.state == "proposed"
    return {"agreement": agreement, "label": label, "colour": colour, "waits": waits}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def agreement(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Show what is agreed to and what is new in it; a POST accepts, declines, or takes the consent back."""
    principal = principal_of(request)
    row = one(Agreement.objects.visible_to(principal).select_related(*LOADED), pk=agreement_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        principal.require(ANSWER, row.partner.organisation_id)
        if _answered(request, row, form):
            return redirect("agreement_page", row.pk)
        row = one(Agreement.objects.visible_to(principal).select_related(*LOADED), pk=agreement_id)
    return render(request, "bundles/agreement.html", _shown(row, form) | {"may_answer": may_answer(principal, row)})


def _answered(request: HttpRequest, row: Agreement, form: ReasonForm) -> bool:
    """Do what the button says. Returns whether that was possible; what was not is said on the form."""
    actor, at, answer = principal_of(request).actor, clock.now(), request.POST.get("answer")
    try:
        if answer == "accept":
            actions.accept_agreement(agreement=row, actor=actor, at=at)
            messages.success(request, _("You have agreed."))
        elif not form.is_valid():
            return False
        elif answer == "withdraw":
            actions.withdraw_consent(agreement=row, reason=form.cleaned_data["reason"], actor=actor, at=at)
            messages.success(request, _("The consent is withdrawn."))
        else:
            actions.decline_agreement(agreement=row, reason=form.cleaned_data["reason"], actor=actor, at=at)
            messages.success(request, _("You have declined. The marketplace reads your reason."))
    except Refusal as refusal:
        for sentence in sentences(refusal):
            messages.error(request, sentence)
        return False
    return True


def _shown(row: Agreement, form: ReasonForm) -> dict[str, object]:
    seen = row.seen
    label, colour = AGREEMENT_STATES[row.state]
    return {
        "agreement": row,
        "version": row.version,
        "partner": row.partner,
        "label": label,
        "colour": colour,
        "changes": agreement_json(row)["changes"],
        "parts": [{"title": part["title"], "words": part_words(part)} for part in seen["parts"]],
        "share": share_words(seen["share"]),
        "borne_by": BORNE_BY[seen["discount_borne_by"]],
        "supported_by": SUPPORTED_BY[seen["supported_by"]],
        "prices": [rule_words(price) for price in seen["prices"] or row.version.prices],
        "cancel": WHENS[seen["cancel_when"]],
        "on_break": ON_BREAK[seen["on_break"]],
        "exchange": EXCHANGES[seen["exchange"]],
        "is_proposed": row.version.state == "proposed",
        "binds": row.state == "accepted" and row.version.state in ("proposed", "agreed", "live"),
        "form": form,
    }
