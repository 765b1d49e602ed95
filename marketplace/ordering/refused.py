"""What pages say when an order is refused, in the reader's language and without the words of the API."""

from decimal import Decimal
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from catalog.bundles.composition import Part
from catalog.bundles.queries import Selection
from catalog.pricing.writing import written
from core.refusals import Refusal
from marketplace.ordering.actions import PriceChanged
from marketplace.ordering.basket import Incompatible, PartnerTakesNoOrders

SENTENCES: dict[str, Promise] = {
    "bundle-not-sold": gettext_lazy("The bundle is not sold like this any more. Look at what is sold now."),
    "selection-not-possible": gettext_lazy("This selection cannot be had any more. Below you see why."),
    "partner-takes-no-orders": gettext_lazy("A partner in this bundle takes no new orders at present."),
    "incompatible": gettext_lazy("Not everything goes together with what you have. Below you see what."),
}


def sentences(refusal: Refusal) -> list[str]:
    """Return what a page says of a refused order, above all."""
    if isinstance(refusal, PriceChanged):
        words = {"seen": _amount(refusal, "expected"), "now": _amount(refusal, "found")}
        return [
            _(
                "Nothing has been ordered: the total has changed since you saw it, from %(seen)s to %(now)s. Order if"
                " you agree to the new one."
            )
            % words
        ]
    return [str(SENTENCES.get(refusal.code, refusal.detail))]


def sentences_by_plan(refusal: Refusal, selection: Selection) -> dict[UUID, str]:
    """Return why single parts of a selection cannot be ordered; nothing for a refusal that is about no part."""
    if not isinstance(refusal, (PartnerTakesNoOrders, Incompatible)):
        return {}
    language = "fr" if (get_language() or "").startswith("fr") else "en"
    parts = [line.held.part for line in selection.quote.lines]
    found: dict[UUID, str] = {}
    for place, error in enumerate(refusal.extensions["errors"]):
        part = parts[int(error["pointer"].split("/")[2])]
        says = refusal.texts[place][language] if isinstance(refusal, Incompatible) else _closed(part)
        found.setdefault(part.plan_id, says)
    return found


def _closed(part: Part) -> str:
    if part.role == "fixed":
        return _("%(title)s takes no new orders at present, and it is always in this bundle. Come back later.") % {
            "title": part.title
        }
    return _("%(title)s takes no new orders at present. Leave it out, or choose another part.") % {"title": part.title}


def _amount(refusal: Refusal, which: str) -> str:
    said = refusal.extensions[which]
    return written(Decimal(said["amount"]), said["currency"])
