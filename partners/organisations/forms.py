"""The form of a partner's profile."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.naming import ONE_LINE
from partners.organisations import names, vat
from partners.organisations.models import LONGEST_DESCRIPTION, LONGEST_WEBSITE


class ProfileForm(forms.Form):
    """What a partner says of itself. `version` is the one that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    display_name = forms.CharField(
        label=gettext_lazy("Name that customers see"),
        max_length=names.LONGEST,
        validators=[ONE_LINE],
        help_text=gettext_lazy("It must not look like another partner's name."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    website = forms.URLField(
        label=gettext_lazy("Website"),
        max_length=LONGEST_WEBSITE,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url", "placeholder": "https://"}),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("Contact e-mail"),
        max_length=254,
        help_text=gettext_lazy("We write to it about requirements. Another address has to be confirmed again."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    vat_id = forms.CharField(
        label=gettext_lazy("VAT id"),
        max_length=40,
        validators=[ONE_LINE],
        required=False,
        help_text=gettext_lazy("With its country code. You can also give it later."),
    )
    description = forms.CharField(
        label=gettext_lazy("What you do"),
        max_length=LONGEST_DESCRIPTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_display_name(self) -> str:
        """Ask the rule of names."""
        try:
            return names.clean(self.cleaned_data["display_name"])
        except ValueError:
            raise forms.ValidationError(
                _("A name has %(shortest)s to %(longest)s characters, among them a letter or a digit.")
                % {"shortest": names.SHORTEST, "longest": names.LONGEST}
            ) from None

    def clean_vat_id(self) -> str:
        """Ask how VAT ids are spelt."""
        try:
            return vat.normalise(self.cleaned_data["vat_id"])
        except ValueError:
            raise forms.ValidationError(
                _("A VAT id begins with its country code and has letters and digits, such as FR40303265045.")
            ) from None

    def profile(self) -> dict[str, Any]:
        """Return the values without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
