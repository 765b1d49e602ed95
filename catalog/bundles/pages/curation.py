"""The desk of those who curate: all bundles, the page of a version, and its simulation."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.bundles import actions
from catalog.bundles.models import Agreement, BundleVersion
from catalog.bundles.pages.forms import DraftForms, NewBundleForm, ReasonForm
from catalog.bundles.pages.refused import sentences
from catalog.bundles.pages.simulated import simulation_shown
from catalog.bundles.policies import CURATOR
from catalog.bundles.queries import plans_of_offers, simulated
from catalog.bundles.reading import Read, read
from catalog.bundles.wording import AGREEMENT_STATES, BUNDLE_STATES, ROLES, rule_words
from catalog.listings.models import Listing
from catalog.pricing.wording import price_sentence
from core import clock
from core.accounts.principals import principal_of
from core.refusals import Refusal
from core.web.addressing import id_in, one
from core.web.doors import on_staff

MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@on_staff(CURATOR)
def bundles(request: HttpRequest) -> HttpResponse:
    """Show the newest version of each bundle; a POST begins a bundle."""
    form = NewBundleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.draft_bundle(
                slug=form.cleaned_data["slug"],
                content={"name": form.cleaned_data["name"]},
                actor=principal_of(request).actor,
                at=clock.now(),
            )
        except Refusal as refusal:
            for sentence in sentences(refusal):
                form.add_error(None, sentence)
        else:
            return redirect("curated_version", version.pk)
    newest = BundleVersion.objects.order_by("bundle_id", "-number").distinct("bundle_id")
    rows = BundleVersion.objects.filter(pk__in=newest.values("pk")).select_related("bundle").order_by("-bundle_id")
    shown = [
        {"version": row, "state": BUNDLE_STATES[row.bundle.state], "at": BUNDLE_STATES[row.state]}
        for row in rows[:MOST_SHOWN]
    ]
    return render(request, "bundles/curation.html", {"rows": shown, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@on_staff(CURATOR)
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show a version, a draft as a form; a POST saves it or does what its button says."""
    row = _version(request, version_id)
    said = read(row)
    forms = DraftForms(said, request.POST if request.POST.get("do") == "save" else None)
    if request.method == "POST":
        answer = _done(request, row, forms)
        if answer is not None:
            return answer
        row = _version(request, version_id)
        said = read(row)
    return render(request, "bundles/curated.html", _shown(request, said, forms))


