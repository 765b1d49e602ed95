"""The page on which an add-on says what it works with, needs and excludes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.editing.pages.offers import offer_of
from catalog.editing.refused import sentence
from catalog.editing.together import TogetherForm, written_down
from catalog.offers import actions
from catalog.offers.models import Offer
from core import clock
from core.accounts.principals import Principal, principal_of
from core.refusals import Refusal
from core.web.doors import signed_in

# Where an error in a contract belongs on the form.
_FIELDS = {"requires": "requires", "complements": "complements", "excludes": "excludes", "seats": "seats"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def together(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Show what an add-on says of other offers; a POST changes it."""
    principal = principal_of(request)
    offer = offer_of(principal, offer_id, write=True)
    form = TogetherForm(
        request.POST if request.method == "POST" else None,
        initial=written_down(offer.contract, version=offer.version),
    )
    if request.method == "POST" and form.is_valid() and _changed(form, offer, principal):
        messages.success(request, _("Kept. What is on sale stays as it is until this is handed in and approved."))
        return redirect("offer_page", offer.pk)
    return render(request, "editing/together.html", {"offer": offer, "form": form}, status=422 if form.errors else 200)


def _changed(form: TogetherForm, offer: Offer, principal: Principal) -> bool:
    """Change the contract. Returns whether that was possible; what was not is said on the form."""
    version = form.cleaned_data["version"]
    try:
        actions.change_offer(
            offer=offer,
            version=offer.version if version is None else version,
            changes={"kind": "add_on", "compatibility": form.contract(offer.contract)},
            actor=principal.actor,
            at=clock.now(),
        )
    except Refusal as refusal:
        for error in refusal.extensions.get("errors", ()):
            part = error["pointer"].split("/")[2:3]
            form.add_error(_FIELDS.get(part[0]) if part else None, error["detail"])
        if not form.errors:
            form.add_error(None, sentence(refusal))
        return False
    return True
