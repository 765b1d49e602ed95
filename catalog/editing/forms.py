"""The form of an offer."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.offers import rules
from catalog.offers.models import Category, Offer
from catalog.offers.registers import INTEGRATIONS, integration_name, place_name, place_of, tags_of
from partners.programmes.wording import choice, language

FRENCH = "fr"


class OfferForm(forms.Form):
    """How a partner describes an offer. `version` is the one that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    name = forms.CharField(label=_("Name"), max_length=rules.NAME)
    summary = forms.CharField(
        label=_("Summary"),
        max_length=rules.SUMMARY,
        help_text=_("One or two sentences; lists of the catalogue show them."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=rules.DESCRIPTION,
        required=False,
        help_text=_("What it does, for whom, and what it works with. An empty line begins a paragraph."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    summary_fr = forms.CharField(
        label=_("Summary in French"), max_length=rules.SUMMARY, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    description_fr = forms.CharField(
        label=_("Description in French"),
        max_length=rules.DESCRIPTION,
        required=False,
        help_text=_("Who reads in French sees these texts; without them the ones above."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    website = forms.CharField(
        label=_("Website"),
        max_length=rules.WEBSITE,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    video_url = forms.CharField(
        label=_("Video"),
        max_length=rules.WEBSITE,
        required=False,
        help_text=_("Its https address. It is linked, never embedded."),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of offer"),
        help_text=_("An add-on complements other offers; you say which on a page of its own."),
    )
    source_note = forms.CharField(
        label=_("Source"),
        max_length=rules.SOURCE_NOTE,
        required=False,
        help_text=_("Whom to name, and under which licence, where this text is shown."),
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("At most ten.")
    )
    tags = forms.CharField(
        label=_("Tags"),
        max_length=1000,
        required=False,
        help_text=_("Up to ten words that customers search for, separated by commas: kanban, remote teams."),
    )
    integrations = forms.MultipleChoiceField(
        label=_("Integrations"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("How it works with what customers have already."),
    )
    data_classes = forms.MultipleChoiceField(
        label=_("Data of customers that it handles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is asked of the offer depends on it."),
    )
    data_locations = forms.CharField(
        label=_("Where that data is kept"),
        max_length=2000,
        required=False,
        help_text=_("Countries, separated by commas, or “European Union”: France, Germany."),
    )

    def __init__(self, *args: Any, translations: Mapping[str, Any] | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.translations = translations or {}
        self.fields["kind"].choices = [(code, choice("offer_kind", code)) for code in rules.KINDS]  # type: ignore[attr-defined]
        self.fields["categories"].choices = [  # type: ignore[attr-defined]
            (category.slug, category.shown_name) for category in Category.objects.all()
        ]
        self.fields["integrations"].choices = [  # type: ignore[attr-defined]
            (code, integration_name(code, language())) for code in INTEGRATIONS
        ]
        self.fields["data_classes"].choices = [  # type: ignore[attr-defined]
            (code, choice("data_classes", code)) for code in rules.DATA_CLASSES
        ]

    def clean_tags(self) -> list[str]:
        """Return the tags as they are kept. Raises ValidationError."""
        tags = tags_of(_parts(self.cleaned_data["tags"]))
        if len(tags) > rules.MOST_TAGS:
            said = _("These are %(number)s tags. Keep the ten by which customers would search.")
            raise forms.ValidationError(said, params={"number": len(tags)})
        if bad := [tag for tag in tags if not rules.SHORTEST_TAG <= len(tag) <= rules.LONGEST_TAG]:
            said = _("A tag has 2 to 30 letters and digits. “%(tag)s” is too short or too long.")
            raise forms.ValidationError(said, params={"tag": bad[0]})
        return tags

    def clean_data_locations(self) -> list[str]:
        """Return the codes of the places that were written by code or name. Raises ValidationError."""
        found = {text: place_of(text) for text in _parts(self.cleaned_data["data_locations"])}
        if unknown := [text for text, code in found.items() if code is None]:
            said = _("We know no country “%(text)s”. Write its name in English or French, or its code, such as FR.")
            raise forms.ValidationError(said, params={"text": unknown[0][:60]})
        return list(dict.fromkeys(code for code in found.values() if code))

    @property
    def values(self) -> dict[str, Any]:
        """What an action takes, of a form that is valid."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        french = {field: values.pop(f"{field}_fr") for field in rules.TRANSLATED}
        others = {language: texts for language, texts in self.translations.items() if language != FRENCH}
        said = {field: text for field, text in french.items() if text}
        return {**values, "translations": {**others, **({FRENCH: said} if said else {})}}


def written_down(offer: Offer) -> dict[str, Any]:
    """Return what the form shows of an offer that there is."""
    fields = ("version", "name", "summary", "description", "website", "video_url", "kind", "source_note")
    french = offer.translations.get(FRENCH, {})
    return {
        **{field: getattr(offer, field) for field in (*fields, "categories", "integrations", "data_classes")},
        "tags": ", ".join(offer.tags),
        "data_locations": ", ".join(place_name(code, language()) for code in offer.data_locations),
        **{f"{field}_fr": french.get(field, "") for field in rules.TRANSLATED},
    }


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split("[,;\n]", text) if part.strip()]


class LogoForm(forms.Form):
    """A picture by which people recognise the offer."""

    logo = forms.FileField(
        label=_("Logo"), max_length=255, help_text=_("PNG or JPEG. It is written anew before anybody sees it.")
    )


class ScreenshotForm(forms.Form):
    """A picture of the offer at work."""

    picture = forms.FileField(label=_("Screenshot"), max_length=255, help_text=_("PNG or JPEG; at most eight of them."))
    alt = forms.CharField(
        label=_("What is to be seen"), max_length=rules.ALT, help_text=_("For those who do not see it.")
    )