@require_safe
@on_staff(CURATOR)
def simulation(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show what may become of a version and what each step costs whom."""
    row = _version(request, version_id)
    partners = {part.partner_id: part.partner.display_name for part in read(row).rows}
    shown: dict[str, Any] = {"version": row}
    try:
        shown["markets"] = [simulation_shown(found, partners) for found in simulated(row)]
    except Refusal as refusal:
        shown["wrong"] = sentences(refusal)
    return render(request, "bundles/simulation.html", shown)


def _version(request: HttpRequest, version_id: UUID) -> BundleVersion:
    rows = BundleVersion.objects.visible_to(principal_of(request)).select_related("bundle")
    return one(rows, pk=version_id)


def _done(request: HttpRequest, row: BundleVersion, forms: DraftForms) -> HttpResponse | None:
    """Do what the button says, and lead on. Returns None where it was not possible, which is said on the page."""
    verb = _VERBS.get(request.POST.get("do", ""))
    try:
        if verb is None or (verb is _save and not forms.is_valid()):
            return None
        return verb(request, row, forms)
    except Refusal as refusal:
        for sentence in sentences(refusal):
            messages.error(request, sentence)
        return None


def _save(request: HttpRequest, row: BundleVersion, forms: DraftForms) -> HttpResponse:
    actor, at = principal_of(request).actor, clock.now()
    actions.change_draft(draft=row, version=forms.version, changes=forms.changes(), actor=actor, at=at)
    messages.success(request, _("The draft is saved."))
    return redirect("curated_version", row.pk)


def _add(request: HttpRequest, row: BundleVersion, _forms: DraftForms) -> HttpResponse:
    """Add one plan to those there are, as something one may add."""
    plan = id_in(request.POST.get("plan", ""))
    parts: list[Mapping[str, Any]] = [
        {"plan": part.plan_id, "role": part.role, "group": part.group, "sold_alone": part.sold_alone}
        for part in read(row).rows
    ]
    if plan is not None:
        parts.append({"plan": plan, "role": "optional"})
        actor, at = principal_of(request).actor, clock.now()
        actions.change_draft(draft=row, version=row.version, changes={"parts": parts}, actor=actor, at=at)
        messages.success(request, _("The plan is in the draft. Say what place it has."))
    return redirect("curated_version", row.pk)


def _propose(request: HttpRequest, row: BundleVersion, _forms: DraftForms) -> HttpResponse:
    actions.propose_version(version=row, actor=principal_of(request).actor, at=clock.now())
    messages.success(request, _("The version is frozen, and its partners are asked."))
    return redirect("curated_version", row.pk)


def _publish(request: HttpRequest, row: BundleVersion, _forms: DraftForms) -> HttpResponse:
    actions.publish_version(version=row, actor=principal_of(request).actor, at=clock.now())
    messages.success(request, _("The bundle is live."))
    return redirect("curated_version", row.pk)


def _revise(request: HttpRequest, row: BundleVersion, _forms: DraftForms) -> HttpResponse:
    draft = actions.revise_bundle(bundle=row.bundle, actor=principal_of(request).actor, at=clock.now())
    return redirect("curated_version", draft.pk)


def _end(request: HttpRequest, row: BundleVersion, _forms: DraftForms) -> HttpResponse:
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    end = actions.retire_bundle if request.POST["do"] == "retire" else actions.withdraw_bundle
    end(bundle=row.bundle, reason=reason, actor=principal_of(request).actor, at=clock.now())
    messages.success(request, _("The bundle is off sale. Who has it keeps it."))
    return redirect("curated_version", row.pk)


_VERBS: dict[str, Callable[[HttpRequest, BundleVersion, DraftForms], HttpResponse]] = {
    "save": _save,
    "add": _add,
    "propose": _propose,
    "publish": _publish,
    "revise": _revise,
    "withdraw": _end,
    "retire": _end,
}


def _shown(request: HttpRequest, said: Read, forms: DraftForms) -> dict[str, Any]:
    row = said.version
    agreements = Agreement.objects.filter(version=row).select_related("partner").order_by("pk")
    partners = {str(part.partner_id): part.partner.display_name for part in said.rows}
    parts = {str(part.plan_id): part for part in said.rows}
    bundle = row.bundle
    return {
        "version": row,
        "bundle": bundle,
        "state": BUNDLE_STATES[bundle.state],
        "at": BUNDLE_STATES[row.state],
        "forms": forms,
        "part_rows": [(form, parts.get(str(form["plan"].value()))) for form in forms.parts],
        "terms_rows": [(form, partners.get(str(form["partner"].value()), "")) for form in forms.terms],
        "parts": [
            {"part": part, "role": ROLES[part.role], "price": price_sentence(part.price.rule)} for part in said.rows
        ],
        "prices": [rule_words(price) for price in row.prices],
        "agreements": [{"agreement": found, "state": AGREEMENT_STATES[found.state]} for found in agreements],
        "reason": ReasonForm(),
        **_found_plans(request, said),
    }


def _found_plans(request: HttpRequest, said: Read) -> dict[str, Any]:
    """Return the plans of the listing that was asked for, by its slug or address."""
    asked = request.GET.get("listing", "").strip().rstrip("/").rpartition("/")[2][:160]
    if not asked or "\0" in asked:
        return {"asked": ""}
    listing = Listing.objects.live().filter(slug=asked).first()
    known = {row.plan_id for row in said.rows}
    plans = plans_of_offers([listing.offer_id]).get(listing.offer_id, []) if listing else []
    return {
        "asked": asked,
        "plans": [{"plan": part, "price": price_sentence(part.price)} for part in plans if part.plan_id not in known],
    }
