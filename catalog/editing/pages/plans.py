"""Pages of a plan: choosing a scheme, the editor with what the price comes to, and taking a plan away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.editing.plan_form import PlanForm
from catalog.editing.price_preview import price_preview
from catalog.editing.refused import sentence
from catalog.offers import actions
from catalog.offers.models import Offer, Plan
from catalog.offers.rules import PUBLIC
from catalog.pricing.labels import DESCRIPTIONS, LABELS
from catalog.pricing.schemes import SCHEMES
from core import clock
from core.accounts.principals import Principal, principal_of
from core.refusals import Invalid, Refusal
from core.web.addressing import one
from core.web.doors import signed_in

WRITE = "offers:write"
CURRENCY = "EUR"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_plan(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Add a plan: first its scheme is chosen, then what the scheme asks for."""
    principal = principal_of(request)
    offer = _offer(principal, offer_id)
    scheme = request.POST.get("scheme") or request.GET.get("scheme", "")
    if scheme not in SCHEMES:
        choices = [{"code": code, "name": LABELS[code], "what": DESCRIPTIONS[code]} for code in SCHEMES]
        return render(request, "editing/schemes.html", {"offer": offer, "schemes": choices})
    if request.method != "POST":
        return _shown(request, offer, PlanForm.fresh(scheme, currency=_currency(offer)))
    form = PlanForm.sent(scheme, request.POST.dict())
    if _only_looks(request, form):
        return _shown(request, offer, form)
    if form.check():
        try:
            own = {**form.own, "visibility": form.own["visibility"] or PUBLIC}
            plan = actions.add_plan(offer=offer, **own, **form.values, actor=principal.actor, at=clock.now())
        except Refusal as refusal:
            _say(form, refusal)
        else:
            messages.success(request, _("The plan “%(name)s” is added.") % {"name": plan.name})
            return redirect("offer_page", offer.pk)
    return _shown(request, offer, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def plan(request: HttpRequest, offer_id: UUID, plan_id: UUID) -> HttpResponse:
    """Show a plan and what its price comes to; a POST changes it, or only looks what it would come to."""
    principal = principal_of(request)
    offer = _offer(principal, offer_id)
    found = one(Plan.objects.filter(offer=offer).active().select_related("price", "offer"), pk=plan_id)
    if request.method != "POST":
        own = {name: getattr(found, name) for name in ("code", "name", "visibility", "stands_in_for")}
        form = PlanForm.stored(found.price.rule, own=own)
        return _shown(request, offer, form, plan=found)
    scheme = request.POST.get("scheme", "")
    form = PlanForm.sent(scheme if scheme in SCHEMES else found.price.scheme, request.POST.dict())
    if _only_looks(request, form):
        return _shown(request, offer, form, plan=found)
    if form.check():
        version = request.POST.get("version", "")
        # A form without the choice leaves it as it is.
        left = ("code",) if form.own["visibility"] else ("code", "visibility", "stands_in_for")
        try:
            actions.change_plan(
                plan=found,
                version=int(version) if version.isascii() and version.isdigit() else found.version,
                changes={**{name: value for name, value in form.own.items() if name not in left}, **form.values},
                actor=principal.actor,
                at=clock.now(),
            )
        except Refusal as refusal:
            _say(form, refusal)
        else:
            messages.success(
                request, _("Kept. Who has this plan keeps its price; new customers get this once approved.")
            )
            return redirect("offer_page", offer.pk)
    return _shown(request, offer, form, plan=found)


@require_POST
@signed_in
def remove_plan(request: HttpRequest, offer_id: UUID, plan_id: UUID) -> HttpResponse:
    """Take a plan out of the offer's next version."""
    principal = principal_of(request)
    offer = _offer(principal, offer_id)
    found = one(Plan.objects.filter(offer=offer).active().select_related("offer"), pk=plan_id)
    try:
        actions.remove_plan(plan=found, actor=principal.actor, at=clock.now())
        messages.success(request, _("The plan “%(name)s” is taken away. Who has it keeps it.") % {"name": found.name})
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("offer_page", offer.pk)


@require_POST
@signed_in
def look(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Say what the price that is being typed comes to; nothing is written."""
    _offer(principal_of(request), offer_id)
    scheme = request.POST.get("scheme", "")
    form = PlanForm.sent(scheme if scheme in SCHEMES else "flat", request.POST.dict())
    return render(request, "editing/_price.html", {"price": price_preview(form.rule) if form.check() else None})


def _only_looks(request: HttpRequest, form: PlanForm) -> bool:
    """Whether the form was sent to look at it: another row, or what the price comes to. Rows are added here."""
    if "add" in request.POST:
        form.add_row(request.POST["add"])
        return True
    return "look" in request.POST


def _shown(request: HttpRequest, offer: Offer, form: PlanForm, *, plan: Plan | None = None) -> HttpResponse:
    failed = bool(form.errors)
    # What is still empty is no error of somebody who has just begun.
    checked = PlanForm(form.values, own=form.own)
    price: dict[str, Any] | None = price_preview(form.rule) if checked.check() else None
    if "look" in request.POST and not failed:
        form.errors = checked.errors
    shown = {
        "offer": offer,
        "plan": plan,
        "form": form,
        "scheme": form.scheme,
        "scheme_name": LABELS[form.scheme.code],
        "what": DESCRIPTIONS[form.scheme.code],
        "price": price,
        "public_plans": [one for one in offer.plans.active().filter(visibility=PUBLIC) if one != plan],
    }
    return render(request, "editing/plan.html", shown, status=422 if failed else 200)


def _offer(principal: Principal, offer_id: UUID) -> Offer:
    found = one(Offer.objects.visible_to(principal).select_related("partner"), pk=offer_id)
    principal.require(WRITE, found.partner.organisation_id)
    return found


def _currency(offer: Offer) -> str:
    """Return the currency of the offer's first plan: most offers have one."""
    first = offer.plans.active().select_related("price").first()
    return first.price.currency if first else CURRENCY


def _say(form: PlanForm, refusal: Refusal) -> None:
    errors = refusal.extensions.get("errors") if isinstance(refusal, Invalid) else None
    for error in errors or ():
        form.refuse(error["pointer"], error["detail"])
    if not errors:
        form.refuse("/code" if refusal.code == "plan-code-taken" else "/", sentence(refusal))
