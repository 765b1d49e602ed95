"""The builder: a customer chooses parts of a bundle, sees what they cost, and orders them. It needs no script."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.bundles.api.shapes import bundle_json, selection_json
from catalog.bundles.asked import LONGEST_COUNT, Asked
from catalog.bundles.buying import how_to_buy
from catalog.bundles.composition import Fault, Held, faults
from catalog.bundles.models import Bundle
from catalog.bundles.queries import Offered, Selection, offered, selection_of
from catalog.bundles.wording import SUPPORTED_BY, fault_sentence, market_name
from catalog.pricing.writing import written
from core import clock
from core.money import Money


@require_safe
@never_cache
def bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody choose parts and see what they cost; what is chosen stands in the address, so it can be shared.

    Five queries for who is not signed in; what the floor above shows to others comes on top.
    """
    at = clock.now()
    row = Bundle.objects.for_sale(at).select_related("current").filter(slug=slug).first()
    found = offered(row, at=at) if row else None
    if found is None:
        raise Http404
    asked = Asked.read(request.GET, found)
    facts = bundle_json(found)
    wrong = Wrong()
    priced = _priced(request, found, asked, wrong, at)
    context = {
        "bundle": facts,
        "markets": [
            {"value": "-".join(market), "name": market_name(market), "chosen": market == asked.market}
            for market in found.markets
        ],
        "sections": list(_sections(found, asked, facts, wrong)),
        "left_out": list(_left_out(asked)),
        "wrong": wrong.sentences,
        **priced,
    }
    return render(request, "bundles/bundle.html", context)


@dataclass(slots=True)
class Wrong:
    """Why a selection cannot be had: by the part or the choice that it is about, and all of it for the top."""

    parts: dict[UUID, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    sentences: list[dict[str, str]] = field(default_factory=list)

    def add(self, sentence: str, *, part: UUID | None = None, choice: str = "") -> None:
        """Note a sentence, with the place on the page that it is about."""
        anchor = ""
        if part is not None:
            self.parts.setdefault(part, []).append(sentence)
            anchor = f"of-{part}"
        elif choice:
            self.choices.setdefault(choice, []).append(sentence)
            anchor = f"choice-{choice}"
        self.sentences.append({"text": sentence, "anchor": anchor})


def _priced(request: HttpRequest, found: Offered, asked: Asked, wrong: Wrong, at: datetime) -> dict[str, Any]:
    """Return what the selection costs and how it is ordered, or note why it cannot be had."""
    chosen = asked.chosen(found)
    against = faults(found.composition, chosen, market=asked.market)
    if against:
        # Who has just come has not chosen yet: nothing is wrong.
        if asked.is_said:
            _note(against, chosen, found, wrong)
        return {}
    wishes = [(part.plan_id, quantity) for part, quantity in chosen]
    selection = selection_of(found, wishes, market=asked.market)
    ways = how_to_buy(request, selection, asked.query(chosen), at=at)
    for way in ways:
        for plan, sentence in way.wrong.items():
            wrong.add(sentence, part=plan)
    return _price(found, asked, selection) | {"buying": [way.markup for way in ways]}


def _note(against: Iterable[Fault], chosen: list[Held], found: Offered, wrong: Wrong) -> None:
    for fault in against:
        part = chosen[fault.at].part.plan_id if fault.at is not None else None
        wrong.add(fault_sentence(fault, found.group_names), part=part, choice=fault.values.get("group", ""))


def _price(found: Offered, asked: Asked, selection: Selection) -> dict[str, Any]:
    quote = selection.quote
    priced = selection_json(selection)
    partners = {row.plan_id: row.partner.display_name for row in found.said.rows}
    for line, computed in zip(priced["lines"], quote.lines, strict=True):
        line["list_words"] = _words(quote.money(computed.list_price))
        line["words"] = _words(quote.money(computed.net))
        line["supported_by"] = SUPPORTED_BY[found.said.terms[computed.held.part.partner_id].supported_by]
        line["partner"] = partners[line["plan"]]
    return {
        "priced": priced,
        "price": _words(quote.money(quote.price)),
        "list_price": _words(quote.money(quote.list_price)),
        "saving": _words(quote.money(quote.discount)) if quote.discount else "",
        "is_yearly": asked.market.interval == "year",
        "by_partner": list(_by_partner(selection, partners)),
    }


def _by_partner(selection: Selection, partners: dict[UUID, str]) -> Iterator[dict[str, str]]:
    """Yield what is paid for the parts of each partner, and how much less than one by one that is."""
    quote = selection.quote
    names = dict.fromkeys(partners[line.held.part.plan_id] for line in quote.lines)
    for name in names:
        lines = [line for line in quote.lines if partners[line.held.part.plan_id] == name]
        less = sum(line.discount for line in lines)
        yield {
            "name": name,
            "price": _words(quote.money(sum(line.net for line in lines))),
            "saving": _words(quote.money(less)) if less else "",
        }


def _words(money: Money) -> str:
    return written(money.amount, money.currency)


def _left_out(asked: Asked) -> Iterator[str]:
    """Yield what of an older address is not sold any more."""
    if asked.market_gone is not None:
        values = {"asked": market_name(asked.market_gone), "shown": market_name(asked.market)}
        yield _("It is not sold in %(asked)s at present. This is in %(shown)s.") % values
    if asked.gone:
        yield _("Something you had chosen is not in this bundle any more, and is left out here.")


def _sections(found: Offered, asked: Asked, facts: dict[str, Any], wrong: Wrong) -> Iterator[dict[str, Any]]:
    """Yield what is always in, then each choice, then what one may add."""
    here = {part.plan_id: part for part in found.composition.within(asked.market).parts}
    parts = [_part(part, here, asked, wrong) for part in facts["parts"] if part["plan"] in here]
    yield {"kind": "fixed", "parts": [part for part in parts if part["role"] == "fixed"]}
    for group in facts["groups"]:
        own = [part for part in parts if part["role"] == "choice" and part["group"] == group["code"]]
        said = wrong.choices.get(group["code"], [])
        yield {"kind": "choice", "group": group, "parts": own, "of": len(own), "wrong": said}
    yield {"kind": "optional", "parts": [part for part in parts if part["role"] == "optional"]}


def _part(facts: dict[str, Any], here: dict[UUID, Any], asked: Asked, wrong: Wrong) -> dict[str, Any]:
    plan = facts["plan"]
    return facts | {
        "is_counted": here[plan].is_counted,
        "count": asked.counts[plan][:LONGEST_COUNT],
        "chosen": plan in asked.plans,
        "support": SUPPORTED_BY[facts["supported_by"]],
        "wrong": wrong.parts.get(plan, []),
    }
