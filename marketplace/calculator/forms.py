"""The form of the calculator."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.pricing.usage import Usage
from core.accounts.forms import CountryField
from core.accounts.naming import COUNTRY
from marketplace.ordering.basket import MOST_UNITS


class CalculatorForm(forms.Form):
    """How much, from when, and where. It is sent by GET, so that a result has an address."""

    quantity = forms.DecimalField(
        label=_("How many a month"),
        help_text=_("Seats or units, as the plans count them."),
        min_value=Decimal(0),
        max_value=MOST_UNITS,
        max_digits=13,
        decimal_places=6,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    currency = forms.ChoiceField(
        label=_("Currency"), required=False, help_text=_("Where a plan has no price in it, it keeps its own.")
    )
    starts_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )
    billing_day = forms.IntegerField(
        label=_("Day of the month of your bills"),
        help_text=_("The first bill is for the days until then. Empty: the day on which it begins."),
        min_value=1,
        max_value=31,
        required=False,
    )
    country = CountryField(
        label=_("Country"),
        max_length=2,
        validators=[COUNTRY],
        required=False,
        help_text=_("Its code of two letters: FR for France, DE for Germany…"),
    )
    is_business = forms.BooleanField(label=_("We have a VAT id"), required=False)

    def __init__(self, *args: Any, currencies: Sequence[str], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        choices = [("", _("As each plan is priced")), *((one, one) for one in currencies)]
        if len(currencies) > 1:
            self.fields["currency"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["currency"]

    @property
    def usage(self) -> Usage:
        """What was asked for, of a form that is valid."""
        values: dict[str, Any] = self.cleaned_data
        return Usage.of(values["quantity"])
