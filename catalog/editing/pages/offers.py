"""Pages of a partner's offers: the list, the editor, the preview, handing in and taking back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.editing.forms import LogoForm, OfferForm, ScreenshotForm, written_down
from catalog.editing.refused import sentence
from catalog.listings import actions as listings
from catalog.listings.actions.submission import content_of
from catalog.listings.api.compatibility import contract_json
from catalog.listings.api.shapes import listing_json
from catalog.listings.content import contract_of
from catalog.listings.models import Listing, ListingVersion
from catalog.listings.related import related
from catalog.listings.shown import ShownListing, others_found
from catalog.listings.wording import in_words, named_groups
from catalog.offers import actions
from catalog.offers.logos import logo_json
from catalog.offers.models import Category, Offer, Plan
from catalog.offers.rules import ADD_ON
from catalog.offers.screenshots import screenshot_json
from catalog.pricing.wording import price_sentence
from core import clock
from core.accounts.models import Organisation
from core.accounts.principals import Principal, principal_of
from core.refusals import Invalid, Refusal
from core.web.addressing import one
from core.web.doors import signed_in
from partners.organisations.models import Partner

WRITE = "offers:write"


@require_safe
@signed_in
def offers(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Show the offers of one partner, and where each stands; four queries."""
    principal = principal_of(request)
    organisation = one(Organisation.objects.visible_to(principal).select_related("partner"), pk=organisation_id)
    partner = one(Partner.objects.visible_to(principal), organisation=organisation)
    principal.require("offers:read", organisation.pk)
    newest = ListingVersion.objects.order_by("-number")
    rows = (
        Offer.objects.visible_to(principal)
        .filter(partner=partner)
        .select_related("listing")
        .prefetch_related(Prefetch("versions", newest), Prefetch("plans", Plan.objects.active()))
        .order_by("name")
    )
    shown = {
        "organisation": organisation,
        "partner": partner,
        "offers": [{"offer": offer, "plans": len(offer.plans.all()), **standing(offer)} for offer in rows],
        "may_write": principal.may(WRITE, organisation.pk),
    }
    return render(request, "editing/offers.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_offer(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Begin an offer."""
    principal = principal_of(request)
    organisation = one(Organisation.objects.visible_to(principal), pk=organisation_id)
    partner = one(Partner.objects.visible_to(principal), organisation=organisation)
    principal.require(WRITE, organisation.pk)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            offer = actions.draft_offer(partner=partner, **form.values, actor=principal.actor, at=clock.now())
        except Refusal as refusal:
            _say(form, refusal)
        else:
            messages.success(request, _("It is kept as a draft. Give it a plan next; nobody else sees it yet."))
            return redirect("offer_page", offer.pk)
    shown = {"organisation": organisation, "partner": partner, "form": form}
    return render(request, "editing/new_offer.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Show an offer with everything that is to be done about it; a POST changes what it says."""
    principal = principal_of(request)
    found = offer_of(principal, offer_id)
    form = OfferForm(
        request.POST if request.method == "POST" else None,
        initial=written_down(found),
        translations=found.translations,
    )
    if request.method == "POST":
        principal.require(WRITE, found.partner.organisation_id)
        if form.is_valid() and _changed(form, found, principal):
            messages.success(request, _("Kept. What is on sale stays as it is until this is handed in and approved."))
            return redirect("offer_page", found.pk)
    plans = list(found.plans.active().select_related("price"))
    shown = {
        "offer": found,
        "form": form,
        "logo_form": LogoForm(),
        "logo": logo_json(found.logo),
        "screenshot_form": ScreenshotForm(),
        "screenshots": [screenshot_json(shot) for shot in found.screenshots],
        "is_add_on": found.kind == ADD_ON,
        "together": named_groups(contract_json(found.contract, related(found.contract.references))),
        "plans": [{"plan": plan, "sentence": price_sentence(plan.price.rule)} for plan in plans],
        "may_write": principal.may(WRITE, found.partner.organisation_id),
        **standing(found),
    }
    return render(request, "editing/offer.html", shown, status=422 if form.errors else 200)


@require_safe
@signed_in
def preview(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Show the offer's page as it would be if it were approved now."""
    principal, at = principal_of(request), clock.now()
    found = offer_of(principal, offer_id)
    said = content_of(found)
    listing = Listing(offer=found, partner=found.partner, slug="", first_published_at=at, published_at=at)
    version = ListingVersion(offer=found, number=0, content=said, submitted_at=at)
    categories = sorted(
        Category.objects.filter(slug__in=said["categories"]), key=lambda each: said["categories"].index(each.slug)
    )
    others = others_found(contract_of(said).references, at=at)
    facts = listing_json(ShownListing(listing, version, categories, is_public=True, others=others, sees_all=True))
    named = named_groups(facts["compatibility"])
    context = {"listing": facts, **in_words(facts), "named": named, "preview_of": found}
    return render(request, "listings/listing.html", context)


@require_POST
@signed_in
def submission(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Hand the offer in for a decision, or take back what waits for one."""
    principal, at = principal_of(request), clock.now()
    found = offer_of(principal, offer_id, write=True)
    try:
        if request.POST.get("do") == "withdraw":
            waiting = one(ListingVersion.objects.visible_to(principal), offer=found, state="submitted")
            listings.withdraw_submission(version=waiting, actor=principal.actor, at=at)
            messages.success(request, _("Taken back. Nobody decides about it any more."))
        else:
            version = listings.submit_offer(offer=found, actor=principal.actor, at=at)
            said = _("Version %(number)s is handed in. You are told what is decided.")
            messages.success(request, said % {"number": version.number})
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("offer_page", found.pk)


def standing(offer: Offer) -> dict[str, Any]:
    """Return where an offer stands: its newest version, the one that is live, and the address of its page."""
    versions = list(offer.versions.all())
    newest = max(versions, key=lambda version: version.number, default=None)
    live = next((version for version in versions if version.state == "live"), None)
    listing = getattr(offer, "listing", None)
    return {
        "newest": newest,
        "live": live,
        "slug": listing.slug if listing is not None and live is not None else "",
        "findings": newest.findings if newest is not None and newest.state == "changes_requested" else [],
    }


def offer_of(principal: Principal, offer_id: UUID, *, write: bool = False) -> Offer:
    """Return an offer that the principal may see, or change. Raises NotFound and what `require` raises."""
    rows = Offer.objects.visible_to(principal).select_related("partner__organisation", "listing")
    found = one(rows.prefetch_related("versions"), pk=offer_id)
    principal.require(WRITE if write else "offers:read", found.partner.organisation_id)
    return found


def _changed(form: OfferForm, offer: Offer, principal: Principal) -> bool:
    """Change the offer. Returns whether that was possible; what was not is said on the form."""
    version = form.cleaned_data["version"]
    try:
        actions.change_offer(
            offer=offer,
            version=offer.version if version is None else version,
            changes=form.values,
            actor=principal.actor,
            at=clock.now(),
        )
    except Refusal as refusal:
        _say(form, refusal)
        return False
    return True


def _say(form: OfferForm, refusal: Refusal) -> None:
    """Put a refusal where it belongs: beside its field, or above the form."""
    errors = refusal.extensions.get("errors") if isinstance(refusal, Invalid) else None
    for error in errors or ():
        field = error["pointer"].strip("/").partition("/")[0]
        form.add_error(field if field in form.fields else None, error["detail"])
    if not errors:
        form.add_error("name" if refusal.code == "offer-name-taken" else None, sentence(refusal))
