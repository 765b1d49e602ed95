"""Forms of the listings' desk: what of the queue is shown, and the decision with a finding for each field."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.listings.findings import ABOUT, LONGEST_DETAIL
from catalog.listings.pages.compared import LABELS


class QueueFilter(forms.Form):
    """What of the queue is shown. What cannot be read narrows nothing."""

    q = forms.CharField(
        label=_("Partner or name"), max_length=80, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def address(self, *, after: UUID) -> str:
        """Return the query of the page that begins after a version, narrowed in the same way."""
        kept = self.cleaned_data["q"] if self.is_valid() else ""
        return "?" + urlencode({name: value for name, value in {"q": kept, "after": after}.items() if value})


class DecisionForm(forms.Form):
    """Approve, or ask for changes with what has to change in each field."""

    outcome = forms.ChoiceField(choices=[("approve", "approve"), ("request_changes", "request_changes")])
    goes_live_at = forms.DateTimeField(
        label=_("Goes live at (UTC)"),
        required=False,
        help_text=_("Within a year. Left empty, it goes live at once."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        for about in ABOUT:
            self.fields[_name(about)] = forms.CharField(
                label=str(LABELS[about]),
                max_length=LONGEST_DETAIL,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def of(self, abouts: Iterable[str]) -> list[forms.BoundField]:
        """Return the fields for findings about these fields of the content."""
        return [self[_name(about)] for about in abouts]

    def findings(self) -> list[dict[str, str]]:
        """Return what was written, as the action takes it."""
        written = ((about, self.cleaned_data.get(_name(about), "")) for about in ABOUT)
        return [{"about": about, "detail": detail} for about, detail in written if detail]


def _name(about: str) -> str:
    return f"finding-{about}"
