"""The page on which a customer accepts what a partner offered it alone, and sees what is agreed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalog.pricelists.actions import accept_price
from catalog.pricelists.models import NegotiatedPrice
from catalog.pricing.wording import price_sentence
from core import clock
from core.accounts.models import Organisation
from core.accounts.principals import Principal, principal_of
from core.refusals import Invalid, Refusal
from core.web.doors import signed_in

WRITE = "subscriptions:write"
MOST_SHOWN = 100
CODE = 80


class CodeForm(forms.Form):
    """The code of a partner, and for which of one's organisations."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=CODE, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, data: Any, *, principal: Principal) -> None:  # noqa: ANN401
        super().__init__(data)
        may = [one for one in principal.organisation_ids if principal.may(WRITE, one)]
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=may).order_by("name")  # type: ignore[attr-defined]
        self.may_redeem = bool(may)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def agreements(request: HttpRequest) -> HttpResponse:
    """Show what partners agreed with one's organisations alone; a POST accepts with a code. Four queries."""
    principal, at = principal_of(request), clock.now()
    form = CodeForm(request.POST if request.method == "POST" else None, principal=principal)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            found = accept_price(
                organisation=values["organisation"], code=values["code"].strip(), actor=principal.actor, at=at
            )
        except Invalid:
            sentence = _("This code is unknown, was used already, or has expired. Ask the partner for another one.")
            form.add_error("code", sentence)
        except Refusal:
            sentence = _("Something else is agreed with you about this plan for these days. Ask the partner to end it.")
            form.add_error("code", sentence)
        else:
            messages.success(request, _("Accepted: “%(plan)s” is yours now.") % {"plan": found.plan.name})
            return redirect("agreements")
    rows = (
        NegotiatedPrice.objects.filter(organisation_id__in=principal.organisation_ids, ended_at=None)
        .select_related("price", "organisation", "plan__offer__listing", "plan__offer__partner")
        .order_by("-accepted_at")
    )
    shown = {"form": form, "rows": [_row(row) for row in rows[:MOST_SHOWN]]}
    return render(request, "storefront/agreements.html", shown, status=422 if form.errors else 200)


def _row(row: NegotiatedPrice) -> dict[str, Any]:
    listing = getattr(row.plan.offer, "listing", None)
    return {
        "offer": row.plan.offer.name,
        "plan": row.plan.name,
        "partner": row.plan.offer.partner.display_name,
        "organisation": row.organisation,
        "price": price_sentence(row.price.rule) if row.price else "",
        "valid_until": row.valid_until,
        "slug": listing.slug if listing is not None and listing.state == "live" else "",
    }
