"""Forms of those who curate bundles, and of partners who answer."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.bundles.api.inputs import CODE, CODE_SAID, LONGEST_REASON, SLUG, SLUG_SAID
from catalog.bundles.models import BundleVersion
from catalog.bundles.reading import Read
from catalog.bundles.rules import MOST_GROUPS, MOST_PARTS, MOST_PRICES
from catalog.bundles.wording import BORNE_BY, EXCHANGES, ON_BREAK, ROLES, SUPPORTED_BY, WHENS
from catalog.pricing.currencies import CURRENCIES

KINDS: dict[str, Promise] = {"percent": _("per cent"), "fixed": _("amount")}
INTERVALS: dict[str, Promise] = {"month": _("monthly"), "year": _("yearly")}


def _choices(words: Mapping[str, Promise]) -> list[tuple[str, Promise]]:
    return list(words.items())


def _number(**fields: Any) -> forms.DecimalField:  # noqa: ANN401
    return forms.DecimalField(min_value=0, max_digits=18, decimal_places=6, **fields)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))


class NewBundleForm(forms.Form):
    """A bundle to begin."""

    name = forms.CharField(label=_("Name"), max_length=120)
    slug = forms.RegexField(
        SLUG,
        label=_("Address"),
        max_length=80,
        help_text=_("Stays for ever, such as office-in-a-box."),
        error_messages={"invalid": SLUG_SAID},
    )


class BundleForm(forms.Form):
    """What the bundle is called, and what customers may do with it later."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    name = forms.CharField(label=_("Name"), max_length=120)
    name_fr = forms.CharField(label=_("Name in French"), max_length=120, required=False)
    summary = forms.CharField(label=_("Summary"), max_length=300, required=False)
    summary_fr = forms.CharField(label=_("Summary in French"), max_length=300, required=False)
    discount_borne_by = forms.ChoiceField(label=_("The discount is borne by"), choices=_choices(BORNE_BY))
    cancel_when = forms.ChoiceField(label=_("Cancelling"), choices=_choices(WHENS))
    on_break = forms.ChoiceField(
        label=_("Cancelling a part that holds the bundle together"), choices=_choices(ON_BREAK)
    )
    exchange = forms.ChoiceField(label=_("Another plan of the same add-on"), choices=_choices(EXCHANGES))


class PartForm(forms.Form):
    """The place of one plan in the bundle."""

    plan = forms.UUIDField(widget=forms.HiddenInput)
    role = forms.ChoiceField(label=_("Place"), choices=_choices(ROLES))
    group = forms.CharField(label=_("Choice"), max_length=40, required=False)
    sold_alone = forms.BooleanField(label=_("Also sold alone"), required=False)
    remove = forms.BooleanField(label=_("Take out"), required=False)


class GroupForm(forms.Form):
    """A choice; one without a code is left out."""

    all_optional = True
    code = forms.RegexField(CODE, label=_("Code"), max_length=40, required=False, error_messages={"invalid": CODE_SAID})
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    name_fr = forms.CharField(label=_("Name in French"), max_length=80, required=False)
    least = forms.IntegerField(label=_("At least"), min_value=0, max_value=MOST_PARTS, required=False)
    most = forms.IntegerField(label=_("At most"), min_value=1, max_value=MOST_PARTS, required=False)

    def clean(self) -> dict[str, Any]:
        """A choice with a code has a name and bounds."""
        said = super().clean() or {}
        if said.get("code"):
            for name in ("name", "least", "most"):
                if name not in self.errors and said.get(name) in ("", None):
                    self.add_error(name, forms.ValidationError(_("Fill this in, or empty the code."), code="required"))
        return said


