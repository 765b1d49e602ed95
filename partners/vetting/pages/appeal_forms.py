"""Forms by which appeals are raised and answered."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.vetting.pages.labels import APPEAL_OUTCOMES

LONGEST_STATEMENT = 5000


class AppealForm(forms.Form):
    """Which findings are wrong, and why."""

    findings = forms.MultipleChoiceField(
        label=_("Which of these are wrong?"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    statement = forms.CharField(
        label=_("Why they are wrong"), max_length=LONGEST_STATEMENT, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, findings: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["findings"])
        field.choices = [(str(finding["id"]), finding["observed"]) for finding in findings]
        if len(findings) == 1:
            field.initial = [str(findings[0]["id"])]


class AnswerForm(forms.Form):
    """What becomes of the refusal, and why."""

    outcome = forms.ChoiceField(
        label=_("What becomes of the refusal"), widget=forms.RadioSelect, choices=list(APPEAL_OUTCOMES.items())
    )
    answer = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_STATEMENT,
        help_text=_("The partner reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
