"""What an add-on says of other offers, as a form asks for it: by the addresses of their listings."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.listings.models import Listing
from catalog.offers.compatibility import Contract, Need
from catalog.offers.compatibility.checks import SEAT_RULES
from catalog.offers.compatibility.contract import ALL, ANY, FREE

_BETWEEN = re.compile(r"[\s,;]+")
_ADDRESS = re.compile(r"^(https?://[^/]+)?/catalog/([^/?#]+)/?.*$")


class OthersField(forms.CharField):
    """Listings, one a line: by the last part of their address, or by the whole of it."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def clean(self, value: Any) -> list[UUID]:  # noqa: ANN401
        """Return the offers of the listings. Raises ValidationError, which names those that are not there."""
        slugs = [_slug(word) for word in _BETWEEN.split(super().clean(value)) if word]
        found = dict(Listing.objects.filter(slug__in=slugs).values_list("slug", "offer_id"))
        unknown = [slug[:80] for slug in slugs if slug not in found]
        if unknown:
            raise forms.ValidationError(
                _("There is no listing %(slugs)s. Copy the address of its page.") % {"slugs": ", ".join(unknown)}
            )
        return [found[slug] for slug in slugs]


class TogetherForm(forms.Form):
    """The compatibility contract of an add-on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    complements = OthersField(
        label=gettext_lazy("Works with"),
        help_text=gettext_lazy("Addresses of their pages in the catalogue, one a line. Nobody has to have them."),
    )
    requires = OthersField(
        label=gettext_lazy("Needs"), help_text=gettext_lazy("Who orders this has them already, or orders them too.")
    )
    match = forms.ChoiceField(
        label=gettext_lazy("Of what it needs"),
        choices=[(ALL, gettext_lazy("all are needed")), (ANY, gettext_lazy("any one is enough"))],
    )
    excludes = OthersField(
        label=gettext_lazy("Not together with"), help_text=gettext_lazy("Who has one of them cannot order this.")
    )
    seats = forms.ChoiceField(
        label=gettext_lazy("How many of it, compared with the first that it needs"),
        choices=[
            (FREE, gettext_lazy("any number")),
            ("at_most_base", gettext_lazy("at most as many")),
            ("equal_base", gettext_lazy("exactly as many")),
            ("at_least_base", gettext_lazy("at least as many")),
        ],
    )

    def contract(self, before: Contract) -> dict[str, Any]:
        """Return the contract of a form that is valid; plans that an offer is needed in stay as they were before."""
        values = self.cleaned_data
        plans = {need.offer: need.plans for need in before.requires}
        needs = tuple(Need(one, plans.get(one, ())) for one in values["requires"])
        seats = values["seats"] if needs else FREE
        contract = Contract(
            complements=tuple(values["complements"]),
            requires=needs,
            match=values["match"],
            excludes=tuple(values["excludes"]),
            seats=seats,
            seats_of=needs[0].offer if needs and seats != FREE else None,
        )
        return contract.kept()


def written_down(contract: Contract, *, version: int) -> dict[str, Any]:
    """Return what the form shows of a contract."""
    slugs = dict(Listing.objects.filter(offer__in=contract.references).values_list("offer_id", "slug"))
    needs = sorted(contract.requires, key=lambda need: need.offer != contract.seats_of)

    def lines(offers: Any) -> str:  # noqa: ANN401
        return "\n".join(slugs[one] for one in offers if one in slugs)

    return {
        "version": version,
        "complements": lines(contract.complements),
        "requires": lines(need.offer for need in needs),
        "match": contract.match,
        "excludes": lines(contract.excludes),
        "seats": contract.seats if contract.seats in SEAT_RULES else FREE,
    }


def _slug(word: str) -> str:
    found = _ADDRESS.match(word)
    return found[2] if found else word
