"""Staff's view of listings, and the page on which they decide about a submitted version."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.listings import actions
from catalog.listings.api.requirements import requirements_json
from catalog.listings.api.shapes import changes_json
from catalog.listings.diff import diff
from catalog.listings.findings import ABOUT, LONGEST_DETAIL
from catalog.listings.models import Listing, ListingVersion
from catalog.listings.policies import CATALOGUE
from catalog.listings.queries import live_version_before
from catalog.offers.admin import ROLES
from core import clock
from core.accounts.principals import principal_of
from core.refusals import Refusal
from core.web.staff_admin import LookOnlyAdmin
from partners.vetting.pages.labels import STATES

# What the admin's stylesheet calls a field that can be seen.
FRAMED = "border border-base-200 rounded-default p-2"


class DecisionForm(forms.Form):
    """One decision; a finding is needed to send the version back."""

    outcome = forms.ChoiceField(choices=[("approve", "approve"), ("request_changes", "request_changes")])
    about = forms.ChoiceField(
        label=gettext_lazy("About"),
        choices=[(name, name) for name in ABOUT],
        required=False,
        widget=forms.Select(attrs={"class": FRAMED}),
    )
    detail = forms.CharField(
        label=gettext_lazy("What has to change"),
        max_length=LONGEST_DETAIL,
        widget=forms.Textarea(attrs={"rows": 4, "class": FRAMED + " w-full"}),
        required=False,
    )


@admin.register(Listing)
class ListingAdmin(LookOnlyAdmin):
    roles = ROLES
    list_display = ["slug", "partner", "state", "published_at", "withdrawn_at"]
    list_filter = ["state"]
    list_select_related = ["partner"]
    search_fields = ["slug", "partner__display_name"]


@admin.register(ListingVersion)
class ListingVersionAdmin(LookOnlyAdmin):
    roles = ROLES
    list_display = ["__str__", "partner", "state", "submitted_at", "decided_at", "decision"]
    list_filter = ["state"]
    list_select_related = ["offer__partner"]
    search_fields = ["offer__name", "offer__partner__display_name"]
    ordering = [Case(When(state="submitted", then=0), default=1), "-id"]
    readonly_fields = ["decision"]

    @admin.display(ordering="offer__partner__display_name")
    def partner(self, version: ListingVersion) -> str:
        return version.offer.partner.display_name

    def decision(self, version: ListingVersion) -> str:
        address = reverse("admin:listings_listingversion_decision", args=[version.pk])
        words = _("Compare and decide") if version.state == "submitted" else _("Compare with the version before")
        return format_html('<a href="{}">{}</a>', address, words)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.decide)
        address = path("<uuid:id>/decision/", view, name="listings_listingversion_decision")
        return [address, *super().get_urls()]

    def decide(self, request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
        """Show what the version changes, and take the decision through the same actions as REST."""
        if not principal_of(request).has_staff_role(CATALOGUE):
            raise PermissionDenied
        version = ListingVersion.objects.select_related("offer__partner").filter(pk=id).first()
        if version is None:
            raise Http404
        form = DecisionForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self._decided(request, version, form.cleaned_data):
            return HttpResponseRedirect(reverse("admin:listings_listingversion_change", args=[version.pk]))
        before = live_version_before(version)
        context = self.admin_site.each_context(request) | {
            "title": str(version),
            "version": version,
            "before": before,
            "form": form,
            "requirements": [
                entry | {"state_label": STATES[entry["status"]][0]}
                for entry in requirements_json(version, at=clock.now())
            ],
            "changes": changes_json(diff(before.content if before else None, version.content)),
        }
        return render(request, "listings/admin_decision.html", context)

    def _decided(self, request: HttpRequest, version: ListingVersion, decision: dict[str, Any]) -> bool:
        """Decide. Returns whether that was possible; a refusal is shown with its sentence."""
        actor, at = principal_of(request).actor, clock.now()
        try:
            if decision["outcome"] == "approve":
                actions.approve(version=version, actor=actor, at=at)
                messages.success(request, _("The version is live."))
            else:
                finding = {"about": decision["about"], "detail": decision["detail"]}
                actions.request_changes(version=version, findings=[finding], actor=actor, at=at)
                messages.success(request, _("The version went back to its partner."))
        except Refusal as refusal:
            messages.error(request, refusal.detail)
            return False
        return True
