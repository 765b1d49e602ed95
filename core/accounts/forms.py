"""Forms of the account pages."""

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.naming import COUNTRY, ONE_LINE


class SignupForm(forms.Form):
    """What sign-up asks besides e-mail address and password; the headless API takes the same fields."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)

    field_order = ["name", "email", "password1", "language"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["language"].initial = get_language()

    def signup(self, request: HttpRequest, user: User) -> None:
        """Do nothing more: the adapter has stored the fields with the person."""


class CountryField(forms.CharField):
    """A country code; small letters are taken for capital ones."""

    def to_python(self, value: object) -> str:
        """Return it in capital letters; what only looks like letters stays, to be refused."""
        text = str(super().to_python(value))
        return text.upper() if text.isascii() else text


class FoundingForm(forms.Form):
    """What an organisation is founded with."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=150,
        validators=[ONE_LINE],
        help_text=_("As the public register has it: it stands on invoices."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = CountryField(
        label=_("Country"),
        max_length=2,
        validators=[COUNTRY],
        help_text=_("Its code of two letters: FR for France, DE for Germany…"),
        widget=forms.TextInput(attrs={"autocomplete": "country"}),
    )