class PriceForm(forms.Form):
    """The price in one market; one without a value is left out."""

    all_optional = True
    currency = forms.ChoiceField(
        label=_("Currency"), initial="EUR", choices=[(code, code) for code in sorted(CURRENCIES)]
    )
    interval = forms.ChoiceField(label=_("Rhythm"), choices=_choices(INTERVALS))
    kind = forms.ChoiceField(
        label=_("Kind of price"), choices=[("percent", _("per cent less")), ("fixed", _("price for all of it"))]
    )
    value = _number(label=_("How much"), required=False)


class TermsForm(forms.Form):
    """What is proposed to one partner; without a share nothing is."""

    all_optional = True
    partner = forms.UUIDField(widget=forms.HiddenInput)
    share_kind = forms.ChoiceField(label=_("Share in"), choices=_choices(KINDS))
    share = _number(label=_("Share"), required=False)
    discount_borne_by = forms.ChoiceField(
        label=_("The discount is borne by"),
        choices=[("", _("as said for the bundle")), *_choices(BORNE_BY)],
        required=False,
    )
    supported_by = forms.ChoiceField(label=_("Support by"), choices=_choices(SUPPORTED_BY))


PartSet = forms.formset_factory(PartForm, extra=0, max_num=MOST_PARTS, absolute_max=MOST_PARTS)
GroupSet = forms.formset_factory(GroupForm, extra=1, max_num=MOST_GROUPS, absolute_max=MOST_GROUPS)
PriceSet = forms.formset_factory(PriceForm, extra=1, max_num=MOST_PRICES, absolute_max=MOST_PRICES)
TermsSet = forms.formset_factory(TermsForm, extra=0, max_num=MOST_PARTS, absolute_max=MOST_PARTS)


class DraftForms:
    """All forms of a draft's page, which are sent together."""

    def __init__(self, said: Read, data: Any = None) -> None:  # noqa: ANN401 - a QueryDict or nothing
        version = said.version
        self.bundle = BundleForm(data, initial=_texts(version))
        self.parts = PartSet(data, prefix="parts", initial=_parts(said))
        self.groups = GroupSet(data, prefix="groups", initial=version.groups)
        self.prices = PriceSet(data, prefix="prices", initial=version.prices)
        self.terms = TermsSet(data, prefix="terms", initial=_terms(said))

    def is_valid(self) -> bool:
        """Whether every form is; each says by itself what is wrong with it."""
        every = [form.is_valid() for form in (self.bundle, self.parts, self.groups, self.prices, self.terms)]
        return all(every)

    @property
    def version(self) -> int:
        """The version of the draft that was seen."""
        seen: int = self.bundle.cleaned_data["version"]
        return seen

    def changes(self) -> dict[str, Any]:
        """Return what is said, as the action takes it."""
        texts = {name: value for name, value in self.bundle.cleaned_data.items() if name != "version"}
        return texts | {
            "parts": [
                {name: one[name] for name in ("plan", "role", "group", "sold_alone")}
                for one in _filled(self.parts, "plan")
                if not one["remove"]
            ],
            "groups": _filled(self.groups, "code"),
            "prices": _filled(self.prices, "value"),
            "terms": [
                {**one, "discount_borne_by": one["discount_borne_by"] or None} for one in _filled(self.terms, "share")
            ],
        }


def _filled(formset: Any, needed: str) -> list[dict[str, Any]]:  # noqa: ANN401 - formsets have no type of their own
    return [form.cleaned_data for form in formset if form.cleaned_data.get(needed) not in ("", None)]


def _texts(version: BundleVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in BundleForm.base_fields}


def _parts(said: Read) -> list[dict[str, Any]]:
    return [
        {"plan": row.plan_id, "role": row.role, "group": row.group, "sold_alone": row.sold_alone} for row in said.rows
    ]


def _terms(said: Read) -> Sequence[Mapping[str, Any]]:
    """Return the terms there are, with an empty row for each partner without some."""
    known = {UUID(one["partner"]): one for one in said.version.terms}
    partners = dict.fromkeys(row.partner_id for row in said.rows)
    return [known.get(partner_id, {"partner": partner_id, "share_kind": "percent"}) for partner_id in partners]
