"""The page on which a partner names the customers who may have a plan: by a code, which the customer accepts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalog.editing.refused import sentence
from catalog.offers.models import Offer, Plan
from catalog.offers.rules import PRIVATE
from catalog.pricelists.actions import end_negotiated_price, invite_customer
from catalog.pricelists.models import NegotiatedPrice
from catalog.pricing.wording import price_sentence
from core import clock
from core.accounts.principals import Principal, principal_of
from core.refusals import Refusal
from core.web.addressing import id_in, one
from core.web.doors import signed_in

WRITE = "offers:write"
MOST_SHOWN = 100


class InvitationForm(forms.Form):
    """Whom the partner means, and how long."""

    customer_name = forms.CharField(
        label=gettext_lazy("Customer"), max_length=150, help_text=gettext_lazy("Only you read it.")
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("From this day on it cannot be ordered any more. Empty: no end."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def customers(request: HttpRequest, offer_id: UUID, plan_id: UUID) -> HttpResponse:
    """Show what is agreed with single customers about a plan; a POST invites another one, or ends an agreement.

    The code of an invitation is in the answer, once.
    """
    principal, at = principal_of(request), clock.now()
    offer = one(Offer.objects.visible_to(principal).select_related("partner"), pk=offer_id)
    principal.require(WRITE, offer.partner.organisation_id)
    plan = one(Plan.objects.filter(offer=offer).select_related("price", "offer"), pk=plan_id)
    if "end" in request.POST:
        return _ended(request, plan, principal, at)
    form, code, invited = InvitationForm(request.POST if request.method == "POST" else None), "", ""
    if form.is_bound and form.is_valid():
        invited = form.cleaned_data["customer_name"]
        until = form.cleaned_data["valid_until"]
        try:
            _row, code = invite_customer(
                plan=plan, customer_name=invited, valid_from=None, valid_until=until, actor=principal.actor, at=at
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            form = InvitationForm()
    rows = NegotiatedPrice.objects.filter(plan=plan).select_related("price").order_by("-pk")[:MOST_SHOWN]
    shown = {
        "offer": offer,
        "plan": plan,
        "is_private": plan.visibility == PRIVATE,
        "form": form,
        "code": code,
        "invited": invited,
        "rows": [_row_of(row, at) for row in rows],
    }
    return render(request, "editing/named.html", shown, status=422 if form.errors else 200)


def _ended(request: HttpRequest, plan: Plan, principal: Principal, at: datetime) -> HttpResponse:
    rows = NegotiatedPrice.objects.filter(plan=plan).select_related("plan__offer")
    found = one(rows, pk=id_in(request.POST["end"]))
    end_negotiated_price(negotiated=found, actor=principal.actor, at=at)
    messages.success(request, _("Ended. What was bought runs on; nothing more is ordered by it."))
    return redirect("named_customers", plan.offer_id, plan.pk)


def _row_of(row: NegotiatedPrice, at: datetime) -> dict[str, Any]:
    is_over = row.ended_at is not None or (row.valid_until is not None and row.valid_until <= at.date())
    is_late = row.accepted_at is None and row.code_expires_at <= at
    return {
        "id": row.pk,
        "name": row.customer_name,
        "price": price_sentence(row.price.rule) if row.price else "",
        "valid_until": row.valid_until,
        "accepted_at": row.accepted_at,
        "expires_at": row.code_expires_at,
        "state": "ended" if is_over else "expired" if is_late else "accepted" if row.accepted_at else "waiting",
    }
