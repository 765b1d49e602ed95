"""The form that opens a customer account."""

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalog.pricing.currencies import CURRENCIES
from core.accounts.forms import CountryField
from core.accounts.models import Organisation
from core.accounts.naming import COUNTRY, ONE_LINE


class OpeningForm(forms.Form):
    """What an organisation is billed as; what REST takes, for one of the person's organisations."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    name = forms.CharField(
        label=_("Name on invoices"),
        max_length=150,
        validators=[ONE_LINE],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    billing_email = forms.EmailField(label=_("E-mail address for invoices"), max_length=254)
    street = forms.CharField(label=_("Street"), max_length=200, validators=[ONE_LINE], required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=20, validators=[ONE_LINE], required=False)
    city = forms.CharField(label=_("City"), max_length=100, validators=[ONE_LINE], required=False)
    country = CountryField(
        label=_("Country"),
        max_length=2,
        validators=[COUNTRY],
        help_text=_("Its code of two letters: FR for France, DE for Germany…"),
        widget=forms.TextInput(attrs={"autocomplete": "country"}),
    )
    vat_id = forms.CharField(
        label=_("VAT id"),
        max_length=40,
        validators=[ONE_LINE],
        required=False,
        help_text=_("With the letters of its country. With one of another country of the EU, VAT is yours to declare."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[(code, code) for code in sorted(CURRENCIES)],
        initial="EUR",
        help_text=_("You are billed in it; it cannot be changed later."),
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        validators=[ONE_LINE],
        help_text=_("Such as Europe/Paris: your days of billing are counted in it."),
    )

    def __init__(self, data: QueryDict | None, *, organisations: Sequence[Organisation], email: str) -> None:
        first = organisations[0]
        initial = {
            "name": first.name,
            "country": first.country,
            "billing_email": email,
            "zone": settings.DESK_ZONE,
        }
        super().__init__(data, initial=initial)
        self.fields["organisation"].choices = [(str(one.pk), one.name) for one in organisations]  # type: ignore[attr-defined]
