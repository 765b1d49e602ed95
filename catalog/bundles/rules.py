"""What a bundle must be before its partners are asked. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from catalog.bundles.composition import Composition, Market, Part
from catalog.bundles.pricing import Rule, Terms
from core.money import exponent

MOST_PARTS = 60
MOST_GROUPS = 10
MOST_PRICES = 12


class Wanting(NamedTuple):
    """Something that keeps a draft from being proposed; `catalog.bundles.wording` has the sentence for its code."""

    pointer: str
    code: str
    values: Mapping[str, Any]


def wanting(composition: Composition, rules: Sequence[Rule], terms: Mapping[UUID, Terms]) -> list[Wanting]:
    """Return what keeps a draft from being proposed; nothing, if everybody can be asked."""
    return [
        *_parts(composition),
        *_plans(composition),
        *_groups(composition),
        *_prices(composition, rules),
        *_terms(composition, terms),
    ]


def _parts(composition: Composition) -> Iterator[Wanting]:
    if len({part.partner_id for part in composition.parts}) < 2:  # noqa: PLR2004 - a bundle is of several partners
        yield Wanting("/parts", "partners", {})
    codes = {group.code for group in composition.groups}
    for at, part in enumerate(composition.parts):
        if part.role == "choice" and part.group not in codes:
            yield Wanting(f"/parts/{at}/group", "group", {"title": part.title})
        elif part.role != "choice" and part.group:
            yield Wanting(f"/parts/{at}/group", "no_group", {"title": part.title})
    for market in composition.markets:
        fixed = Counter(part.offer_id for part in composition.within(market).of("fixed"))
        for at, part in enumerate(composition.parts):
            if part.market == market and part.role == "fixed" and fixed[part.offer_id] > 1:
                yield Wanting(f"/parts/{at}/plan", "offer_twice", {"title": part.title})


def _plans(composition: Composition) -> Iterator[Wanting]:
    """Yield the plans whose prices a bundle cannot carry."""
    for at, part in enumerate(composition.parts):
        if not part.is_known_beforehand:
            yield Wanting(f"/parts/{at}/plan", "by_usage", {"title": part.title})
        elif not part.is_plain:
            yield Wanting(f"/parts/{at}/plan", "not_plain", {"title": part.title})


def _groups(composition: Composition) -> Iterator[Wanting]:
    codes = Counter(group.code for group in composition.groups)
    for at, group in enumerate(composition.groups):
        if codes[group.code] > 1:
            yield Wanting(f"/groups/{at}/code", "group_twice", {"group": group.code})
        if not 0 <= group.least <= group.most or not group.most:
            yield Wanting(f"/groups/{at}/most", "bounds", {"group": group.code})
        for market in composition.markets:
            offered = len({part.offer_id for part in composition.within(market).in_group(group.code)})
            if offered < group.least:
                values = {"group": group.code, "least": group.least, "offered": offered, "market": market}
                yield Wanting(f"/groups/{at}/least", "too_few_offered", values)


def _prices(composition: Composition, rules: Sequence[Rule]) -> Iterator[Wanting]:
    priced = Counter(rule.market for rule in rules)
    for at, rule in enumerate(rules):
        if priced[rule.market] > 1:
            yield Wanting(f"/prices/{at}", "market_twice", {"market": rule.market})
        if rule.market not in composition.markets:
            yield Wanting(f"/prices/{at}", "nothing_in_market", {"market": rule.market})
        if rule.kind == "percent" and rule.value > 100:  # noqa: PLR2004
            yield Wanting(f"/prices/{at}/value", "percentage", {})
        if rule.kind == "fixed" and _decimals(rule.value) > exponent(rule.market.currency):
            yield Wanting(f"/prices/{at}/value", "decimals", {"currency": rule.market.currency})
    for market in composition.markets:
        if market not in priced:
            yield Wanting("/prices", "market_unpriced", {"market": market})


def _terms(composition: Composition, terms: Mapping[UUID, Terms]) -> Iterator[Wanting]:
    sold: dict[UUID, list[Part]] = {}
    for part in composition.parts:
        sold.setdefault(part.partner_id, []).append(part)
    for at, (partner_id, agreed) in enumerate(terms.items()):
        if partner_id not in sold:
            yield Wanting(f"/terms/{at}/partner", "no_part_of_partner", {"partner": partner_id})
        else:
            yield from _share(f"/terms/{at}/share", agreed, {part.market for part in sold[partner_id]})
    for partner_id, parts in sold.items():
        if partner_id not in terms:
            yield Wanting("/terms", "no_terms", {"title": parts[0].title, "partner": partner_id})


def _share(pointer: str, agreed: Terms, markets: set[Market]) -> Iterator[Wanting]:
    currency = min(markets).currency
    if agreed.share_kind == "percent":
        if agreed.share > 100:  # noqa: PLR2004
            yield Wanting(pointer, "percentage", {})
    elif len(markets) > 1:
        yield Wanting(pointer, "fixed_in_markets", {})
    elif _decimals(agreed.share) > exponent(currency):
        yield Wanting(pointer, "decimals", {"currency": currency})


def _decimals(value: Any) -> int:  # noqa: ANN401 - a Decimal, whose exponent has three types
    return max(0, -int(value.normalize().as_tuple().exponent))
