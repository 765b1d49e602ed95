"""The page on which an organisation becomes a customer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core import clock
from core.accounts.models import Organisation
from core.accounts.principals import principal_of
from core.refusals import Invalid
from core.returning import go_back
from core.web.doors import signed_in
from marketplace.customers.actions import CustomerExists, open_customer
from marketplace.customers.forms import OpeningForm

WRITE = "subscriptions:write"
# What is said at a field that the action refuses; whatever the form lets through has one.
REFUSED = {
    "country": gettext_lazy("Send the country as two capital letters, such as FR."),
    "zone": gettext_lazy("There is no such time zone. Write it like Europe/Paris."),
    "vat_id": gettext_lazy("This is no VAT id of that country. Check it, or leave it out."),
    "currency": gettext_lazy("Choose a currency that is in use."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def opening(request: HttpRequest) -> HttpResponse:
    """Open the customer account of one of the person's organisations, and lead back to where it was needed."""
    principal = principal_of(request)
    own = [one for one in principal.organisation_ids if principal.may(WRITE, one)]
    organisations = list(Organisation.objects.filter(pk__in=own, customer=None).order_by("name", "pk"))
    back = request.POST.get("next", "") or request.GET.get("next", "")
    if not organisations or principal.user is None:
        return render(request, "customers/opening.html", {"back": back})
    form = OpeningForm(request.POST or None, organisations=organisations, email=principal.user.email)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        chosen = next(one for one in organisations if str(one.pk) == values.pop("organisation"))
        try:
            open_customer(organisation=chosen, **values, actor=principal.actor, at=clock.now())
        except CustomerExists:
            form.add_error("organisation", _("This organisation is a customer already: a colleague was faster."))
        except Invalid as refusal:
            for error in refusal.extensions["errors"]:
                field = error["pointer"].removeprefix("/")
                form.add_error(field, REFUSED[field])
        else:
            messages.success(request, _("The customer account is open."))
            return go_back(request, otherwise=reverse("bundles_page"))
    context = {"form": form, "back": back}
    return render(request, "customers/opening.html", context, status=422 if form.errors else 200)
