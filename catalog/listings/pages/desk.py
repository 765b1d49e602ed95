"""The listings' desk: which versions wait, and the page on which staff decide about one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.listings import actions
from catalog.listings.api.requirements import requirements_json
from catalog.listings.findings import ABOUT
from catalog.listings.models import ListingVersion
from catalog.listings.pages.compared import rows
from catalog.listings.pages.decision_forms import DecisionForm, QueueFilter
from catalog.listings.policies import CATALOGUE
from catalog.listings.queries import live_version_before
from core import clock
from core.accounts.principals import principal_of
from core.refusals import Refusal
from core.web.addressing import one
from core.web.doors import on_staff
from partners.vetting.pages.labels import STATES
from partners.vetting.pages.refused import sentence

PAGE = 25


@require_safe
@on_staff(CATALOGUE)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the versions that wait for a decision with their place, oldest first, narrowed by what is asked for."""
    asked = QueueFilter(request.GET)
    waiting = _waiting()
    found = _with_places(waiting)
    after = None
    if asked.is_valid():
        after = asked.cleaned_data["after"]
        if text := asked.cleaned_data["q"]:
            found = found.filter(Q(offer__name__icontains=text) | Q(offer__partner__display_name__icontains=text))
    versions = list((found.filter(pk__gt=after) if after else found)[: PAGE + 1])
    context = {
        "filter": asked,
        "versions": versions[:PAGE],
        "count": waiting.count(),
        "scheduled": [] if after else list(_scheduled()[:PAGE]),
        "after": after,
        "next": asked.address(after=versions[PAGE - 1].pk) if len(versions) > PAGE else None,
    }
    return render(request, "listings/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@on_staff(CATALOGUE)
def decide(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show a version beside the one that is live; a POST decides, by the same actions as REST."""
    version = one(ListingVersion.objects.select_related("offer__partner"), pk=version_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decided(request, version, form):
        return _next(version)
    if request.method == "POST":
        version.refresh_from_db(fields=["state", "findings", "decided_at", "goes_live_at", "ended_at"])
    before = live_version_before(version)
    compared = rows(before.content if before else None, version.content)
    changed = [row.about for row in compared if row.is_changed]
    more = form.of(about for about in ABOUT if about not in changed)
    context = {
        "version": version,
        "partner": version.offer.partner,
        "name": version.content["name"],
        "before": before,
        "changed": [row for row in compared if row.is_changed],
        "same": [row for row in compared if not row.is_changed and row.after],
        "form": form,
        "findings": form.of(about for about in ABOUT if about in changed),
        "more_findings": more,
        "more_is_written": any(field.value() or field.errors for field in more),
        "requirements": [
            entry | {"state_label": STATES[entry["status"]][0], "colour": STATES[entry["status"]][1]}
            for entry in requirements_json(version, at=clock.now())
            if entry["status"] != "not_applicable"
        ],
        "following": _waiting().filter(pk__gt=version.pk).values_list("pk", flat=True).first(),
    }
    return render(request, "listings/decide.html", context)


def _waiting() -> QuerySet[ListingVersion]:
    return ListingVersion.objects.filter(state="submitted").order_by("pk")


def _scheduled() -> QuerySet[ListingVersion]:
    rows = ListingVersion.objects.filter(state="scheduled").select_related("offer__partner")
    return rows.order_by("goes_live_at", "pk")


def _with_places(waiting: QuerySet[ListingVersion]) -> QuerySet[ListingVersion]:
    """Add the place of each in the whole queue, counted from 1: identifiers are ordered by submission."""
    ahead = waiting.filter(pk__lte=OuterRef("pk")).order_by().values("state").annotate(n=Count("pk")).values("n")
    return waiting.annotate(place=Coalesce(Subquery(ahead), 1)).select_related("offer__partner", "listing")


def _decided(request: HttpRequest, version: ListingVersion, form: DecisionForm) -> bool:
    """Decide. Returns whether that was possible; what was not is said on the form, which keeps what was typed."""
    actor, at, findings = principal_of(request).actor, clock.now(), form.findings()
    approving = form.cleaned_data["outcome"] == "approve"
    unfit = _unfit(findings, approving=approving, scheduled=bool(form.cleaned_data["goes_live_at"]))
    if unfit:
        form.add_error(None, unfit)
        return False
    try:
        if approving and form.cleaned_data["goes_live_at"]:
            actions.schedule(version=version, goes_live_at=form.cleaned_data["goes_live_at"], actor=actor, at=at)
            messages.success(request, _("The version is approved and goes live at its time."))
        elif approving:
            actions.approve(version=version, actor=actor, at=at)
            messages.success(request, _("The version is live."))
        else:
            actions.request_changes(version=version, findings=findings, actor=actor, at=at)
            messages.success(request, _("The version went back to its partner."))
    except Refusal as refusal:
        form.add_error(None, _refused(refusal))
        return False
    return True


def _unfit(findings: list[dict[str, str]], *, approving: bool, scheduled: bool) -> str:
    if not approving and scheduled:
        return _("Nothing was decided: what goes back does not go live. Empty the time, or approve.")
    if approving and findings:
        return _("Nothing was decided: you approve, but have written what has to change. Empty it, or ask for changes.")
    if not approving and not findings:
        return _("Nothing was decided: say at least one thing that has to change, so that the partner can act.")
    return ""


def _refused(refusal: Refusal) -> str:
    if refusal.code == "validation-failed":
        return _("Nothing was decided: choose a time within a year from now, and not before now.")
    if refusal.code == "illegal-move":
        return _(
            "Nothing was decided: somebody else was faster, or the partner took it back. Here is how it stands now."
        )
    return sentence(refusal)


def _next(decided: ListingVersion) -> HttpResponse:
    """Go on with what waits after the version that was decided, else with the oldest, else to the empty queue."""
    waiting: Any = _waiting().values_list("pk", flat=True)
    following = waiting.filter(pk__gt=decided.pk).first() or waiting.first()
    return redirect("desk_listing", following) if following else redirect("desk_listings")
