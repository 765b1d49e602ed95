"""Forms of the desk: what of the queue is shown, the decision, and its findings."""

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.naming import ONE_LINE
from partners.vetting.actions import FindingInput
from partners.vetting.api.serializers import CODE, LONGEST_SENTENCE
from partners.vetting.pages.labels import FINDING_TYPES, KINDS, SEVERITIES

MOST_FINDINGS = 20


class QueueFilter(forms.Form):
    """What of the queue is shown. Nobody needs it to be right: what cannot be read narrows nothing."""

    q = forms.CharField(
        label=_("Partner or number"), max_length=80, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *KINDS.items()], required=False)
    taken = forms.ChoiceField(
        label=_("Taken by"),
        choices=[("", _("Whoever")), ("free", _("Nobody")), ("mine", _("Me"))],
        required=False,
    )
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def address(self, *, after: UUID | None) -> str:
        """Return the query of the page that begins after the evidence `after`, narrowed in the same way."""
        kept = {name: self.cleaned_data[name] for name in ("q", "kind", "taken")} if self.is_valid() else {}
        return "?" + urlencode({name: value for name, value in {**kept, "after": after}.items() if value})


class DecisionForm(forms.Form):
    """Accept or refuse the evidence that is on the page."""

    evidence = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(choices=[("accept", "accept"), ("refuse", "refuse")])


class HandOverForm(forms.Form):
    """To whom something is handed over, and why."""

    reviewer = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none(), empty_label=_("Choose a reviewer"))
    note = forms.CharField(
        label=_("Note"), max_length=LONGEST_SENTENCE, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[User]", self.fields["reviewer"]).queryset = people.order_by("name", "pk")


def _sentence(label: Any, **attributes: Any) -> forms.CharField:  # noqa: ANN401
    return forms.CharField(
        label=label, max_length=LONGEST_SENTENCE, widget=forms.Textarea(attrs={"rows": 2}), **attributes
    )


class FindingForm(forms.Form):
    """One finding; one without any text is left out."""

    all_optional = True
    type = forms.ChoiceField(label=_("Weight"), choices=list(FINDING_TYPES.items()), initial="blocking", required=False)
    severity = forms.ChoiceField(
        label=_("Severity"), choices=list(SEVERITIES.items()), initial="medium", required=False
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        validators=[RegexValidator(CODE.regex, _("A code is lower-case letters, digits and underscores."))],
        help_text=_("Lower-case letters, digits and underscores, such as document_too_old."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "class": "mono"}),
    )
    observed = _sentence(_("What you saw"))
    expected = _sentence(_("What was expected"))
    fix = _sentence(_("What mends it"))
    where = forms.CharField(
        label=_("Where"),
        max_length=200,
        validators=[ONE_LINE],
        required=False,
        help_text=_("In the evidence, such as a page."),
    )
    how_to_reproduce = _sentence(_("How to see it yourself"), required=False)
    late = forms.BooleanField(
        label=_("An earlier round should have found it. Mending it then runs on our clock."), required=False
    )

    def has_changed(self) -> bool:
        """Whether something was written: what is only chosen says nothing by itself."""
        return bool(set(self.changed_data) - {"type", "severity", "late"})

    def clean_type(self) -> str:
        """Return what stands in the way unless it is said to be advice."""
        return self.cleaned_data["type"] or "blocking"

    def clean_severity(self) -> str:
        """Return the middle one unless another is chosen."""
        return self.cleaned_data["severity"] or "medium"


class BaseFindings(forms.BaseFormSet):
    """The findings of one decision; any of them may be left empty."""

    def initial_form_count(self) -> int:
        """None is there from the start, so none has to be filled in."""
        return 0

    def total_form_count(self) -> int:
        """As many as were on the page; where none was sent, those to begin with and an empty one."""
        return super().total_form_count() if self.is_bound else min(len(self.initial or ()) + 1, MOST_FINDINGS)

    def written(self) -> list[FindingInput]:
        """Return those that were filled in, once all of them are valid."""
        return [FindingInput(**form.cleaned_data) for form in self.forms if form.has_changed()]


FindingForms = cast(
    "type[BaseFindings]",
    forms.formset_factory(FindingForm, formset=BaseFindings, max_num=MOST_FINDINGS, absolute_max=MOST_FINDINGS),
)


def with_one_more(typed: QueryDict) -> BaseFindings:
    """Return the findings as typed with room for one more; nothing is judged yet."""
    present = FindingForms(typed, prefix="finding").total_form_count()
    return FindingForms(
        prefix="finding",
        initial=[
            {name: typed.get(f"finding-{number}-{name}", "") for name in FindingForm.base_fields}
            for number in range(present)
        ],
    )
