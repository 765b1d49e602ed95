"""Staff's view of applications, and the page on which a reviewer decides."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline

from core import clock
from core.accounts.principals import principal_of
from core.accounts.roles import StaffRole
from core.refusals import Refusal
from core.storage.actions import download_link
from core.web.staff_admin import LookOnlyAdmin
from partners.programmes.wording import satisfied_by
from partners.vetting import actions
from partners.vetting.api.serializers import CODE, LONGEST_SENTENCE
from partners.vetting.api.shapes import finding_json
from partners.vetting.models import Application, Assessment
from partners.vetting.policies import may_decide
from partners.vetting.queries import entries

FINDING = ("code", "observed", "expected", "fix")


class SentenceField(forms.CharField):
    """A sentence of a finding."""

    widget = forms.Textarea(attrs={"rows": 2, "class": "w-full p-2"})


class DecisionForm(forms.Form):
    """One decision on the evidence that is shown; refusing needs a finding."""

    evidence = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(choices=[("accept", "accept"), ("refuse", "refuse")])
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        validators=[CODE],
        required=False,
        help_text=gettext_lazy("Such as document_too_old"),
        widget=forms.TextInput(attrs={"class": "w-full p-2"}),
    )
    observed = SentenceField(label=gettext_lazy("What you saw"), max_length=LONGEST_SENTENCE, required=False)
    expected = SentenceField(label=gettext_lazy("What was expected"), max_length=LONGEST_SENTENCE, required=False)
    fix = SentenceField(label=gettext_lazy("What mends it"), max_length=LONGEST_SENTENCE, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the whole finding when refusing."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("outcome") == "refuse":
            for name in FINDING:
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed for a refusal, so that the partner can mend it."))
        return values


def _seen(assessment: Assessment) -> dict[str, Any]:
    return {"evidence": assessment.evidence_id, "revision": assessment.requirement.revision}


class AssessmentInline(TabularInline):
    model = Assessment
    fields = ["requirement", "state", "since", "round", "decision"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        rows: QuerySet[Assessment] = super().get_queryset(request)
        return rows.select_related("requirement").order_by("requirement__position")

    def decision(self, assessment: Assessment) -> str:
        return decision_link(assessment)


def decision_link(assessment: Assessment) -> str:
    """Return a link to the page on which the assessment is looked at and decided."""
    words = _("Look and decide") if assessment.state == "needs_review" else _("Look")
    return format_html('<a href="{}">{}</a>', reverse("admin:vetting_assessment_decision", args=[assessment.pk]), words)


@admin.register(Application)
class ApplicationAdmin(LookOnlyAdmin):
    roles = (StaffRole.VETTING,)
    list_display = ["partner", "programme", "state", "opened_at", "vetted_at"]
    list_filter = ["state", "programme"]
    list_select_related = ["partner", "programme"]
    search_fields = ["partner__display_name"]
    inlines = [AssessmentInline]
    ordering = ["-id"]


@admin.register(Assessment)
class AssessmentAdmin(LookOnlyAdmin):
    """The queue: what waits for a reviewer comes first, oldest evidence first."""

    roles = (StaffRole.VETTING,)
    list_display = ["requirement", "partner", "state", "since", "round", "decision"]
    list_filter = ["state"]
    list_select_related = ["requirement", "application__partner"]
    search_fields = ["requirement__key", "application__partner__display_name"]
    readonly_fields = ["decision"]
    ordering = [Case(When(state="needs_review", then=0), default=1), "evidence_id", "pk"]

    @admin.display(ordering="application__partner__display_name")
    def partner(self, assessment: Assessment) -> str:
        return assessment.application.partner.display_name

    def decision(self, assessment: Assessment) -> str:
        return decision_link(assessment)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.decide)
        return [path("<uuid:pk>/decision/", view, name="vetting_assessment_decision"), *super().get_urls()]

    def decide(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show requirement and evidence side by side, and take the decision through the action that REST uses."""
        principal = principal_of(request)
        if not principal.has_staff_role(StaffRole.VETTING):
            raise PermissionDenied
        rows = entries(Assessment.objects.visible_to(principal)).select_related(
            "requirement", "evidence__upload", "application__partner__organisation", "application__programme"
        )
        assessment = rows.filter(pk=pk).first()
        if assessment is None:
            raise Http404
        form = DecisionForm(request.POST or None, initial=_seen(assessment))
        if request.method == "POST" and form.is_valid():
            if self._decided(request, assessment, form.cleaned_data):
                return HttpResponseRedirect(
                    reverse("admin:vetting_assessment_changelist") + "?state__exact=needs_review"
                )
            # Loaded again, the form names the evidence that is shown.
            return HttpResponseRedirect(request.path)
        return render(request, "vetting/admin_decision.html", self._context(request, assessment, form))

    def _context(self, request: HttpRequest, assessment: Assessment, form: DecisionForm) -> dict[str, Any]:
        evidence, requirement = assessment.evidence, assessment.requirement
        upload = evidence.upload if evidence else None
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": f"{requirement.key} · {assessment.application.partner.display_name}",
            "assessment": assessment,
            "requirement": requirement,
            "said": requirement.said,
            "satisfied_by": satisfied_by(requirement),
            "evidence": evidence,
            "file": download_link(upload=upload, at=clock.now()) if upload else None,
            "findings": [finding_json(finding, assessment) for finding in assessment.findings.all()],
            "form": form,
            "may_decide": may_decide(principal_of(request), assessment),
        }
        return context

    def _decided(self, request: HttpRequest, assessment: Assessment, values: dict[str, Any]) -> bool:
        """Decide. Returns whether that was possible; a refusal is shown with its sentence."""
        refusing = values["outcome"] == "refuse"
        try:
            actions.decide(
                assessment=assessment,
                evidence_id=values["evidence"],
                revision=values["revision"],
                outcome=values["outcome"],
                findings=[actions.FindingInput(**{name: values[name] for name in FINDING})] if refusing else [],
                actor=principal_of(request).actor,
                at=clock.now(),
            )
        except Refusal as refusal:
            messages.error(request, refusal.detail)
            return False
        messages.success(request, _("Refused, with the finding.") if refusing else _("Accepted."))
        return True
