"""The forms of those who look after the categories."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalog.offers import rules
from catalog.offers.actions.categories import EDITABLE
from catalog.offers.models import Category
from catalog.offers.tree import lineages, tree
from core.refusals import Refusal

SENTENCES: Mapping[str, Promise] = {
    "slug": _("Use 1 to 60 small letters and digits, joined by hyphens."),
    "category-slug-taken": _("There is a category of this address already. Change that one, or choose another."),
    "category-below-itself": _("It cannot lie under what lies under it. Move that one away first."),
    "precondition-failed": _("Somebody else has changed it in the meantime. Look at it again, then try once more."),
}
_INDENT = "\u2003"


class CategoryFields(forms.Form):
    """What may be said of a category."""

    name = forms.CharField(label=_("Name"), max_length=rules.CATEGORY_NAME)
    name_fr = forms.CharField(label=_("Name in French"), max_length=rules.CATEGORY_NAME, required=False)
    parent = forms.ChoiceField(
        label=_("Lies under"),
        required=False,
        help_text=_("Its listings are found there, too. The name “Communication - Email” says: under Communication."),
    )
    position = forms.IntegerField(
        label=_("Position"),
        min_value=0,
        max_value=rules.LAST_POSITION,
        required=False,
        help_text=_("Lower numbers come first; equal ones by name."),
    )

    def __init__(self, *args: Any, below: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        """Offer all to lie under but `below`, if that is given, and what lies under it."""
        super().__init__(*args, **kwargs)
        placed = Category.objects.placed()
        known, ways = {each.slug for each in placed}, lineages(placed)
        offered = [place for slug, place in tree(placed).items() if slug in known and below not in ways[slug]]
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            ("", gettext("where its name says, or at the top")),
            *((place.slug, f"{_INDENT * place.depth}{place.name}") for place in offered),
        ]

    def values(self) -> dict[str, Any]:
        """Return what was written, as the actions take it."""
        said = {name: self.cleaned_data[name] for name in EDITABLE}
        return said | {"parent": said["parent"] or None, "position": said["position"] or 0}

    def refuse(self, refusal: Refusal) -> None:
        """Say what an action refused where it belongs, in the reader's language."""
        errors = refusal.extensions.get("errors") or []
        for error in errors:
            name = error["pointer"].strip("/")
            self.add_error(name if name in self.fields else None, str(SENTENCES.get(name, error["detail"])))
        if not errors:
            field = {"category-slug-taken": "slug", "category-below-itself": "parent"}.get(refusal.code)
            said = str(SENTENCES.get(refusal.code, refusal.detail))
            self.add_error(field if field in self.fields else None, said)


class CategoryForm(CategoryFields):
    """What may be changed of a category; `version` is the one that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class NewCategoryForm(CategoryFields):
    """A category to put up."""

    slug = forms.CharField(
        label=_("Address"),
        max_length=rules.CATEGORY_SLUG,
        required=False,
        help_text=_("Stays for ever. Empty: made of the name, such as customer-relations."),
    )
    field_order = ("name", "name_fr", "slug")

    def values(self) -> dict[str, Any]:
        """Return what was written, as the action takes it."""
        said = super().values()
        made = slugify(said["name"])[: rules.CATEGORY_SLUG].replace("_", "-").strip("-")
        return {"slug": self.cleaned_data["slug"] or made, **said}


def of(category: Category) -> dict[str, Any]:
    """Return a category as its form shows it first."""
    said = {name: getattr(category, name) for name in ("name", "name_fr", "position", "version")}
    return said | {"parent": category.parent.slug if category.parent else ""}


def said_to_stand(standing: Mapping[str, int]) -> list[str]:
    """Say what stands on a category, a line for each kind."""
    words = {
        "categories": lambda n: ngettext("%(n)s category lies under it", "%(n)s categories lie under it", n),
        "offers": lambda n: ngettext("%(n)s offer names it in its draft", "%(n)s offers name it in their drafts", n),
        "listing_versions": lambda n: ngettext(
            "%(n)s listing stands in it, or waits to be decided", "%(n)s listings stand in it, or wait to be decided", n
        ),
        "channels": lambda n: ngettext("%(n)s channel shows it", "%(n)s channels show it", n),
    }
    return [words[kind](number) % {"n": number} for kind, number in standing.items() if kind in words]
