"""The forms of those who look after channels."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.channels.actions import EDITABLE
from catalog.channels.models import ACCENT, CODE, Channel
from catalog.offers.models import Category
from core.refusals import Refusal

SENTENCES: Mapping[str, Any] = {
    "accent": _("White text cannot be read on this colour. Choose a darker one."),
    "channel-code-taken": _("There is a channel of this code already. Change that one, or choose another code."),
    "precondition-failed": _("Somebody else has changed it in the meantime. Look at it again, then try once more."),
}


class ChannelFields(forms.Form):
    """What may be said of a channel."""

    name = forms.CharField(label=_("Name"), max_length=80)
    tagline = forms.CharField(label=_("Tagline"), max_length=200, required=False)
    tagline_fr = forms.CharField(label=_("Tagline in French"), max_length=200, required=False)
    accent = forms.RegexField(
        ACCENT,
        label=_("Colour"),
        max_length=7,
        required=False,
        help_text=_("Six digits such as #0b5d54, dark enough for white text. Empty: the colour of the marketplace."),
        error_messages={"invalid": _("Write a colour as six digits, such as #0b5d54.")},
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories"),
        required=False,
        help_text=_("Choose none to show everything."),
        widget=forms.CheckboxSelectMultiple,
    )
    is_open = forms.BooleanField(label=_("Open to everybody"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        found = [(category.slug, category.shown_name) for category in Category.objects.all()]
        self.fields["categories"].choices = found  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what was written, as the actions take it."""
        return {name: self.cleaned_data[name] for name in EDITABLE}

    def refuse(self, refusal: Refusal) -> None:
        """Say what an action refused where it belongs, in the reader's language."""
        errors = refusal.extensions.get("errors") or []
        for error in errors:
            name = error["pointer"].strip("/")
            field = name if name in self.fields else None
            self.add_error(field, SENTENCES.get(name, error["detail"]))
        if not errors:
            self.add_error(None, SENTENCES.get(refusal.code, refusal.detail))


class ChannelForm(ChannelFields):
    """What may be changed of a channel; `version` is the one that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class NewChannelForm(ChannelFields):
    """A channel to found."""

    code = forms.RegexField(
        CODE,
        label=_("Code"),
        max_length=40,
        help_text=_("Stays for ever in addresses and price lists, such as north."),
        error_messages={"invalid": _("Use 1 to 40 lower-case letters, digits and hyphens.")},
    )
    field_order = ("name", "code")

    def values(self) -> dict[str, Any]:
        """Return what was written, as the action takes it."""
        return {"code": self.cleaned_data["code"], **super().values()}


def of(channel: Channel) -> dict[str, Any]:
    """Return a channel as its form shows it first."""
    return {name: getattr(channel, name) for name in (*EDITABLE, "version")}
