"""The storefront: all bundles, and the builder in which a customer chooses parts and sees the price."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.bundles.api.shapes import bundle_json, selection_json
from catalog.bundles.composition import Market
from catalog.bundles.models import Bundle
from catalog.bundles.pages.refused import sentences
from catalog.bundles.queries import Offered, offered, offered_of, selection_of
from catalog.bundles.refusals import SelectionNotPossible
from catalog.bundles.wording import SUPPORTED_BY, market_name
from catalog.pricing.writing import written
from core import clock
from core.money import Money
from core.web.addressing import id_in

MOST_SHOWN = 100
LONGEST_COUNT = 7


@require_safe
def bundles(request: HttpRequest) -> HttpResponse:
    """Show the bundles that are for sale, newest first; eight queries."""
    at = clock.now()
    rows = list(Bundle.objects.for_sale(at).select_related("current").order_by("-pk")[:MOST_SHOWN])
    found = offered_of(rows, at=at)
    shown = [_card(bundle_json(found[row.pk])) for row in rows if row.pk in found]
    return render(request, "bundles/bundles.html", {"bundles": shown})


def _card(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {"partners": [*dict.fromkeys(part["partner"]["name"] for part in facts["parts"])]}


@require_safe
def bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody choose parts and see what they cost; what is chosen stands in the address, so it can be shared."""
    at = clock.now()
    row = Bundle.objects.for_sale(at).select_related("current").filter(slug=slug).first()
    found = offered(row, at=at) if row else None
    if found is None:
        raise Http404
    asked = Asked.read(request.GET, found)
    facts = bundle_json(found)
    context = {
        "bundle": facts,
        "markets": [
            {"value": "-".join(market), "name": market_name(market), "chosen": market == asked.market}
            for market in found.markets
        ],
        "sections": list(_sections(found, asked, facts)),
        **_priced(found, asked),
    }
    return render(request, "bundles/bundle.html", context)


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address: a currency and interval, plans, and how many of each. `is_said`: anything at all."""

    market: Market
    plans: frozenset[UUID]
    counts: dict[UUID, str]
    is_said: bool

    @classmethod
    def read(cls, given: QueryDict, found: Offered) -> "Asked":
        """Take what makes sense, and leave the rest."""
        wanted = tuple(given.get("market", "").split("-"))
        market = next((market for market in found.markets if market == wanted), found.markets[0])
        plans = frozenset(plan for plan in map(id_in, given.getlist("part")) if plan)
        counts = {part.plan_id: given.get(f"n-{part.plan_id}", "1") for part in found.composition.parts}
        return cls(market, plans, counts, "market" in given)

    def count(self, plan_id: UUID) -> int:
        """Return how many; 0, which is refused, for what is no number."""
        text = self.counts[plan_id]
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_COUNT else 0


def _wishes(found: Offered, asked: Asked) -> list[tuple[UUID, int]]:
    """Return what is chosen, with what is always in."""
    here = found.composition.within(asked.market).parts
    return [
        (part.plan_id, asked.count(part.plan_id))
        for part in here
        if part.role == "fixed" or part.plan_id in asked.plans
    ]


def _priced(found: Offered, asked: Asked) -> dict[str, Any]:
    try:
        selection = selection_of(found, _wishes(found, asked), market=asked.market)
    except SelectionNotPossible as refusal:
        # Who has just come has not chosen yet: nothing is wrong.
        return {"wrong": sentences(refusal) if asked.is_said else []}
    quote = selection.quote
    currency = asked.market.currency
    priced = selection_json(selection)
    for line, computed in zip(priced["lines"], quote.lines, strict=True):
        line["list_words"] = _words(quote.money(computed.list_price))
        line["words"] = _words(quote.money(computed.net))
        line["supported_by"] = SUPPORTED_BY[found.said.terms[computed.held.part.partner_id].supported_by]
    partners = {row.plan_id: row.partner.display_name for row in found.said.rows}
    for line in priced["lines"]:
        line["partner"] = partners[line["plan"]]
    return {
        "priced": priced,
        "price": _words(Money(quote.price, currency)),
        "list_price": _words(Money(quote.list_price, currency)),
        "saving": _words(Money(quote.discount, currency)) if quote.discount else "",
        "is_yearly": asked.market.interval == "year",
    }


def _words(money: Money) -> str:
    return written(money.amount, money.currency)


def _sections(found: Offered, asked: Asked, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what is always in, then each choice, then what one may add."""
    here = {part.plan_id: part for part in found.composition.within(asked.market).parts}
    parts = [_part(part, here, asked) for part in facts["parts"] if part["plan"] in here]
    yield {"kind": "fixed", "parts": [part for part in parts if part["role"] == "fixed"]}
    for group in facts["groups"]:
        own = [part for part in parts if part["role"] == "choice" and part["group"] == group["code"]]
        yield {"kind": "choice", "group": group, "parts": own}
    yield {"kind": "optional", "parts": [part for part in parts if part["role"] == "optional"]}


def _part(facts: dict[str, Any], here: dict[UUID, Any], asked: Asked) -> dict[str, Any]:
    plan = facts["plan"]
    return facts | {
        "is_counted": here[plan].is_counted,
        "count": asked.counts[plan][:LONGEST_COUNT],
        "chosen": plan in asked.plans,
        "support": SUPPORTED_BY[facts["supported_by"]],
    }
