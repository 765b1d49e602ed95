"""Pictures of an offer that come with a form: the logo, and screenshots in their order."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.editing.forms import LogoForm, ScreenshotForm
from catalog.editing.pages.offers import offer_of
from catalog.editing.refused import sentence
from catalog.offers import actions
from catalog.offers.logos import logo_of
from catalog.offers.models import Offer
from catalog.offers.screenshots import screenshot_of
from core import clock
from core.accounts.principals import Principal, principal_of
from core.refusals import Invalid, Refusal
from core.storage.forms import keep_file
from core.storage.models import Purpose, Upload
from core.web.doors import signed_in


@require_POST
@signed_in
def logo(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Give an offer a logo that comes with the form, or take it away."""
    principal = principal_of(request)
    offer = offer_of(principal, offer_id, write=True)
    form = LogoForm(request.POST, request.FILES)
    try:
        if request.POST.get("do") == "remove":
            _change(offer, {"logo": None}, principal)
        elif form.is_valid():
            _change(offer, {"logo": logo_of(_kept(form.cleaned_data["logo"], offer, principal))}, principal)
        else:
            messages.error(request, _("Choose a picture first."))
    except Refusal as refusal:
        messages.error(request, _said(refusal))
    return redirect("offer_page", offer.pk)


@require_POST
@signed_in
def screenshots(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Add a screenshot that comes with the form, take one away, or move it one place up."""
    principal = principal_of(request)
    offer = offer_of(principal, offer_id, write=True)
    form = ScreenshotForm(request.POST, request.FILES)
    shots = list(offer.screenshots)
    place = next((n for n, shot in enumerate(shots) if shot["sha256"] == request.POST.get("picture")), None)
    try:
        if request.POST.get("do") == "remove":
            _change(offer, {"screenshots": [shot for n, shot in enumerate(shots) if n != place]}, principal)
        elif request.POST.get("do") == "up":
            if place:
                shots[place - 1], shots[place] = shots[place], shots[place - 1]
            _change(offer, {"screenshots": shots}, principal)
        elif form.is_valid():
            upload = _kept(form.cleaned_data["picture"], offer, principal)
            shots.append(screenshot_of(upload, alt=form.cleaned_data["alt"]))
            _change(offer, {"screenshots": shots}, principal)
        else:
            messages.error(request, _missing(form))
    except Refusal as refusal:
        messages.error(request, _said(refusal))
    return redirect("offer_page", offer.pk)


def _kept(file: UploadedFile, offer: Offer, principal: Principal) -> Upload:
    """Keep a file as an upload of the partner. Raises what `keep_file` raises."""
    if principal.user is None:
        raise Invalid("A form is sent by a person; programs send pictures over REST.")
    return keep_file(
        organisation=offer.partner.organisation,
        purpose=Purpose.MEDIA,
        file=file,
        uploaded_by=principal.user,
        actor=principal.actor,
        at=clock.now(),
    )


def _change(offer: Offer, changes: Mapping[str, Any], principal: Principal) -> None:
    actions.change_offer(offer=offer, version=offer.version, changes=changes, actor=principal.actor, at=clock.now())


def _missing(form: forms.Form) -> str:
    if "alt" in form.errors and "picture" not in form.errors:
        return _("Say what is to be seen on the picture, for those who do not see it.")
    return _("Choose a picture first.")


def _said(refusal: Refusal) -> str:
    """Return the sentence of a refusal; of several values the first is said."""
    errors = refusal.extensions.get("errors")
    return str(errors[0]["detail"]) if errors else sentence(refusal)
