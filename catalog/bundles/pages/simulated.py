"""A simulation as a table for those who curate."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.bundles.paths import Design, Step
from catalog.bundles.pricing import Quote
from catalog.bundles.simulation import Simulation
from catalog.bundles.wording import market_name, note_sentence
from catalog.pricing.writing import written
from core.money import Money


def simulation_shown(found: Simulation, partners: Mapping[UUID, str]) -> dict[str, Any]:
    """Return what was walked in one market: what was found, two selections with who gets what, and their steps."""
    named = {partner_id: name for partner_id, name in partners.items() if partner_id in found.design.terms}
    quotes = list({id(quote): quote for quote in (found.smallest, found.largest) if quote}.values())
    return {
        "name": market_name(found.design.market),
        "found": found,
        "notes": [{"stops": note.stops, "sentence": note_sentence(note)} for note in found.notes],
        "partners": list(named.values()),
        "quotes": [_quote(quote, named) for quote in quotes],
        "steps": [_step(step, named, found.design) for step in found.shown],
    }


def _quote(quote: Quote, partners: Mapping[UUID, str]) -> dict[str, Any]:
    shares = quote.partner_shares
    return {
        "parts": ", ".join(line.held.part.title for line in quote.lines),
        "list_price": _said(quote.list_price, quote.market.currency),
        "price": _said(quote.price, quote.market.currency),
        "shares": [_said(shares.get(partner_id, 0), quote.market.currency) for partner_id in partners],
        "platform": _said(quote.platform_share, quote.market.currency),
    }


def _step(step: Step, partners: Mapping[UUID, str], design: Design) -> dict[str, Any]:
    moved, currency = step.moved, design.market.currency
    return {
        "what": _what(step),
        "from": len(step.before.held),
        "ends": _ends(step),
        "customer": _said(moved.customer, currency),
        "shares": [_said(moved.partners.get(partner_id, 0), currency) for partner_id in partners],
        "platform": _said(moved.platform, currency),
        "then": _said(design.quote(step.after).price, currency),
    }


def _what(step: Step) -> str:
    about = step.about.title if step.about else ""
    match step.verb:
        case "renewal":
            return _("Renewal")
        case "cancellation":
            return _("Cancellation of the bundle")
        case "removal":
            return _("Cancellation of %(part)s") % {"part": about}
        case "exchange":
            return _("Exchange of %(part)s for %(other)s") % {"part": about, "other": step.to.title if step.to else ""}


def _ends(step: Step) -> str:
    count = len(step.after.held)
    match step.after.kind:
        case "intact":
            return _("bundle intact, %(count)s parts") % {"count": count}
        case "apart":
            return _("bundle ended, %(count)s parts at list price") % {"count": count}
        case "ended":
            return _("all ended")


def _said(minor: int, currency: str) -> str:
    sign = "\N{MINUS SIGN}" if minor < 0 else ""
    return sign + written(Money(abs(minor), currency).amount, currency)
