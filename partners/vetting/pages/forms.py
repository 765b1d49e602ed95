"""Forms by which evidence comes."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.naming import ONE_LINE
from core.storage.forms import content_type_of
from core.storage.kinds import KINDS
from partners.programmes.models import Requirement
from partners.vetting.api.submissions import LONGEST_URL
from partners.vetting.offered import (
    DeclarationOffered,
    IbanOffered,
    Offered,
    ProbeOffered,
    TermsOffered,
    UrlOffered,
    VatIdOffered,
)
from partners.vetting.pieces import label, pieces_of_kind

_MB = 2**20
WHOLE_ADDRESS = URLValidator(
    schemes=["https"], message=gettext_lazy("Give the whole address, such as https://example.com/help.")
)


class EvidenceForm(forms.Form):
    """Evidence of one kind for one requirement. `label` names the button that sends it."""

    label: Any = gettext_lazy("Submit")

    def __init__(self, requirement: Requirement, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.requirement, self.accepts = requirement, requirement.accepts

    def offered(self) -> Offered:
        """Return what the form offers as evidence."""
        raise NotImplementedError


class FileForm(EvidenceForm):
    """A file. It is kept first (`core.storage.forms.keep_file`); the page turns it into evidence then."""

    label = gettext_lazy("Upload and submit")
    name = forms.ChoiceField(label=gettext_lazy("Which document it is"))
    file = forms.FileField(label=gettext_lazy("File"), max_length=255)
    issued_on = forms.DateField(
        label=gettext_lazy("Date of issue"),
        help_text=gettext_lazy("As the document names it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Last day on which it holds"),
        help_text=gettext_lazy("If the document names one."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        names = pieces_of_kind(self.requirement, "file")
        dated = [bool(self.requirement.evidence[name].get("max_age")) for name in names]
        if len(names) > 1:
            self.fields["name"].choices = [(name, label(self.requirement, name)) for name in names]  # type: ignore[attr-defined]
        else:
            del self.fields["name"]
        # Where only some of the documents have an age that matters, the check says so for those.
        self.fields["issued_on"].required = all(dated)
        if not any(dated):
            del self.fields["issued_on"], self.fields["expires_on"]
        extensions = [extension for kind in self._kinds() for extension in kind.extensions]
        field = self.fields["file"]
        field.widget.attrs["accept"] = ",".join(extensions)
        field.help_text = _("%(kinds)s, at most %(size)s MB.") % {
            "kinds": ", ".join(kind.name for kind in self._kinds()),
            "size": self.accepts["max_bytes"] // _MB,
        }

    def _kinds(self) -> list[Any]:
        return [KINDS[media_type] for media_type in self.accepts["media_types"] if media_type in KINDS]

    def clean_file(self) -> UploadedFile:
        """Ask for another file while it is still in hand; what it holds is looked at when it is kept."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.accepts["max_bytes"]:
            raise forms.ValidationError(
                _("The file has %(has).1f MB, and at most %(limit)s MB are taken. Make it smaller and try again.")
                % {"has": (file.size or 0) / _MB, "limit": self.accepts["max_bytes"] // _MB}
            )
        if content_type_of(file) not in self.accepts["media_types"]:
            raise forms.ValidationError(
                _("Files of this type are not taken here. Choose one of the types that are named.")
            )
        return file


class UrlForm(EvidenceForm):
    """The address of a page or service."""

    url = forms.CharField(
        label=gettext_lazy("Address on the web"),
        max_length=LONGEST_URL,
        validators=[WHOLE_ADDRESS],
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    def offered(self) -> Offered:
        """Return the address."""
        return UrlOffered(url=self.cleaned_data["url"])


class IbanForm(EvidenceForm):
    """The account to be paid to."""

    iban = forms.CharField(
        label=gettext_lazy("IBAN"),
        max_length=50,
        validators=[ONE_LINE],
        help_text=gettext_lazy("Blanks do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "mono"}),
    )

    def offered(self) -> Offered:
        """Return the account."""
        return IbanOffered(iban=self.cleaned_data["iban"])


class Signature(forms.Form):
    """Who signs for the organisation."""

    person = forms.CharField(
        label=gettext_lazy("Full name of the person who signs"),
        max_length=150,
        validators=[ONE_LINE],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = forms.CharField(
        label=gettext_lazy("Role in the organisation"),
        max_length=150,
        validators=[ONE_LINE],
        help_text=gettext_lazy("Such as managing director."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )


class DeclarationForm(EvidenceForm, Signature):
    """The requirement's statement, declared."""

    label = gettext_lazy("Declare")
    field_order = ["confirmed", "person", "role"]
    confirmed = forms.BooleanField(label=gettext_lazy("I declare the statement above, as it is written."))

    def offered(self) -> Offered:
        """Return the declaration."""
        return DeclarationOffered(**self.cleaned_data)


class TermsForm(EvidenceForm, Signature):
    """The terms, accepted in the version that is asked for."""

    label = gettext_lazy("Accept the terms")
    field_order = ["version", "agreed", "person", "role"]
    version = forms.CharField(max_length=20, widget=forms.HiddenInput)
    agreed = forms.BooleanField(label=gettext_lazy("I accept the terms above for the organisation."))

    def offered(self) -> Offered:
        """Return the acceptance of the version that was on the page."""
        return TermsOffered(**{name: self.cleaned_data[name] for name in ("version", "person", "role")})


class VatIdForm(EvidenceForm):
    """The VAT id, which goes into the profile."""

    vat_id = forms.CharField(
        label=gettext_lazy("VAT id"),
        max_length=40,
        validators=[ONE_LINE],
        help_text=gettext_lazy("With its country code. It goes into the partner profile."),
    )

    def offered(self) -> Offered:
        """Return the VAT id."""
        return VatIdOffered(vat_id=self.cleaned_data["vat_id"])


class ProbeForm(EvidenceForm):
    """A wish to have it looked at now."""

    label = gettext_lazy("Look now")
    url = forms.CharField(
        label=gettext_lazy("Address to look at"),
        max_length=LONGEST_URL,
        validators=[WHOLE_ADDRESS],
        required=False,
        help_text=gettext_lazy("Without one we look at the website of your profile."),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    def offered(self) -> Offered:
        """Return the wish."""
        return ProbeOffered(url=self.cleaned_data["url"])


FORMS: dict[str, type[EvidenceForm]] = {
    "file": FileForm,
    "url": UrlForm,
    "declaration": DeclarationForm,
    "terms": TermsForm,
    "vat_id": VatIdForm,
    "iban": IbanForm,
    "probe": ProbeForm,
}
